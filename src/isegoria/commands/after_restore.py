"""The last steps of a restore, run where the restored database is the only one that exists."""

import sys

from isegoria.commands import database, trouble

JOURNAL_DAMAGED = 3
"""The exit code that says: all was done, and the journal of the back-up does not agree with itself."""


def finish() -> int:
    """Migrate, open a new epoch of the journal, verify it, have the tables counted; the answer is the
    exit code."""
    database.use_django()
    from django.db import connections

    from isegoria.core.journal.commands import verify
    from isegoria.core.journal.epochs import open_after_restore
    from isegoria.core.statistics import count_tables

    database.apply_migrations()
    open_after_restore()
    damaged = verify()
    count_tables()
    connections.close_all()
    return JOURNAL_DAMAGED if damaged else 0


if __name__ == "__main__":
    try:
        sys.exit(finish())
    except Exception as error:
        said = trouble.sentence(error)
        if said is None:
            raise
        sys.exit(f"isegoria: {said}")
