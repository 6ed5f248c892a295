"""Background functions for the contract tests, where worker processes can import them too."""

import time
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils.translation import get_language

from isegoria.core.tasks.background import background
from isegoria.core.tasks.errors import GiveUp, TryAgain
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.progress import Progress


def leave_mark(tag: str) -> None:
    """One row per time that something was really done."""
    Group.objects.create(name=f"{tag}:{uuid4()}")


def marks(tag: str) -> int:
    return Group.objects.filter(name__startswith=f"{tag}:").count()


@background(label="Marking")
def mark(progress: Progress, *, tag: str) -> None:
    leave_mark(tag)


@background(label="Marking at once", queue=Queue.URGENT)
def mark_urgently(progress: Progress, *, tag: str) -> None:
    leave_mark(tag)


@background(label="Speaking", kept_for=timedelta(days=1))
def speak(progress: Progress) -> None:
    leave_mark(get_language() or "")


@background(label="Trying", max_attempts=3)
def stumble(progress: Progress, *, tag: str, times: int) -> None:
    leave_mark(tag)
    if marks(tag) <= times:
        raise TryAgain("The other side does not answer.")


@background(label="Giving up")
def give_up(progress: Progress) -> None:
    leave_mark("given")
    raise GiveUp("The file holds no line.", code="empty_file")


@background(label="Breaking")
def break_down(progress: Progress) -> None:
    leave_mark("broken")
    raise ValueError("camille@example.org")


@background(label="Walking", queue=Queue.BULK)
def walk(progress: Progress, *, tag: str, steps: int, pause: float) -> None:
    progress.start(steps, step="Walking")
    for _ in range(steps):
        time.sleep(pause)
        progress.advance()
    leave_mark(tag)


@background(label="Being killed", max_attempts=2)
def begin_then_hang(progress: Progress, *, tag: str) -> None:
    """The first time it never ends; the second time it does."""
    leave_mark(f"{tag}-begun")
    if marks(f"{tag}-begun") == 1:
        time.sleep(600)
    leave_mark(tag)
