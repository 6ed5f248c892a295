"""Every test of answers happens at one instant, after measures were handed over."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from isegoria.capabilities.answers.tests.support import Place


@pytest.fixture
def here(db: None) -> "Iterator[Place]":
    """What the authority owes, and who owes it."""
    from isegoria.capabilities.answers.tests.support import place
    from isegoria.commons.posts.tests.support import NOW
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield place()
