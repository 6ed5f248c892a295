"""``isegoria register load`` and ``isegoria register clear``: the list against which people are checked."""

import sys
from argparse import Namespace

from isegoria.commands.database import use_django
from isegoria.commands.trouble import Trouble


def load(options: Namespace) -> int:
    """Load a list of names and birth dates as keyed digests; all of it, or nothing.

    Raises Trouble, after every problem has been told, when the file cannot be accepted whole.
    """
    use_django()
    from isegoria.commons.people.person_services import load_register
    from isegoria.commons.people.register import read_register
    from isegoria.core.actor import SYSTEM

    with options.file.open("rb") as stream:
        reading = read_register(stream)
    for kind, sentences in (("note", reading.warnings), ("error", reading.problems)):
        for sentence in sentences:
            print(f"{options.file}: {kind}: {sentence}", file=sys.stderr)
    if reading.problems:
        raise Trouble("The register was not loaded: correct the file, then load it again.")
    print(f"{reading.people} people in {options.file}.")
    if reading.repeated:
        print(f"{reading.repeated} lines say the same as another: each person counts once.")
    if reading.shared:
        print(
            f"{reading.shared} ways of writing fit several people and will verify none of them:"
            " those people write all their given names, or come to the desk."
        )
    if options.dry_run:
        print("Nothing was changed: this was a trial.")
        return 0
    load_register(actor=SYSTEM, keys=reading.keys, people=reading.people, replace=options.replace)
    print(
        "Loaded, as digests that cannot be turned back. Delete the file if nothing else needs it."
    )
    return 0


def clear(_options: Namespace) -> int:
    """Delete the register. Who was verified by it stays verified."""
    use_django()
    from isegoria.commons.people.person_services import clear_register
    from isegoria.core.actor import SYSTEM

    clear_register(actor=SYSTEM)
    print("The register is deleted. Who was verified by it stays verified.")
    return 0
