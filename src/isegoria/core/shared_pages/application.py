"""The WSGI application that stands in front of Django and answers from the shelf what it can."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from isegoria.core.minute import GLANCE
from isegoria.core.shared_pages.shelf import KEY_OCTETS, Shelf

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SECONDS = 1 - GLANCE.total_seconds()
"""How long a page lives: with the instant for which its maker may have believed an old stamp
(:mod:`isegoria.core.minute`), what was hidden is out of its totals too within one second."""

_SOMEBODY = (
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_HX_REQUEST",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
)
"""What makes a request more than "this address, for anybody"."""
_ADDRESS = (
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
)
_SAME_FOR_ALL = frozenset({"cookie", "accept-encoding", "accept-language"})
"""What a page may vary on: there is no cookie, encodings are kept apart, the address tells the language."""


_NOT_FOR_ALL = b""
"""What lies in the place of an address whose answers are not for sharing."""


class SharedPages:
    """A WSGI application in front of ``application``.

    ``clock`` is in seconds, never goes back, and is the same for all processes.
    """

    def __init__(
        self,
        application: Application,
        *,
        shelf: Shelf | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._shelf = shelf or Shelf()
        self._clock = clock
        self._turns: dict[bytes, threading.Lock] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve the page in memory, or have one made: by one thread, while the others wait for it."""
        if environ["REQUEST_METHOD"] != "GET" or any(map(environ.get, _SOMEBODY)):
            return self._application(environ, start_response)
        key = _key(environ)
        page = self._fresh(key)
        if page is None:
            with self._turns.setdefault(key, threading.Lock()):
                page = self._fresh(key)
                if page is None:
                    return self._make(key, environ, start_response)
        if page == _NOT_FOR_ALL:
            return self._application(environ, start_response)
        headers, _line, body = page.partition(b"\n")
        start_response(
            "200 OK", [*map(tuple, json.loads(headers)), ("Cache-Status", "isegoria; hit")]
        )
        return [body]

    def _fresh(self, key: bytes) -> bytes | None:
        return self._shelf.get(key, self._clock() - SECONDS)

    def _make(
        self, key: bytes, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        began = self._clock()
        said: list[tuple[str, Headers]] = []

        def listen(status: str, headers: Headers, *_exc_info: object) -> None:
            said.append((status, headers))

        try:
            answer = self._application(environ, listen)
            status, headers = said[-1]
            if _is_for_all(status, headers, answer):
                body = b"".join(answer)
                _close(answer)
                answer = [body]
                page = json.dumps(headers).encode() + b"\n" + body
                self._shelf.put(
                    key, began, page if len(page) <= self._shelf.largest else _NOT_FOR_ALL
                )
                headers = [*headers, ("Cache-Status", "isegoria; fwd=miss")]
            elif status.startswith("200"):
                self._shelf.put(key, began, _NOT_FOR_ALL)
            start_response(status, headers)
            return answer
        finally:
            self._turns.pop(key, None)


def _key(environ: Environ) -> bytes:
    parts = ["gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ""]
    parts += [environ.get(name, "") for name in _ADDRESS]
    return blake2b("\0".join(parts).encode(), digest_size=KEY_OCTETS).digest()


def _is_for_all(status: str, headers: Headers, answer: Iterable[bytes]) -> bool:
    said = {name.lower(): value for name, value in headers}
    varies = {name.strip().lower() for name in said.get("vary", "").split(",") if name.strip()}
    return (
        status.startswith("200")
        and said.get("cache-control") == "no-cache"
        and "set-cookie" not in said
        and varies <= _SAME_FOR_ALL
        and not getattr(answer, "streaming", False)
    )


def _close(answer: Iterable[bytes]) -> None:
    close: Callable[[], None] | None = getattr(answer, "close", None)
    if close is not None:
        close()
