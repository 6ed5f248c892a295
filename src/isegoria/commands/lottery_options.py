"""What ``isegoria lottery ...`` may be asked: arguments only, nothing heavy is imported."""

import argparse
from collections.abc import Callable
from pathlib import Path


def add(lottery: argparse.ArgumentParser) -> None:
    """Add the verbs of the lottery to its parser."""
    verbs = lottery.add_subparsers(title="what to do", metavar="COMMAND", required=True)

    def verb(name: str, what: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
        added.set_defaults(run=f"lottery:{name}")
        return added

    check = verb("check", "read the files, say what is wrong, and whether a panel exists")
    prepare = verb("prepare", "compute the lottery and write its record")
    for reads in (check, prepare):
        _terms(reads)
    prepare.add_argument(
        "--objective", choices=("leximin", "maximin"), default="leximin", help="default: leximin"
    )
    prepare.add_argument(
        "--panels", type=_whole(1), metavar="N", help="default: 1000, or as needed"
    )
    prepare.add_argument("--seed", type=_seed, metavar="HEX", help="default: drawn by the system")
    prepare.add_argument("--effort", type=_whole(1), metavar="N", help="rounds of work at most")
    prepare.add_argument("--threads", type=_whole(1), default=2, metavar="N", help="default: 2")
    prepare.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    prepare.add_argument("--json", action="store_true", help="print one line of figures")

    draw = verb("draw", "give the panel and the alternates of the number announced")
    draw.add_argument("folder", type=Path, metavar="DIR")
    draw.add_argument("--number", type=_whole(0), required=True, metavar="N")
    verify = verb("verify", "check a record, as verify.py does")
    verify.add_argument("folder", type=Path, metavar="DIR")
    slip = verb("slip", "write what one volunteer needs to check his or her own line")
    slip.add_argument("folder", type=Path, metavar="DIR")
    slip.add_argument("--id", required=True, metavar="ID", help="as in the file of people")


def _terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=Path, required=True, metavar="CSV")
    parser.add_argument("--quotas", type=Path, required=True, metavar="CSV")
    parser.add_argument("--size", type=_whole(1), required=True, metavar="N", help="seats in all")
    parser.add_argument("--id", metavar="COLUMN", help="the column of ids, if it is not called id")
    parser.add_argument(
        "--household", type=_names, default=(), metavar="A,B", help="at most one each"
    )
    parser.add_argument("--exclude", type=Path, metavar="CSV", help="ids who cannot be drawn")
    parser.add_argument("--seated", type=Path, metavar="CSV", help="ids who have a seat already")


def _whole(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, {least} or more")
        return int(text)

    return read


def _seed(text: str) -> bytes:
    try:
        seed = bytes.fromhex(text if len(text) % 2 == 0 else f"0{text}")
    except ValueError:
        seed = b""
    if not seed:
        raise argparse.ArgumentTypeError(f"{text!r} is not made of hexadecimal digits")
    return seed


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))
