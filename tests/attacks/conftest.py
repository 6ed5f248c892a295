"""The world under attack."""

import gc
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.attacks.world import World


_standing = ExitStack()
"""What undoes the world that stands, if one does."""


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> "Iterator[World]":
    """The world, made once; whatever a test does to it is undone with the test."""
    from tests.attacks.world import founded

    with _standing:
        _standing.enter_context(django_db_blocker.unblock())
        made = _standing.enter_context(founded())
        logging.disable(logging.ERROR)  # thousands of refusals, each with its trace
        _standing.callback(logging.disable, logging.NOTSET)
        gc.collect()
        gc.freeze()  # thousands of requests, and nothing of the house to look through at each
        _standing.callback(gc.unfreeze)
        yield made


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The world stands in a transaction: it goes before a test whose connections must see each other."""
    marked = item.get_closest_marker("django_db")
    if marked is not None and marked.kwargs.get("transaction"):
        _standing.close()
