"""What the commands that compute from files have in common: what they refuse, write and cost."""

import os
import resource
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import IO

MEGABYTE = 1_000_000


class Stop(Exception):
    """The command cannot go on. The message is a sentence that says what to do."""


def put_right(wrong: int) -> Stop:
    """So many errors in the files, which were told before."""
    what = "this error" if wrong == 1 else f"these {wrong} errors"
    return Stop(f"put {what} right and start again. Nothing was written.")


def told[**P](nothing: str) -> Callable[[Callable[P, int]], Callable[P, int]]:
    """Tell a Stop, or a file that cannot be used, in one sentence: 1. ``nothing`` says what is then as
    it was."""

    def around(verb: Callable[P, int]) -> Callable[P, int]:
        @wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> int:
            try:
                return verb(*args, **kwargs)
            except Stop as stop:
                sentence = str(stop)
            except OSError as error:
                sentence = f"{error.filename or 'A file'}: {error.strerror or error}. {nothing}"
            print(f"isegoria: {sentence}", file=sys.stderr)
            return 1

        return run

    return around


def refuse_a_file(folder: Path) -> None:
    """Raises Stop when ``folder``, where files are to be written, is a file itself."""
    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder} is a file. Give the name of a folder.")


def write_file(path: Path, data: bytes) -> None:
    """``data`` on the disk under ``path``, whole or not at all."""
    partial = _beside(path, data)
    partial.replace(path)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file whole: what was there is replaced only once everything new is on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    partial: dict[str, Path] = {}
    try:
        for name, data in files.items():
            partial[name] = _beside(folder / name, data)
        for name, path in partial.items():
            path.replace(folder / name)
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def to_disk(stream: IO[bytes], data: bytes) -> None:
    """Write all of ``data``, and come back once the disk holds it."""
    stream.write(data)
    stream.flush()
    os.fsync(stream.fileno())


def _beside(path: Path, data: bytes) -> Path:
    """``data`` on the disk beside ``path``; what cannot be written whole is taken away."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as stream:
            to_disk(stream, data)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return partial


def megabytes(maxrss: int) -> float:
    """What ``getrusage`` says of memory, whose unit depends on the system."""
    return maxrss * (1 if sys.platform == "darwin" else 1024) / MEGABYTE


def peak() -> float:
    """Megabytes of memory that this process took at most."""
    return round(megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss), 1)
