"""The shelf gives back what was put there, whole, young enough, to every process, or nothing."""

import multiprocessing
import time
from hashlib import blake2b

from isegoria.core.shared_pages.shelf import Shelf

FORK = multiprocessing.get_context("fork")


def key(name: str) -> bytes:
    """A key as the application makes them."""
    return blake2b(name.encode(), digest_size=16).digest()


def test_gives_back_what_is_young_enough() -> None:
    shelf = Shelf()
    assert shelf.get(key("a"), -1.0) is None
    shelf.put(key("a"), 10.0, b"page")
    assert shelf.get(key("a"), 9.9) == b"page"
    assert shelf.get(key("a"), 10.0) is None
    shelf.put(key("a"), 11.0, b"newer")
    assert shelf.get(key("a"), 10.0) == b"newer"
    assert shelf.get(key("b"), 0.0) is None


def test_the_oldest_of_a_row_leaves_first() -> None:
    shelf = Shelf(rows=1, places=3, octets=128)
    for turn, name in enumerate("abc", start=1):
        shelf.put(key(name), float(turn), name.encode())
    shelf.put(key("a"), 4.0, b"A")
    shelf.put(key("d"), 5.0, b"d")
    found = {name: shelf.get(key(name), 0.0) for name in "abcd"}
    assert found == {"a": b"A", "b": None, "c": b"c", "d": b"d"}


def test_what_is_too_large_is_not_kept_and_harms_nothing() -> None:
    shelf = Shelf(rows=2, places=1, octets=128)
    shelf.put(key("a"), 1.0, b"x" * shelf.largest)
    shelf.put(key("b"), 1.0, b"y" * (shelf.largest + 1))
    assert shelf.get(key("a"), 0.0) == b"x" * shelf.largest
    assert shelf.get(key("b"), 0.0) is None


def _leave(shelf: Shelf) -> None:
    shelf.put(key("child"), 2.0, b"from a fork")


def test_forks_share_it() -> None:
    shelf = Shelf()
    child = FORK.Process(target=_leave, args=(shelf,))
    child.start()
    child.join()
    assert shelf.get(key("child"), 1.0) == b"from a fork"


def _scribble(shelf: Shelf, letter: bytes, until: float) -> None:
    while time.monotonic() < until:
        shelf.put(key("one"), 1.0, letter * 60_000)


def test_a_page_being_written_over_is_never_half_read() -> None:
    """Two processes write at the same place without a pause, a third reads."""
    shelf = Shelf(rows=1, places=1)
    until = time.monotonic() + 0.5
    writers = [
        FORK.Process(target=_scribble, args=(shelf, letter, until)) for letter in (b"a", b"b")
    ]
    for writer in writers:
        writer.start()
    seen = set()
    while time.monotonic() < until:
        if (page := shelf.get(key("one"), 0.0)) is not None:
            seen.add(page)
    for writer in writers:
        writer.join()
    assert seen <= {b"a" * 60_000, b"b" * 60_000}
    assert seen
