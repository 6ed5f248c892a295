"""Every test of the draw happens at one instant, while its call is open."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from isegoria.capabilities.lottery.tests.support import Call


@pytest.fixture
def call(db: None) -> "Iterator[Call]":
    """A lottery of four seats, open for volunteers."""
    from isegoria.capabilities.lottery.tests.support import NOW, open_call
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield open_call()
