"""The ``isegoria`` command: one verb per intention. Nothing heavy is imported before the verb is known."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from isegoria import __version__
from isegoria.commands import (
    consultation_options,
    lottery_options,
    opinion_options,
    text_options,
)

_EPILOG = """\
The installation lives in the folder ISEGORIA_HOME (by default var/). Settings are environment
variables; `isegoria doctor` says in sentences which of them need your attention.
"""

type Verb = Callable[[str, str, str], argparse.ArgumentParser]
"""Adds a verb: its name, the function that does it, what it does."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="isegoria",
        description="Runs a citizens' process from lot to law.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"isegoria {__version__}")
    verbs = parser.add_subparsers(title="what to do", metavar="COMMAND", required=True)

    def verb(name: str, function: str, what: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
        added.set_defaults(run=function)
        return added

    _serving(verb)
    _installation(verb)
    _register(verb("register", "", "load or delete the list against which people are checked"))
    verb("doctor", "doctor:doctor", "say in sentences what is misconfigured")
    _journal(verb("journal", "", "check or copy the public journal of acts"))
    consultation_options.add(verb("consultation", "", "bring in what was said on another site"))
    lottery_options.add(
        verb("lottery", "", "compute, draw and check a civic lottery, with two files and no site")
    )
    opinion_options.add(verb("opinion", "", "see who agrees with whom, with a file and no site"))
    text_options.add(verb("text", "", "see who says the same thing, with a file and no site"))

    manage = verb("manage", "database:manage", "pass a command on to Django (for developers)")
    manage.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    return parser


def _serving(verb: Verb) -> None:
    serve = verb("serve", "serve:serve", "start the site: web, worker and sequencer, until Ctrl-C")
    serve.add_argument("--only", choices=("web", "worker", "sequencer"), help="start just this one")
    demo = verb("demo", "demo:demo", "start the site with a demonstration if it is empty")
    demo.add_argument(
        "--full",
        action="store_true",
        help="add a consultation of the size of a region: some minutes",
    )
    for starts in (serve, demo):
        starts.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
        starts.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")
        starts.add_argument("--workers", type=_count, default=1, metavar="N", help="web processes")


def _installation(verb: Verb) -> None:
    backup = verb("backup", "backup:backup", "write everything into one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file, ending in .zip")
    restore = verb("restore", "restore:restore", "put a back-up in place")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="even if there is something here")

    move = verb("move", "move:move", "take the site from SQLite to the PostgreSQL of DATABASE_URL")
    move.add_argument("--from", dest="source", type=Path, metavar="FILE", help="the SQLite file")

    verb("migrate", "database:migrate", "bring the database to this version")
    first = verb("administrator", "administrator:administrator", "give somebody the whole site")
    first.add_argument("email", metavar="EMAIL")
    first.add_argument("--name", default="", help="the name shown beside what they write")
    first.add_argument(
        "--reset-second-proof", action="store_true", help="for somebody who lost theirs"
    )
    forget = verb("forget", "administrator:forget", "forget a person who asks for it")
    forget.add_argument("email", metavar="EMAIL")


def _register(register: argparse.ArgumentParser) -> None:
    lists = register.add_subparsers(title="what to do", metavar="COMMAND", required=True)
    load = lists.add_parser("load", help="load names and birth dates, as digests only")
    load.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX file")
    load.add_argument("--replace", action="store_true", help="instead of the former list")
    load.add_argument("--dry-run", action="store_true", help="read and check, change nothing")
    load.set_defaults(run="register:load")
    lists.add_parser("clear", help="delete the list").set_defaults(run="register:clear")


def _journal(journal: argparse.ArgumentParser) -> None:
    acts = journal.add_subparsers(title="what to do", metavar="COMMAND", required=True)
    verify = acts.add_parser("verify", help="recompute the whole journal and compare")
    verify.set_defaults(run="journal:verify")
    copy = acts.add_parser("copy", help="write the public journal into a folder")
    copy.add_argument("path", type=Path, metavar="FOLDER")
    copy.set_defaults(run="journal:copy")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; a port is between 1 and 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes; 1 or more")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. 0: done; 1: one sentence on the error stream says what stopped it; 2: usage."""
    os.umask(0o027)
    options = _parser().parse_args(arguments)
    module, name = options.run.split(":")
    run = cast(
        "Callable[[argparse.Namespace], int]",
        getattr(import_module(f"isegoria.commands.{module}"), name),
    )
    try:
        return run(options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from isegoria.commands.trouble import sentence

        said = sentence(error)
        if said is None:
            raise
        print(f"isegoria: {said}", file=sys.stderr)
        return 1
