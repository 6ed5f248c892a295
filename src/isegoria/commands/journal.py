"""``isegoria journal ...``: the public journal of acts, from the operator's side."""

from argparse import Namespace

from isegoria.commands.database import use_django


def verify(_options: Namespace) -> int:
    """Recompute every root from the stored entries and compare it with what was signed."""
    use_django()
    from isegoria.core.journal.commands import verify as verify_journal

    return verify_journal()


def copy(options: Namespace) -> int:
    """Write the journal as anybody may download it, with the program that checks it."""
    use_django()
    from isegoria.core.journal.commands import copy as copy_journal

    return copy_journal(options.path)
