"""Every test of drafting happens at one instant, while measures are written."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from isegoria.capabilities.drafting.tests.support import Group


@pytest.fixture
def here(db: None) -> "Iterator[Group]":
    """A panel that writes measures."""
    from isegoria.capabilities.drafting.tests.support import group
    from isegoria.commons.posts.tests.support import NOW
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield group()
