"""The world under attack."""

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
            yield made
    finally:
        logging.disable(logging.NOTSET)
