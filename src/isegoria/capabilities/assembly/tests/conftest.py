"""Every test of the assembly happens at one instant, while the panel is at work."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from isegoria.capabilities.assembly.tests.support import Panel


@pytest.fixture
def here(db: None) -> "Iterator[Panel]":
    """A panel whose activity is open."""
    from isegoria.capabilities.assembly.tests.support import panel
    from isegoria.commons.posts.tests.support import NOW
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield panel()
