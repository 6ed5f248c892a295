"""The world under attack."""

import gc
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.attacks.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> "Iterator[World]":
    """The world, made once for a module; whatever a test does through ``ask`` is undone."""
    from tests.attacks.world import founded

    logging.disable(logging.ERROR)  # thousands of refusals, each with its trace
    try:
        with django_db_blocker.unblock(), founded() as made:
            gc.collect()
            gc.freeze()  # thousands of requests, and nothing of the house to look through at each
            yield made
    finally:
        gc.unfreeze()
        logging.disable(logging.NOTSET)
