"""The last steps of a restore, run where the restored database is the only one that exists."""

import sys

from isegoria.commands import database, trouble


def finish() -> None:
    """Migrate, open a new epoch of the journal, verify the journal."""
    database.use_django()
    from django.db import connections

    from isegoria.core.journal.commands import verify
    from isegoria.core.journal.epochs import open_after_restore

    database.apply_migrations()
    open_after_restore()
    verify()
    connections.close_all()


if __name__ == "__main__":
    try:
        finish()
    except Exception as error:
        said = trouble.sentence(error)
        if said is None:
            raise
        sys.exit(f"isegoria: {said}")
