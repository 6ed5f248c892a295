"""The ideas of the demonstration: a panel at work on what people said."""

from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from django.utils import timezone

from isegoria.capabilities.assembly.models import Worth
from isegoria.capabilities.assembly.phases import WORKING
from isegoria.capabilities.assembly.queries import contributions_of
from isegoria.capabilities.assembly.services import grade_idea, group_contributions, name_idea
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.services import take_stance
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.demo import load_demo as load_process
from isegoria.commons.processes.models import Activity, Process
from isegoria.commons.processes.services import add_activity, add_phase
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor, Verification

_NO, _SECONDARY, _USEFUL, _ESSENTIAL = Worth
_IDEAS = (
    (
        "Décider avant l’été qui passe en premier quand l’eau manque",
        "Un ordre de priorité connu de toutes et de tous, débattu en public avant la sécheresse.",
        "partager",
        (_ESSENTIAL, _ESSENTIAL, _ESSENTIAL, _USEFUL, _ESSENTIAL, _USEFUL, _ESSENTIAL, _USEFUL),
    ),
    (
        "Rendre leur place aux rivières et aux haies",
        "Replanter, laisser déborder, ralentir l’eau avant qu’elle ne parte.",
        "rivieres",
        (_ESSENTIAL, _USEFUL, _USEFUL, _USEFUL, _ESSENTIAL, _SECONDARY, _USEFUL, _USEFUL),
    ),
    (
        "Des factures qui protègent les premiers litres",
        "Les litres dont chacun a besoin restent à bas prix ; le reste coûte davantage.",
        "factures",
        (_USEFUL, _SECONDARY, _ESSENTIAL, _USEFUL, _NO, _SECONDARY, _USEFUL, _SECONDARY),
    ),
    (
        "Cultiver avec moins d’eau",
        "Aider celles et ceux qui changent de cultures, sans les laisser seuls.",
        "cultures",
        (_SECONDARY, _USEFUL, _SECONDARY, _NO, _USEFUL, _SECONDARY),
    ),
)


def load_demo() -> None:
    """Load the ideas through the services, unless they are there already."""
    load_process()
    process = Process.objects.get(slug=SLUG)
    if process.activities.filter(capability="assembly").exists():
        return
    activity = _activity(process)
    members = panel_of_the_demo()
    for turn, (title, text, theme, worths) in enumerate(_IDEAS):
        author = members[turn]
        idea = name_idea(
            actor=author, activity=activity, title=title, text=text, language="fr", ref=uuid4()
        )
        said = contributions_of(activity).filter(theme__slug=theme)
        group_contributions(actor=author, idea=idea, origins=list(said))
        for actor, worth in zip(members, worths, strict=False):
            grade_idea(actor=actor, idea=idea, worth=worth)
        for actor, value in zip(reversed(members), cycle((1, 1, 0, 1, -1)), strict=False):
            take_stance(actor=actor, ref=idea.ref, value=value)


def panel_of_the_demo() -> list[Actor]:
    """The members of the panel of the demonstration, as requests know them."""
    accounts = Account.objects.filter(email__startswith="panel", email__endswith="@demo.example")
    return [
        replace(actor_for_user(account), verification=Verification.EMAIL, declared_age=18)
        for account in accounts.order_by("email")
    ]


def _activity(process: Process) -> Activity:
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability="assembly",
        slug="idees-du-panel",
        title={"fr": "Les idées du panel", "en": "The ideas of the panel"},
        activity_settings={},
    )
    today = timezone.localtime(clock.now()).date()
    add_phase(
        actor=SYSTEM,
        activity=activity,
        kind=WORKING.code,
        opens_at=first_instant(today - timedelta(days=4)),
        closes_at=first_instant(today + timedelta(days=40)),
        reason="Annoncée lors des réunions de lancement.",
    )
    return activity
