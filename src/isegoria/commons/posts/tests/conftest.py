"""Every test of posts happens at one instant of one world."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from isegoria.commons.posts.tests.support import World


@pytest.fixture
def place(db: None) -> "Iterator[World]":
    """A process with a plain activity, open for writing now."""
    from isegoria.commons.posts.tests.support import NOW, world
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield world()
