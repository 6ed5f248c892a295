"""People and drafts for the tests of the team's pages."""

import re
from datetime import timedelta

from django.test import Client

from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.people.services import open_account
from isegoria.commons.processes.kinds import MILESTONE
from isegoria.commons.processes.models import Body, BodyKind, Membership, Process, TeamRole
from isegoria.commons.processes.services import (
    add_activity,
    begin_process,
    plan_phase,
    publish_process,
    seat_person,
)
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.journal.models import Entry
from isegoria.core.mail.models import Mail

LINK = re.compile(r"/invitation/([\w-]+)/")


def account(name: str, *, is_administrator: bool = False) -> Account:
    """Somebody with an account."""
    return open_account(
        actor=SYSTEM,
        email=f"{name}@exemple.test",
        display_name=name.title(),
        is_administrator=is_administrator,
    )


def actor(who: Account) -> Actor:
    """Somebody as policies see them now: their mandates are read again."""
    return actor_for_user(who)


def signed_in(who: Account) -> Client:
    """The browser of somebody."""
    client = Client()
    client.force_login(who)
    return client


def draft(organiser: Account | None = None, slug: str = "eau") -> Process:
    """A draft that lacks nothing, organised by ``organiser``."""
    process = begin_process(
        actor=SYSTEM, slug=slug, title={"fr": "L’eau"}, summary={"fr": "Partager l’eau."}
    )
    activity = add_activity(
        actor=SYSTEM, process=process, capability="processes", title={"fr": "Rendez-vous"}
    )
    now = clock.now()
    plan_phase(
        actor=SYSTEM,
        activity=activity,
        kind=MILESTONE.code,
        opens_at=now,
        closes_at=now + timedelta(days=1),
    )
    if organiser is not None:
        join(process, organiser, TeamRole.ORGANISER)
    return process


def published(organiser: Account | None = None, slug: str = "eau") -> Process:
    """The same, published."""
    return publish_process(actor=SYSTEM, process=draft(organiser, slug))


def team_of(process: Process) -> Body:
    """The team of a process."""
    return Body.objects.select_related("process").get(process=process, kind=BodyKind.TEAM)


def join(process: Process, who: Account, role: str) -> Membership:
    """Give somebody a role in the team of a draft."""
    return seat_person(
        actor=SYSTEM, body=team_of(process), person=who.person, role=role, because="Pour le test"
    )


def kinds() -> list[str]:
    """What the journal holds, in order."""
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def token_sent_to(address: str) -> str:
    """The secret of the last invitation written to an address."""
    found = LINK.search(Mail.objects.filter(to=address).latest("id").text)
    assert found is not None
    return found.group(1)
