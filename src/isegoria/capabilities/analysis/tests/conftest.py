"""Every test of analyses happens at one instant of one world."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from isegoria.commons.posts.models import Post
    from isegoria.commons.posts.tests.support import World


@pytest.fixture
def place(db: None) -> "Iterator[World]":
    """A process with an activity that is open now."""
    from isegoria.commons.posts.tests.support import NOW, world
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield world()


@pytest.fixture
def posts(place: "World") -> "list[Post]":
    """Ten texts, on which thirty-six people of three currents took positions."""
    from isegoria.capabilities.analysis.tests import support

    found = support.texts(place)
    support.people(found)
    return found


@pytest.fixture
def drawn(place: "World", posts: "list[Post]") -> "World":
    """The world once its map is drawn."""
    from isegoria.capabilities.analysis.tasks import draw_map
    from isegoria.core.tasks.progress import SILENT

    draw_map(SILENT, activity_id=place.activity.pk)
    return place


@pytest.fixture
def team(place: "World") -> "Client":
    """Somebody who runs the site."""
    from django.test import Client

    from isegoria.commons.people.models import Account

    client = Client()
    client.force_login(Account.objects.create_user("o@exemple.test", is_administrator=True))
    return client
