"""Tokens of the citizen and of somebody else."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from isegoria.commons.people.models import Person
from isegoria.commons.tokens.models import Token
from isegoria.core.actor import Actor
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def tokens(now: datetime) -> tuple[Sequence[Token], Sequence[Actor]]:
    """A token each of two people; one of them signed in, by cookie alone, and nobody's administrator."""
    people = [Person.objects.create() for _each in range(2)]
    for rank, person in enumerate(people):
        Token.objects.create(
            person=person,
            name="Mon script",
            digest=str(rank) * 64,
            expires_at=now + timedelta(days=1),
        )
    mine = people[0].pk
    actors = [ADMINISTRATOR, CITIZEN, Actor(person_id=mine), Actor(person_id=mine, by_cookie=True)]
    return list(Token.objects.all()), actors


POPULATIONS = {"tokens.Token": tokens}
