"""Services: every write of the house is one function, one intention of one person, one transaction.

The order inside a service is always *lock, authorise, decide, write, journal*. The decorator opens
the transaction, takes the declaration of what the public journal will show, and checks that it was
kept::

    @service(journal=PROCESS_PUBLISHED)
    def publish_process(*, actor: Actor, process_id: int) -> Process: ...

    @service(journal=Private("a draft is seen by nobody else"))
    def save_draft(*, actor: Actor, ...) -> Draft: ...
"""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.db import transaction

from isegoria.core.actor import Actor
from isegoria.core.journal.kinds import BatchSource, Declared, Private


class JournalPromiseBroken(Exception):
    """A service ended without the entry it declared. Its transaction is rolled back."""


@dataclass(slots=True)
class Call:
    """One running service: what it declared and what it has recorded so far."""

    name: str
    actor: Actor
    declared: Declared
    recorded: list[str] = field(default_factory=list)
    entry_ids: list[int] = field(default_factory=list)
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """A registered service, for the architecture tests and the generated reference."""

    name: str
    function: Callable[..., Any]
    declared: Declared


SERVICES: dict[str, ServiceInfo] = {}
_running: ContextVar[Call | None] = ContextVar("isegoria_running_service", default=None)


def running() -> Call | None:
    """The innermost service that is running, if any."""
    return _running.get()


def nothing_changed() -> None:
    """Say, from inside a service, that the act was already done: no entry is owed."""
    call = _running.get()
    if call is not None:
        call.unchanged = True


def service[**P, R](*, journal: Declared) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a service and wrap it in its transaction.

    Raises TypeError at import when the function is not keyword-only or takes no ``actor``;
    :class:`JournalPromiseBroken` at run time when a public entry or an act was declared and none
    was written, or the reverse.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        if "actor" not in parameters or any(
            parameter.kind is not inspect.Parameter.KEYWORD_ONLY
            for parameter in parameters.values()
        ):
            raise TypeError(f"{function.__qualname__}: a service takes `*, actor, ...`")
        name = f"{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            from isegoria.core.journal.audit import write_audit_row

            actor = kwargs["actor"]
            if not isinstance(actor, Actor):
                raise TypeError(f"{name}: actor must be an Actor")
            call = Call(name=name, actor=actor, declared=journal)
            token = _running.set(call)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    _check_promise(call)
                    if not call.unchanged and not isinstance(journal, BatchSource):
                        write_audit_row(call)
                    return result
            finally:
                _running.reset(token)

        SERVICES[name] = ServiceInfo(name=name, function=run, declared=journal)
        return run

    return declare


def _check_promise(call: Call) -> None:
    """What a service declares is all it can record; it remains to see whether it did."""
    if isinstance(call.declared, Private) or call.unchanged:
        if call.recorded:
            raise JournalPromiseBroken(f"{call.name} owed nothing and wrote {call.recorded}")
    elif not call.recorded:
        raise JournalPromiseBroken(f"{call.name} wrote no {call.declared.name!r}")
