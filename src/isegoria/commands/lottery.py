"""``isegoria lottery ...``: a civic lottery from two files, with no site and no settings.

The kernel computes; this module reads files, writes folders and talks to a terminal.
"""

import json
import os
import secrets
import shutil
import sys
import tempfile
import time
import zipfile
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import wraps
from pathlib import Path
from typing import TextIO

from isegoria.commands.lottery_bar import Bar
from isegoria.commands.output import MEGABYTE, Stop, peak, put_right, to_disk, told, write_file
from isegoria.kernel.lottery import sources
from isegoria.kernel.lottery.identities import SHORT_SEED
from isegoria.kernel.lottery.progress import Cancelled
from isegoria.kernel.lottery.reading import Reading, Terms, read_terms
from isegoria.kernel.lottery.remarks import Sheet

LARGEST_ARCHIVE = 1_000 * MEGABYTE


def _told[**P](verb: Callable[P, int]) -> Callable[P, int]:
    """As :func:`~isegoria.commands.output.told`, where the work can be stopped."""

    @told("Nothing was changed.")
    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return verb(*args, **kwargs)
        except Cancelled:
            raise Stop("stopped as asked. Nothing was written.") from None

    return run


def _read(options: Namespace) -> Reading:
    """Read the files of the options and say everything there is to say about them."""
    paths = {
        Sheet.PEOPLE: options.people,
        Sheet.QUOTAS: options.quotas,
        Sheet.EXCLUDED: options.exclude,
        Sheet.SEATED: options.seated,
    }
    data = {sheet: path.read_bytes() for sheet, path in paths.items() if path is not None}
    reading = read_terms(
        data[Sheet.PEOPLE],
        data[Sheet.QUOTAS],
        options.size,
        excluded=data.get(Sheet.EXCLUDED),
        seated=data.get(Sheet.SEATED),
        household=options.household,
        id_column=options.id,
        weight_column=options.weights,
    )
    for sheet, path in paths.items():
        for item in reading.remarks:
            if item.sheet is sheet:
                kind = "error" if item.fatal else "note"
                print(f"{path}: {kind}: {item.sentence()}", file=sys.stderr)
    return reading


def _terms(options: Namespace) -> Terms:
    reading = _read(options)
    if reading.terms is None:
        raise put_right(sum(item.fatal for item in reading.remarks))
    return reading.terms


@_told
def check(options: Namespace) -> int:
    """Read everything; say what is wrong, what is wanted and available, and whether a panel exists."""
    return _assess(_terms(options), sys.stdout)


def _assess(terms: Terms, stream: TextIO) -> int:
    from isegoria.kernel.lottery.feasibility import assess
    from isegoria.kernel.lottery.integers import Unsolved
    from isegoria.kernel.lottery.sentences import findings

    try:
        with Bar() as bar:
            assessment = assess(terms.draw(), progress=bar)
    except Unsolved as error:
        raise Stop(
            f"the solver gave no answer ({error}). Nothing is known of these quotas."
        ) from None
    print("\n".join(findings(terms, assessment)), file=stream)
    return 0 if assessment.obstacle is None else 1


@_told
def prepare(options: Namespace) -> int:
    """Compute the lottery and write its record into a new folder, whole or not at all."""
    started = time.perf_counter()
    _refuse_existing(options.out)
    seed = options.seed or secrets.token_bytes(32)
    if len(seed) < SHORT_SEED:
        print(
            f"note: a seed under {SHORT_SEED * 2} digits can be guessed, and names with it",
            file=sys.stderr,
        )
    try:
        announced = sources.announcements(options.sources or ["number"])
    except sources.Unfit as unfit:
        raise Stop(f"{unfit} Nothing was written.") from None
    terms = _terms(options)
    from isegoria.kernel.lottery.optimum import CapTooLow, Infeasible, Objective
    from isegoria.kernel.lottery.preparation import TooFewPanels
    from isegoria.kernel.lottery.preparation import prepare as compute
    from isegoria.kernel.lottery.solve import EFFORT

    try:
        with Bar() as bar:
            prepared = compute(
                terms,
                seed,
                objective=Objective(options.objective),
                cap=options.max_probability or Fraction(1),
                sources=announced,
                panels=options.panels,
                effort=options.effort or EFFORT,
                threads=options.threads,
                progress=bar,
            )
    except TooFewPanels as few:
        raise Stop(f"{few} Nothing was written.") from None
    except ArithmeticError as error:
        raise Stop(
            f"the solver failed ({error}). Nothing was written: try another --seed."
        ) from None
    except CapTooLow as low:
        raise Stop(
            f"the quotas give somebody a chance of {low.least:.4g} at least, whatever the lottery: a cap"
            f" of {float(options.max_probability):.4g} cannot be kept. Nothing was written."
        ) from None
    except Infeasible:
        _assess(terms, sys.stderr)
        raise Stop("no panel keeps these quotas. Nothing was written.") from None
    _write_folder(options.out, prepared.files)
    seconds = round(time.perf_counter() - started, 3)
    if options.json:
        figures = {**prepared.summary(), "seconds": seconds, "peak_mb": peak()}
        print(json.dumps(figures, ensure_ascii=False))
    else:
        from isegoria.kernel.lottery.sentences import outcome

        print("\n".join(outcome(prepared.lottery, prepared.fingerprint, str(options.out))))
    return 0


@_told
def compare(options: Namespace) -> int:
    """Print what each objective would give, and write it as a page, a table and a picture."""
    _refuse_existing(options.out)
    terms = _terms(options)
    from isegoria.kernel.lottery import comparison
    from isegoria.kernel.lottery.optimum import Infeasible
    from isegoria.kernel.lottery.picture import picture
    from isegoria.kernel.lottery.sentences import aligned
    from isegoria.kernel.lottery.solve import EFFORT

    try:
        with Bar() as bar:
            compared = comparison.compare(
                terms,
                cap=options.max_probability or comparison.CAP,
                effort=options.effort or EFFORT,
                threads=options.threads,
                progress=bar,
            )
    except ArithmeticError as error:
        raise Stop(f"the solver failed ({error}). Nothing was written.") from None
    except Infeasible:
        _assess(terms, sys.stderr)
        raise Stop("no panel keeps these quotas. Nothing was written.") from None
    files = {
        "comparison.csv": comparison.by_profile(compared),
        "comparison.md": comparison.page(compared).encode(),
        "comparison.svg": picture(compared).encode(),
    }
    _write_folder(options.out, files)
    print("\n".join(aligned(comparison.summary(compared))))
    print(f"Chances by profile, and the picture: {options.out}")
    return 0


@_told
def draw(options: Namespace) -> int:
    """Give the panel and the alternates of the number announced, once."""
    from isegoria.kernel.lottery import drawing

    _refuse_unless_folder(options.folder)
    outcomes = _outcomes(options)
    try:
        drawn = drawing.draw(options.folder, outcomes)
    except drawing.Refused as refused:
        raise Stop(str(refused)) from None
    _write_once(options.folder / drawing.DRAWING, drawn.files[drawing.DRAWING])
    for name in drawn.files.keys() - {drawing.DRAWING}:
        write_file(options.folder / name, drawn.files[name])
    print(
        f"Number {drawn.number}: {drawn.people} people drawn, in {options.folder / 'panel.csv'}."
        f" {drawn.alternates} people are alternates of some seat, in alternates.csv."
    )
    return 0


def _outcomes(options: Namespace) -> list[sources.Source]:
    """What came out of each source, or every problem with what was written."""
    written = [("drand", text) for text in options.drand]
    single = [(kind, getattr(options, kind)) for kind in ("number", "dice", "rfc3797")]
    written += [(kind, text) for kind, text in single if text is not None]
    if not written:
        raise Stop("give what came out: --number, --dice, --drand or --rfc3797, as was announced.")
    found, wrong = [], []
    for kind, text in written:
        try:
            found.append(sources.READ[kind](text))
        except sources.Unfit as unfit:
            wrong.append(str(unfit))
    if wrong:
        raise Stop(f"{' '.join(wrong)} Nothing was drawn.")
    return found


@_told
def verify(options: Namespace) -> int:
    """Check a record, or the archive of one, with the checker of this version, and the signatures of the
    beacon besides."""
    from isegoria.kernel.lottery import drawing

    with _opened(options.folder) as folder:
        _refuse_unless_folder(folder)
        record = drawing.examine(folder)
    print("\n".join(record.notes))
    for problem in record.problems[:50]:
        print(f"WRONG: {problem}")
    print("The record does not hold." if record.problems else "The record holds.")
    return 1 if record.problems else 0


@_told
def publish(options: Namespace) -> int:
    """Write the public edition of a record into a new folder, whole or not at all."""
    from isegoria.kernel.lottery import drawing, edition
    from isegoria.kernel.lottery.record import digest

    _refuse_unless_folder(options.folder)
    _refuse_existing(options.out)
    try:
        files = edition.publish(options.folder, options.k)
    except drawing.Refused as refused:
        raise Stop(str(refused)) from None
    _write_folder(options.out, files)
    fingerprint = digest(files[edition.EDITION])
    print(f"The public edition is in {options.out}. Publish this before the draw: {fingerprint}")
    return 0


@_told
def slip(options: Namespace) -> int:
    """Print the slip of one volunteer."""
    from isegoria.kernel.lottery import inclusion

    files = {name: (options.folder / name).read_bytes() for name in ("pool.jsonl", "secrets.json")}
    try:
        print(inclusion.slip(files, options.id).decode())
    except KeyError:
        raise Stop(f"nobody is called {options.id!r} in this record.") from None
    return 0


@contextmanager
def _opened(path: Path) -> Iterator[Path]:
    """The folder at ``path``, or the one in an archive, opened beside nothing of ours."""
    if not zipfile.is_zipfile(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_ARCHIVE:
            raise Stop(f"{path} is too large for the archive of a draw. Nothing was opened.")
        archive.extractall(name)
        inside = list(Path(name).iterdir())
        yield inside[0] if len(inside) == 1 else Path(name)


def _refuse_existing(folder: Path) -> None:
    if folder.exists():
        raise Stop(f"{folder} exists already. Give the name of a new folder.")


def _refuse_unless_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise Stop(f"{folder} is not a folder. Give the folder that prepare wrote.")


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of ``files`` in a new folder, which appears with its last byte or not at all."""
    from isegoria.kernel.lottery.record import SECRETS

    folder.parent.mkdir(parents=True, exist_ok=True)
    working = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            write_file(working / name, data)
        if SECRETS in files:
            (working / SECRETS).chmod(0o600)
        working.chmod(0o755 & ~_umask())
        working.rename(folder)
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        raise


def _write_once(path: Path, data: bytes) -> None:
    """``data`` under ``path``, unless it is there already; of two draws at once, the first one counts."""
    try:
        with path.open("xb") as stream:
            to_disk(stream, data)
    except FileExistsError:
        if path.read_bytes() != data:
            raise Stop("The draw was already made, with another number.") from None


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
