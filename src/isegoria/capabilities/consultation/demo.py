"""The consultation of the demonstration: open now, with what invented people say in it."""

from datetime import timedelta
from itertools import cycle, islice

from django.utils import timezone

from isegoria.capabilities.consultation.demo_texts import AUTHORS, CONTRIBUTIONS, Said
from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.capabilities.consultation.phases import CONTRIBUTING, READING
from isegoria.commons.people.account_services import sign_up
from isegoria.commons.people.demo import ACCOUNTS
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import comment, publish_post, save_draft, take_stance
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.demo import load_demo as load_process
from isegoria.commons.processes.models import Activity, Process, Theme
from isegoria.commons.processes.services import add_activity, add_phase
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor, Verification

_STEPS = ((CONTRIBUTING, -6, 21), (READING, 15, 25))
"""Phases: kind, first day from today, days."""
ADULT = 18
_QUALIFIERS = (0b010, 0, 0b001, 0, 0b110, 0)
"""What those who agree add, in turn."""


def load_demo() -> None:
    """Load the consultation through the services, unless it is there already."""
    load_process()
    process = Process.objects.get(slug=SLUG)
    if process.activities.filter(capability="consultation").exists():
        return
    activity = _activity(process)
    for account in ACCOUNTS:
        _person(account.email, account.display_name)
    people = [
        _person(f"citoyen{number}@demo.example", name) for number, name in enumerate(AUTHORS, 1)
    ]
    themes = {theme.slug: theme for theme in Theme.objects.filter(process=process)}
    for rank, said in enumerate(CONTRIBUTIONS):
        turned = list(islice(cycle(people), rank * 5, rank * 5 + len(people)))
        _say(activity, said, themes[said.theme], turned)


def _activity(process: Process) -> Activity:
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability="consultation",
        slug="vos-idees",
        title={"fr": "Donnez votre avis sur l’eau", "en": "Have your say on water"},
        activity_settings={
            "explanation": {
                "fr": (
                    "Que faut-il changer d’ici dix ans pour que l’eau suffise à tous ? **Proposez** ce "
                    "qu’il faudrait faire, ou **racontez** ce que vous vivez. Le panel lira tout, et "
                    "dira pour chaque mesure de quelles contributions elle vient."
                ),
                "en": (
                    "What must change within ten years for water to suffice for all? **Propose** what "
                    "should be done, or **tell** what you live. The panel will read everything, and "
                    "say for each measure from which contributions it comes."
                ),
            },
            "pseudonyms": True,
        },
    )
    today = timezone.localtime(clock.now()).date()
    for kind, starts, lasts in _STEPS:
        opening = today + timedelta(days=starts)
        add_phase(
            actor=SYSTEM,
            activity=activity,
            kind=kind.code,
            opens_at=first_instant(opening),
            closes_at=first_instant(opening + timedelta(days=lasts)),
            reason="Annoncée lors des réunions de lancement.",
        )
    return activity


def _person(email: str, name: str) -> Actor:
    """Somebody who confirmed their address and said their age, as each does who contributes."""
    account = sign_up(actor=ANONYMOUS, email=email, display_name=name, declared_age=ADULT)
    return Actor(person_id=account.person_id, verification=Verification.EMAIL, declared_age=ADULT)


def _say(activity: Activity, said: Said, theme: Theme, people: list[Actor]) -> Post:
    author, *others = people
    kind = PROPOSAL if said.title else TESTIMONY
    post = save_draft(
        actor=author,
        activity=activity,
        kind=kind.code,
        title=said.title,
        text=said.text,
        language="fr",
        theme=theme,
        place=said.place,
        signature=said.signature,
    )
    publish_post(actor=author, post=post)
    values = [1] * said.agree + [0] * said.neutral + [-1] * said.disagree
    for turn, (reader, value) in enumerate(zip(others, values, strict=False)):
        bits = _QUALIFIERS[turn % len(_QUALIFIERS)] if value == 1 and kind is PROPOSAL else 0
        take_stance(actor=reader, ref=post.ref, value=value, qualifiers=bits)
    for reader, (side, text) in zip(reversed(others), said.arguments, strict=False):
        comment(actor=reader, post=post, text=text, language="fr", side=side)
    return post
