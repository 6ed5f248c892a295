"""What is shared between visitors without a cookie, what never is, and for how long."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from isegoria.core.shared_pages import SharedPages

SHAREABLE = [("Content-Type", "text/html"), ("Cache-Control", "no-cache")]


class House:
    """An application that counts how often it is asked, and says so in its page."""

    def __init__(self, status: str = "200 OK", headers: list[tuple[str, str]] | None = None):
        self.status = status
        self.headers = SHAREABLE if headers is None else headers
        self.asked = 0
        self.now = 100.0
        self.body = b""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, self.headers)
        return [self.body or f"{environ['PATH_INFO']} {self.asked}".encode()]


def visit(pages: SharedPages, path: str = "/", **more: str) -> tuple[dict[str, str], bytes]:
    """One request; its headers and its body."""
    environ = {
        "REQUEST_METHOD": "GET",
        "wsgi.url_scheme": "https",
        "HTTP_HOST": "site",
        "PATH_INFO": path,
        **more,
    }
    said: list[Any] = []
    body = b"".join(pages(environ, lambda status, headers: said.append((status, dict(headers)))))
    return said[0][1], body


def around(house: House) -> SharedPages:
    """The cache, with the clock of the house."""
    return SharedPages(house, clock=lambda: house.now)


def test_one_page_for_all_until_it_is_a_second_old() -> None:
    house = House()
    pages = around(house)
    first = visit(pages)
    assert first[0]["Cache-Status"] == "isegoria; fwd=miss"
    house.now += 0.89
    again = visit(pages)
    assert again[1] == first[1]
    assert again[0]["Cache-Status"] == "isegoria; hit"
    house.now += 0.02
    assert visit(pages)[1] == b"/ 2"


def test_a_page_is_as_old_as_the_beginning_of_its_making() -> None:
    """A slow page cannot show a state that ended more than a second before."""
    house = House()

    def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = house(environ, start_response)
        house.now += 0.9
        return answer

    pages = SharedPages(slow, clock=lambda: house.now)
    visit(pages)
    house.now += 0.2
    assert visit(pages)[1] == b"/ 2"


@pytest.mark.parametrize(
    "somebody",
    [
        {"HTTP_COOKIE": "session=1"},
        {"HTTP_COOKIE": "anything=1"},
        {"HTTP_AUTHORIZATION": "Bearer t"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_IF_NONE_MATCH": '"e"'},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
    ],
)
def test_somebody_in_particular_is_answered_anew(somebody: dict[str, str]) -> None:
    house = House()
    pages = around(house)
    visit(pages)
    visit(pages, **somebody)
    visit(pages, **somebody)
    assert house.asked == 3


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [("Cache-Control", "private, no-store")]),
        ("200 OK", [("Cache-Control", "public, max-age=60")]),
        ("200 OK", []),
        ("200 OK", [*SHAREABLE, ("Set-Cookie", "csrf=1")]),
        ("200 OK", [*SHAREABLE, ("Vary", "Accept-Encoding, User-Agent")]),
        ("404 Not Found", SHAREABLE),
        ("302 Found", SHAREABLE),
        ("500 Internal Server Error", SHAREABLE),
    ],
)
def test_what_is_not_for_all_is_never_kept(status: str, headers: list[tuple[str, str]]) -> None:
    house = House(status, headers)
    pages = around(house)
    bodies = {visit(pages)[1] for _ in range(3)}
    assert len(bodies) == 3


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "elsewhere"},
        {"PATH_INFO": "/en/"},
        {"QUERY_STRING": "cursor=2"},
        {"wsgi.url_scheme": "http"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_ACCEPT_ENCODING": "gzip, br"},
    ],
)
def test_another_address_is_another_page(other: dict[str, str]) -> None:
    house = House()
    pages = around(house)
    assert visit(pages)[1] != visit(pages, **other)[1]


def test_a_crowd_has_a_page_made_once() -> None:
    house = House()
    busy, go = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        busy.set()
        assert go.wait(10)
        return house(environ, start_response)

    pages = SharedPages(slow, clock=lambda: house.now)
    bodies: list[bytes] = []
    crowd = [
        threading.Thread(target=lambda: bodies.append(visit(pages)[1]), daemon=True)
        for _ in range(8)
    ]
    for person in crowd:
        person.start()
    assert busy.wait(10)
    go.set()
    for person in crowd:
        person.join(10)
    assert bodies == [b"/ 1"] * 8


def test_a_fault_leaves_the_address_free() -> None:
    house = House()
    broken = True

    def sometimes(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if broken:
            raise RuntimeError
        return house(environ, start_response)

    pages = SharedPages(sometimes, clock=lambda: house.now)
    with pytest.raises(RuntimeError):
        visit(pages)
    broken = False
    assert visit(pages)[1] == b"/ 1"


def test_what_was_read_is_closed() -> None:
    """Django ends its request, and gives its connections back, when the answer is closed."""
    closed: list[bool] = []

    class Answer(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def application(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", SHAREABLE)
        return Answer([b"page"])

    assert visit(SharedPages(application))[1] == b"page"
    assert closed == [True]
