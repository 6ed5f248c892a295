"""Every test of posts happens at one instant of one world."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from isegoria.commons.posts.tests.support import World
    from isegoria.core.actor import Actor


@pytest.fixture
def place(db: None) -> "Iterator[World]":
    """A process with a plain activity, open for writing now."""
    from isegoria.commons.posts.tests.support import NOW, world
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield world()


@pytest.fixture
def camille(place: "World") -> "tuple[Client, Actor]":
    """Somebody signed in, and the actor that they are."""
    from isegoria.commons.posts.tests.support import signed_in

    return signed_in()
