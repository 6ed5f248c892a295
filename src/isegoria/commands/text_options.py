"""What ``isegoria text ...`` may be asked: arguments only, nothing heavy is imported."""

import argparse
from pathlib import Path

from isegoria.commands.numbers import whole


def add(text: argparse.ArgumentParser) -> None:
    """Add the verbs of text analysis to its parser."""
    verbs = text.add_subparsers(title="what to do", metavar="COMMAND", required=True)
    what = "put contributions that say the same thing together: themes, ideas, and why"
    group = verbs.add_parser("group", help=what, description=what[0].upper() + what[1:] + ".")
    group.set_defaults(run="text:group")
    group.add_argument("--texts", type=Path, required=True, metavar="CSV", help="id, text")
    group.add_argument("--out", type=Path, required=True, metavar="DIR")
    group.add_argument(
        "--settled",
        type=Path,
        metavar="CSV",
        help="id, theme, idea: texts that stay where they are",
    )
    group.add_argument("--language", choices=("fr", "en"), default="fr", help="default: fr")
    group.add_argument(
        "--ideas", type=whole(1), metavar="N", help="default: texts / 4 to 12, then / 10 to 300"
    )
    group.add_argument("--themes", type=whole(1), metavar="N", help="default: square root of ideas")
    group.add_argument("--seed", type=whole(0), default=0, metavar="N", help="default: 0")
    group.add_argument(
        "--words-only", action="store_true", help="do not use the sentence encoder if it is there"
    )
    group.add_argument("--json", action="store_true", help="print one line of figures")
