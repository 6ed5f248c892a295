"""What the tests of the desk share: an agent who begins with somebody."""

import io
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from isegoria.commons.desk.services import Arrival, Helped, begin_helping
from isegoria.commons.people.models import Account
from isegoria.commons.people.names import Identity
from isegoria.commons.people.person_services import load_register
from isegoria.commons.people.register import read_register
from isegoria.commons.people.services import open_account
from isegoria.commons.posts.tests.support import World
from isegoria.commons.processes.roles import ROOM, mandates_of_person
from isegoria.core.actor import SYSTEM, Actor, Channel


def actor(account: Account) -> Actor:
    """The agent, as a policy sees them."""
    return Actor(person_id=account.person_id, roles={ROOM: mandates_of_person(account.person_id)})


def arrive(client: Client, place: World, **typed: str) -> Any:
    """Begin with somebody."""
    form = {"channel": "paper", "number": "A-12", "old_enough": "on", **typed}
    return client.post(reverse("desk:arrive", args=[place.process.slug]), form)


def begin(agent: Account, place: World, **arrival: Any) -> Helped:
    """Begin with somebody, by the service."""
    given = {"channel": Channel.DESK, **arrival}
    return begin_helping(actor=actor(agent), process=place.process, arrival=Arrival(**given))


def confirmed(email: str, name: str = "") -> Account:
    """An account whose address is proved."""
    return open_account(actor=SYSTEM, email=email, display_name=name)


def listed(line: str) -> Identity:
    """Load a register of one line: the identity on it."""
    reading = read_register(io.BytesIO(f"nom,prénom,naissance\n{line}\n".encode()))
    load_register(actor=SYSTEM, keys=reading.keys, people=1, replace=True)
    family, given, born = line.split(",")
    return Identity(family, given, date.fromisoformat(born))


def take(client: Client, post: Any) -> Any:
    """Agree with a post."""
    return client.post(reverse("posts:stance", args=[post.ref]), {"value": "1"})
