"""What ``isegoria journal`` does, in sentences."""

from pathlib import Path

from isegoria.core.journal.copying import write_copy
from isegoria.core.journal.epochs import current_epoch
from isegoria.core.journal.keys import verifier
from isegoria.core.journal.models import Entry
from isegoria.core.journal.tree import last_checkpoint
from isegoria.core.journal.verify import verify_database


def verify() -> int:
    """Verify the whole journal; print what was found. 0: everything agrees, 1: something does not."""
    report = verify_database()
    pending = Entry.objects.filter(number__isnull=True).count()
    for note in report.notes:
        print(f"Note   {note}")
    for problem in report.problems:
        print(f"WRONG  {problem}")
    if report.untold:
        print(f"... and {report.untold} more.")
    print(
        f"{report.epochs} volume(s), {report.entries} entries, {report.checkpoints} checkpoints,"
        f" {report.tiles} full tiles and {report.acts} sealed acts were recomputed;"
        f" {pending} entries wait for their number."
    )
    print(
        "The journal is whole."
        if report.ok
        else "The journal is damaged. Keep this database as it is, and compare it with a copy"
        " that somebody downloaded."
    )
    if report.unreadable:
        return 1
    epoch = current_epoch()
    head = last_checkpoint(epoch.pk) if epoch else None
    if epoch is not None and head is not None:
        print(f"Its public key: {verifier(epoch).vkey}")
        print(f"Its last checkpoint:\n{head.note}", end="")
    return 0 if report.ok else 1


def copy(path: Path) -> int:
    """Write the downloadable copy in a new folder. 0: done, 1: the folder cannot be used."""
    try:
        written = write_copy(path)
    except OSError as error:
        print(f"The copy was not made: {error}")
        return 1
    print(f"{written} files were written in {path}. To check them:")
    print(f"python3 {path / 'isegoria_verify.py'} {path}")
    return 0
