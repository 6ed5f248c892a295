"""One identifier per request, task or command, so that everything it caused can be found
together."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_current: ContextVar[UUID | None] = ContextVar("isegoria_correlation", default=None)


def correlation() -> UUID | None:
    """The identifier of what is running, or None outside any block."""
    return _current.get()


@contextmanager
def correlated() -> Iterator[UUID]:
    """Give everything in the block one new identifier."""
    identifier = uuid4()
    token = _current.set(identifier)
    try:
        yield identifier
    finally:
        _current.reset(token)
