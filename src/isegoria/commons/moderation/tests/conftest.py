"""The world of posts, and a moderator in it."""

from typing import TYPE_CHECKING

import pytest

from isegoria.commons.posts.tests.conftest import camille, place

if TYPE_CHECKING:
    from isegoria.commons.posts.tests.support import World
    from isegoria.core.actor import Actor

__all__ = ["camille", "place"]


@pytest.fixture
def moderator(place: "World") -> "Actor":
    """Somebody of the team."""
    from isegoria.commons.moderation.tests.support import team_member

    return team_member(place, "Mona")
