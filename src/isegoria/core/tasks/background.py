"""Declaring a function that runs in the background, and asking for a run of it.

::

    @background(label=_("Rebuilding the search index"), queue=Queue.BULK)
    def rebuild_index(progress: Progress, *, sources: list[str]) -> None: ...

    rebuild_index.enqueue(sources=["processes"], requested_by=actor)
    rebuild_index.enqueue_once(key="all", sources=[])
"""

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.tasks.dispatch import dispatch
from isegoria.core.tasks.models import KEPT_FOR, Queue, Run
from isegoria.core.tasks.states import ACTIVE, RunState
from isegoria.core.texts import Text, active_language

MAX_ATTEMPTS = 5
_OPTIONS = {"key", "once_for_all", "requested_by", "label", "return_to", "not_before"}


class Background:
    """A function that can be run in the background. Called directly, it is the function itself."""

    def __init__(
        self,
        function: Callable[..., None],
        *,
        label: Text,
        queue: Queue,
        max_attempts: int,
        kept_for: timedelta,
    ) -> None:
        self.function = function
        self.path = f"{function.__module__}.{function.__qualname__}"
        self.label = label
        self.queue = queue
        self.max_attempts = max_attempts
        self.kept_for = kept_for
        self._signature = inspect.signature(function)
        if set(self._signature.parameters) & _OPTIONS or "<locals>" in self.path:
            raise TypeError(
                f"{self.path}: a background function stands in a module"
                f" and has no argument called {', '.join(sorted(_OPTIONS))}"
            )

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Run it here and now, without a row: the first argument is a Progress."""
        self.function(*args, **kwargs)

    def enqueue(
        self,
        *,
        requested_by: Actor | None = None,
        label: Text = "",
        return_to: str = "",
        not_before: datetime | None = None,
        **arguments: Any,
    ) -> UUID:
        """Ask for a run and answer its identifier, the address of its page.

        The request is a row of the present transaction: if that is rolled back, nothing was asked; once
        it is committed, nothing is lost. ``arguments`` must be JSON (identifiers, no personal data);
        raises TypeError when they are not, or not those of the function.
        """
        run = self._run(arguments, requested_by, label, return_to, not_before)
        with transaction.atomic():
            run.save(force_insert=True)
            self._dispatch(run)
        return run.pk

    def enqueue_once(
        self,
        *,
        key: str,
        once_for_all: bool = False,
        requested_by: Actor | None = None,
        label: Text = "",
        return_to: str = "",
        not_before: datetime | None = None,
        **arguments: Any,
    ) -> UUID:
        """:meth:`enqueue`, unless a run of this function with the same key waits or is in progress:
        then answer that one's identifier.

        ``once_for_all``: a run that succeeded counts too, for as long as its row is kept. The database
        enforces both, whoever asks at the same instant.
        """
        if not key:
            raise ValueError("enqueue_once needs a key")
        run = self._run(arguments, requested_by, label, return_to, not_before)
        run.key, run.once_for_all = key, once_for_all
        same = Run.objects.filter(
            Q(state__in=ACTIVE) | Q(state=RunState.DONE, once_for_all=True),
            function=self.path,
            key=key,
        )
        while True:
            with transaction.atomic():
                Run.objects.bulk_create([run], ignore_conflicts=True)
                standing = same.values_list("pk", flat=True).first()
                if standing == run.pk:
                    self._dispatch(run)
            if standing is not None:
                return standing

    def _run(
        self,
        arguments: dict[str, Any],
        requested_by: Actor | None,
        label: Text,
        return_to: str,
        not_before: datetime | None,
    ) -> Run:
        self._signature.bind(None, **arguments)
        return Run(
            function=self.path,
            arguments=normalize_json(arguments),
            queue=self.queue,
            max_attempts=self.max_attempts,
            label=str(label or self.label)[:200],
            language=active_language(),
            requested_by=requested_by.person_id if requested_by else None,
            return_to=return_to,
            not_before=not_before or clock.now(),
        )

    def _dispatch(self, run: Run) -> None:
        later = run.not_before if run.not_before > clock.now() else None
        dispatch(run.pk, run.queue, later)


def background(
    *,
    label: Text,
    queue: Queue = Queue.DEFAULT,
    max_attempts: int = MAX_ATTEMPTS,
    kept_for: timedelta = KEPT_FOR,
) -> Callable[[Callable[..., None]], Background]:
    """Declare a background function: ``function(progress, **arguments)``, at module level.

    It may be run again after an error that may pass or a crash, up to ``max_attempts`` times in all:
    write it so that a second run does no harm. ``kept_for`` is how long the row stays after the end.
    """

    def declare(function: Callable[..., None]) -> Background:
        return Background(
            function, label=label, queue=queue, max_attempts=max_attempts, kept_for=kept_for
        )

    return declare


def find(path: str) -> Background:
    """The background function at ``path``. Raises LookupError when there is none (any more)."""
    try:
        found = import_string(path)
    except ImportError:
        found = None
    if isinstance(found, Background):
        return found
    raise LookupError(f"{path} is not a background function")
