"""The program that is published beside every record: one file, read and run by anybody."""

from importlib.resources import files

NAME = "verify.py"


def source() -> bytes:
    """The bytes of the checker, as they are copied into a record."""
    return files(__package__).joinpath(NAME).read_bytes()
