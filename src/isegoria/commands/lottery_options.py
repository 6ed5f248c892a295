"""What ``isegoria lottery ...`` may be asked: arguments only, nothing heavy is imported."""

import argparse
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from isegoria.commands.numbers import whole

type Verb = Callable[[str, str], argparse.ArgumentParser]
"""Adds a verb: its name, what it does."""


def add(lottery: argparse.ArgumentParser) -> None:
    """Add the verbs of the lottery to its parser."""
    verbs = lottery.add_subparsers(title="what to do", metavar="COMMAND", required=True)

    def verb(name: str, what: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
        added.set_defaults(run=f"lottery:{name}")
        return added

    _before(verb)
    _after(verb)


def _before(verb: Verb) -> None:
    check = verb("check", "read the files, say what is wrong, and whether a panel exists")
    prepare = verb("prepare", "compute the lottery and write its record")
    compare = verb("compare", "show what each objective would give, with and without a cap")
    for reads in (check, prepare, compare):
        _terms(reads)
    compare.add_argument(
        "--max-probability", type=_share, metavar="X", help="the cap to compare; default: 0.5"
    )
    for works in (prepare, compare):
        works.add_argument("--effort", type=whole(1), metavar="N", help="rounds of work at most")
        works.add_argument("--threads", type=whole(1), default=2, metavar="N", help="default: 2")
        works.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    prepare.add_argument(
        "--objective",
        choices=("leximin", "maximin", "goldilocks"),
        default="leximin",
        help="default: leximin",
    )
    prepare.add_argument(
        "--max-probability",
        type=_share,
        metavar="X",
        help="no chance above X, such as 0.5 or 50 %%",
    )
    prepare.add_argument(
        "--sources",
        action="append",
        metavar="SOURCE",
        help=(
            "where the number will come from, once for each: number (default), dice, drand:ROUND,"
            " drand:default:ROUND, rfc3797:WHAT"
        ),
    )
    prepare.add_argument("--panels", type=whole(1), metavar="N", help="default: 1000, or as needed")
    prepare.add_argument("--seed", type=_seed, metavar="HEX", help="default: drawn by the system")
    prepare.add_argument("--json", action="store_true", help="print one line of figures")


def _after(verb: Verb) -> None:
    draw = verb("draw", "give the panel and the alternates of the number announced")
    draw.add_argument("folder", type=Path, metavar="DIR")
    draw.add_argument("--number", metavar="N", help="announced in public")
    draw.add_argument(
        "--dice", metavar="N,N,N", help="ten-sided, in the order in which they are read"
    )
    draw.add_argument(
        "--drand", action="append", default=[], metavar="ROUND:SIGNATURE", help="from the beacon"
    )
    draw.add_argument("--rfc3797", metavar="KEY", help="such as 9319./2.5.8.10.12./")
    publish = verb(
        "publish", "write the public edition of a record, where nobody can be recognised"
    )
    publish.add_argument("folder", type=Path, metavar="DIR")
    publish.add_argument(
        "--k", type=whole(2), default=5, metavar="N", help="people to hide among; default: 5"
    )
    publish.add_argument("--out", type=Path, required=True, metavar="PUB", help="a new folder")
    verify = verb("verify", "check a record or the archive of one, as verify.py does")
    verify.add_argument("folder", type=Path, metavar="DIR_OR_ZIP")
    slip = verb("slip", "write what one volunteer needs to check his or her own line")
    slip.add_argument("folder", type=Path, metavar="DIR")
    slip.add_argument("--id", required=True, metavar="ID", help="as in the file of people")


def _terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=Path, required=True, metavar="CSV")
    parser.add_argument("--quotas", type=Path, required=True, metavar="CSV")
    parser.add_argument("--size", type=whole(1), required=True, metavar="N", help="seats in all")
    parser.add_argument("--id", metavar="COLUMN", help="the column of ids, if it is not called id")
    parser.add_argument(
        "--household", type=_names, default=(), metavar="A,B", help="at most one each"
    )
    parser.add_argument(
        "--weights", metavar="COLUMN", help="chances as equal as possible after division by it"
    )
    parser.add_argument("--exclude", type=Path, metavar="CSV", help="ids who cannot be drawn")
    parser.add_argument("--seated", type=Path, metavar="CSV", help="ids who have a seat already")


def _share(text: str) -> Fraction:
    written = text.strip().replace(",", ".")
    try:
        share = Fraction(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share above 0: write 0.5, 1/2 or 50 %")
    return share


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
