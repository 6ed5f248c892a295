"""What ``isegoria opinion ...`` may be asked: arguments only, nothing heavy is imported."""

import argparse
from pathlib import Path

from isegoria.commands.numbers import whole


def add(opinion: argparse.ArgumentParser) -> None:
    """Add the verbs of opinion analysis to its parser."""
    verbs = opinion.add_subparsers(title="what to do", metavar="COMMAND", required=True)
    what = "compute the opinion map of a conversation: axes, groups, what unites and what divides"
    draw = verbs.add_parser("map", help=what, description=what[0].upper() + what[1:] + ".")
    draw.set_defaults(run="opinion:draw_map")
    draw.add_argument("--votes", type=Path, required=True, metavar="CSV", help="long or wide")
    draw.add_argument("--moderated", type=Path, metavar="CSV", help="posts that do not count: id")
    draw.add_argument("--out", type=Path, required=True, metavar="DIR")
    draw.add_argument("--seed", type=whole(0), default=0, metavar="N", help="default: 0")
    draw.add_argument(
        "--base-above",
        type=whole(0),
        default=10_000,
        metavar="N",
        help="above N people, base clusters stand for them (default: 10000)",
    )
    draw.add_argument("--json", action="store_true", help="print one line of figures")
