"""Processes, and what they are made of, in every state; and the people of one of their teams."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from allauth.account.models import EmailAddress

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import (
    Activity,
    Body,
    BodyKind,
    Invitation,
    Membership,
    Phase,
    Process,
    TeamRole,
    Theme,
)
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.commons.processes.states import InvitationState, ProcessState
from isegoria.core.actor import Actor
from tests.architecture.populations import ADMINISTRATOR, CITIZEN

INVITED = "invited@exemple.test"


def _processes(now: datetime) -> list[Process]:
    return [
        Process.objects.create(
            slug=f"process-{state}",
            state=state,
            title={"fr": "Titre"},
            summary={"fr": "Résumé"},
            published_at=None if state == ProcessState.DRAFT else now,
        )
        for state in ProcessState.values
    ]


def _actor(email: str, team: dict[int, frozenset[str]]) -> Actor:
    """Somebody with an account, a confirmed address, and roles in the teams of some processes."""
    account = Account.objects.create_user(email)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return Actor(
        person_id=account.person_id,
        second_factor=True,
        roles={ROOM: Mandates(team=team, bodies=frozenset())},
    )


def _people(found: list[Process]) -> list[Actor]:
    """An administrator, a citizen, an organiser of all but the last process, and a moderator."""
    organiser = {process.pk: frozenset({TeamRole.ORGANISER.value}) for process in found[:-1]}
    moderator = {process.pk: frozenset({TeamRole.MODERATOR.value}) for process in found}
    return [
        ADMINISTRATOR,
        CITIZEN,
        _actor("organiser@exemple.test", organiser),
        _actor("moderator@exemple.test", moderator),
        _actor(INVITED, {}),
    ]


def processes(now: datetime) -> tuple[Sequence[Process], Sequence[Actor]]:
    """A process in each state."""
    found = _processes(now)
    return found, _people(found)


def _of_each(model: Any, now: datetime, **fields: Any) -> tuple[list[Any], list[Actor]]:
    """A row of ``model`` in a process of each state."""
    found = _processes(now)
    people = _people(found)
    return [model.objects.create(process=process, **fields) for process in found], people


def themes(now: datetime) -> tuple[Sequence[Theme], Sequence[Actor]]:
    """A theme in a process of each state."""
    return _of_each(Theme, now, slug="theme", title={"fr": "Thème"})


def activities(now: datetime) -> tuple[Sequence[Activity], Sequence[Actor]]:
    """An activity in a process of each state."""
    return _of_each(Activity, now, slug="rdv", capability="processes", title={"fr": "Volet"})


def phases(now: datetime) -> tuple[Sequence[Phase], Sequence[Actor]]:
    """A phase in a process of each state."""
    placed, people = activities(now)
    found = [
        Phase.objects.create(
            activity=activity, kind="milestone", opens_at=now, closes_at=now + timedelta(days=1)
        )
        for activity in placed
    ]
    return found, people


def bodies(now: datetime) -> tuple[Sequence[Body], Sequence[Actor]]:
    """A body in a process of each state."""
    return _of_each(Body, now, slug="panel", kind=BodyKind.PANEL, title={"fr": "Panel"})


def mandates(now: datetime) -> tuple[Sequence[Membership], Sequence[Actor]]:
    """In a body of each state: a mandate that runs, one that ends, one over, of each of two persons."""
    placed, people = bodies(now)
    holders = [people[2].person_id, people[-1].person_id]
    found = [
        Membership.objects.create(
            body=body, person_id=holder, began_at=now - timedelta(days=2), ended_at=end
        )
        for body, holder, end in product(
            placed, holders, (None, now + timedelta(days=1), now - timedelta(days=1))
        )
    ]
    nobody = Membership.objects.create(
        body=placed[0], person=None, began_at=now - timedelta(days=2), ended_at=now
    )
    return [*found, nobody], people


def invitations(now: datetime) -> tuple[Sequence[Invitation], Sequence[Actor]]:
    """To a body of each state: one in each state, still good and too old, to the person and to another."""
    placed, people = bodies(now)
    found = []
    for number, (body, state, days, address) in enumerate(
        product(placed, InvitationState.values, (1, -1), (INVITED, "other@exemple.test"))
    ):
        found.append(
            Invitation.objects.create(
                body=body,
                role="" if days > 0 else TeamRole.OBSERVER,
                address=address,
                language="fr",
                because="Tirage au sort",
                state=state,
                token_digest=f"{number:064d}",
                expires_at=now + timedelta(days=days),
            )
        )
    return found, people


POPULATIONS = {
    "processes.Process": processes,
    "processes.Theme": themes,
    "processes.Activity": activities,
    "processes.Phase": phases,
    "processes.Body": bodies,
    "processes.Membership": mandates,
    "processes.Invitation": invitations,
}
