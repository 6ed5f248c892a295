"""The numbers of a process, counted at most once a minute by each web process."""

from django.utils.translation import get_language

from isegoria.commons.processes.models import Process
from isegoria.commons.processes.numbers import Number, process_numbers
from isegoria.core.minute import of_the_minute


def numbers_of_the_minute(process: Process) -> tuple[Number, ...]:
    """What :func:`process_numbers` says, in the active language, at most a minute ago."""
    key = (numbers_of_the_minute.__qualname__, process.ref, get_language())
    return of_the_minute(key, lambda: process_numbers(process))
