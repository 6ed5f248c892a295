"""The options of ``isegoria consultation``, apart from what it does so that they cost nothing."""

import argparse
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the commands."""
    commands = parser.add_subparsers(title="what to do", metavar="COMMAND", required=True)
    bring = commands.add_parser(
        "import", help="bring in the texts and positions of another site, all of them or none"
    )
    bring.add_argument("--process", required=True, metavar="SLUG", help="address of the process")
    bring.add_argument("--activity", required=True, metavar="SLUG", help="address of the activity")
    bring.add_argument("--posts", required=True, type=Path, metavar="FILE", help="CSV or XLSX")
    bring.add_argument("--stances", type=Path, metavar="FILE", help="CSV or XLSX")
    bring.add_argument(
        "--agree",
        type=int,
        choices=(1, -1),
        help="the number that means “agree”, where positions are numbers",
    )
    bring.add_argument("--dry-run", action="store_true", help="read and check, change nothing")
    bring.set_defaults(run="consultation:bring")
