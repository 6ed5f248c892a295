"""What the tests of the draw share: a call that is open, an organiser, people who answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from isegoria.capabilities.lottery import services
from isegoria.capabilities.lottery.models import Draw, Feature, Volunteer
from isegoria.capabilities.lottery.queries import draw_of, sheet
from isegoria.capabilities.lottery.services import Reached
from isegoria.capabilities.lottery.setup_services import save_feature, set_terms
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.tests.support import account, citizen
from isegoria.commons.processes.models import (
    Activity,
    Body,
    BodyKind,
    Membership,
    Phase,
    Process,
    TeamRole,
)
from isegoria.core.actor import Actor, Verification

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
AFTER = NOW + timedelta(days=11)
"""The call has closed."""
QUESTIONS = (("Vous êtes", "une femme; 50 %\nun homme; 50 %"), ("Quartier", "nord; 25\nsud; 75"))


@dataclass
class Call:
    """A published process with a lottery whose call is open at :data:`NOW`."""

    process: Process
    activity: Activity
    organiser: Actor
    account: Account

    @property
    def draw(self) -> Draw:
        """As it is now."""
        return draw_of(self.activity)

    @property
    def features(self) -> list[Feature]:
        """As they are now."""
        return list(sheet(self.draw))


def empty_call(now: datetime = NOW) -> Call:
    """A lottery about which nothing was asked yet."""
    process = Process.objects.create(
        slug="eau",
        state="published",
        published_at=now - timedelta(days=10),
        title={"fr": "L’eau", "en": "Water"},
        summary={"fr": "Partager l’eau.", "en": "Sharing water."},
    )
    activity = Activity.objects.create(
        process=process,
        capability="lottery",
        slug="tirage",
        title={"fr": "Le tirage au sort", "en": "The draw"},
        verification=Verification.EMAIL,
    )
    Phase.objects.create(
        activity=activity,
        kind="lottery.call",
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10),
    )
    team = Body.objects.create(process=process, kind=BodyKind.TEAM, slug="equipe")
    mine = account("orga@exemple.test", "Olga")
    Membership.objects.create(
        body=team, person_id=mine.person_id, role=TeamRole.ORGANISER, began_at=now
    )
    loaded = (
        Activity.objects.select_related("process").prefetch_related("phases").get(pk=activity.pk)
    )
    return Call(process, loaded, actor_for_user(mine), mine)


def open_call(size: int = 4, now: datetime = NOW) -> Call:
    """A lottery of ``size`` seats with two questions."""
    call = empty_call(now)
    set_terms(
        actor=call.organiser,
        activity=call.activity,
        size=size,
        one_per_household=True,
        no_past_members=True,
    )
    for title, values in QUESTIONS:
        save_feature(
            actor=call.organiser,
            activity=call.activity,
            title=title,
            why="Pour ressembler à la population.",
            values=values,
            language="fr",
        )
    return call


def answers_of(call: Call, *picks: int) -> dict[int, int]:
    """The answers at these ranks, one for each question."""
    return {
        feature.pk: list(feature.values.all())[rank].pk
        for feature, rank in zip(call.features, picks, strict=True)
    }


def comes_forward(call: Call, *picks: int, actor: Actor | None = None, **changes: Any) -> Volunteer:
    """Somebody answers; at an address of their own unless told."""
    number = Volunteer.objects.count() + 1
    given = {
        "name": f"Personne {number}",
        "street": f"{number} rue des Saules",
        "postcode": "12345",
        "town": "Valombre",
        **changes,
    }
    return services.volunteer(
        actor=actor or citizen(),
        activity=call.activity,
        answers=answers_of(call, *picks),
        reached=Reached(**given),
        consents=True,
    )


def crowd(call: Call, each: int = 3) -> None:
    """``each`` people of every profile."""
    for _rank in range(each):
        for gender in (0, 1):
            for district in (0, 1):
                comes_forward(call, gender, district)
