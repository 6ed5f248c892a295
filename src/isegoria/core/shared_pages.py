"""One page for all who come without a cookie, made at most once a second by each process.

A crowd that reads the same pages is served from memory; somebody with a cookie, a token or a form never
is. What may be kept is what :class:`~isegoria.core.ui.middleware.PlainResponsesMiddleware` found to be
nobody's in particular (``Cache-Control: no-cache``) and sets no cookie.

A page is dated from the *beginning* of its making and lives one second, so whatever opened, closed or was
hidden is seen by everybody within one second of its time, on every process, without any message between
them.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SECONDS = 1.0
ROOM = 32 * 1024 * 1024
"""Octets of pages that one process keeps."""
LARGEST = 1024 * 1024
"""Octets of the largest page that is kept."""

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


@dataclass(frozen=True, slots=True)
class _Page:
    """An answer, or (without ``headers``) the knowledge that this address is not for sharing."""

    made_at: float
    headers: Headers | None
    body: bytes


class SharedPages:
    """A WSGI application in front of ``application``. ``clock`` is in seconds and never goes back."""

    def __init__(
        self, application: Application, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._application = application
        self._clock = clock
        self._pages: dict[tuple[object, ...], _Page] = {}
        self._octets = 0
        self._turns: dict[tuple[object, ...], threading.Lock] = {}
        self._shelf = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve the page in memory, or have one made: by one thread, while the others wait for it."""
        if environ["REQUEST_METHOD"] != "GET" or any(map(environ.get, _SOMEBODY)):
            return self._application(environ, start_response)
        key = (
            "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
            *(environ.get(name, "") for name in _ADDRESS),
        )
        page = self._fresh(key)
        if page is None:
            with self._turns.setdefault(key, threading.Lock()):
                page = self._fresh(key)
                if page is None:
                    return self._make(key, environ, start_response)
        if page.headers is None:
            return self._application(environ, start_response)
        start_response("200 OK", [*page.headers, ("Cache-Status", "isegoria; hit")])
        return [page.body]

    def _fresh(self, key: tuple[object, ...]) -> _Page | None:
        page = self._pages.get(key)
        return page if page is not None and self._clock() - page.made_at < SECONDS else None

    def _make(
        self, key: tuple[object, ...], environ: Environ, start_response: Callable[..., Any]
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
                if len(body) <= LARGEST:
                    self._keep(key, _Page(began, headers, body))
                headers = [*headers, ("Cache-Status", "isegoria; fwd=miss")]
            else:
                self._keep(key, _Page(began, None, b""))
            start_response(status, headers)
            return answer
        finally:
            self._turns.pop(key, None)

    def _keep(self, key: tuple[object, ...], page: _Page) -> None:
        """Put ``page`` at the end of the shelf; the first on it are the oldest, and leave first."""
        with self._shelf:
            if (replaced := self._pages.pop(key, None)) is not None:
                self._octets -= len(replaced.body)
            self._pages[key] = page
            self._octets += len(page.body)
            now = self._clock()
            while self._pages:
                oldest, kept = next(iter(self._pages.items()))
                if self._octets <= ROOM and now - kept.made_at < SECONDS:
                    break
                del self._pages[oldest]
                self._octets -= len(kept.body)


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
