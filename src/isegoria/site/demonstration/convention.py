"""The convention on water: announced, open, and already full of voices."""

from itertools import cycle, islice
from random import Random

from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import (
    comment,
    follow_process,
    publish_post,
    save_draft,
    take_stance,
)
from isegoria.commons.processes.models import BodyKind, Process, Theme
from isegoria.commons.processes.services import add_theme, publish_process
from isegoria.core.actor import SYSTEM, Actor
from isegoria.site.demonstration import convention_plan as announced
from isegoria.site.demonstration import lots
from isegoria.site.demonstration.cast import ARIANE, CAMILLE, actor_of, actors_of
from isegoria.site.demonstration.council_voices import CITIZENS
from isegoria.site.demonstration.preparing import activity_of, begin, choose, seat
from isegoria.site.demonstration.stage import Stage
from isegoria.site.demonstration.water import CONTRIBUTIONS, Said

SLUG = announced.SLUG
_EXPLANATION = {
    "fr": (
        "Que faut-il changer d’ici dix ans pour que l’eau suffise à tous ? **Proposez** ce qu’il faudrait"
        " faire, ou **racontez** ce que vous vivez. La convention lira tout, et dira pour chaque mesure de"
        " quelles contributions elle vient."
    ),
    "en": (
        "What must change within ten years for water to suffice for all? **Propose** what should be done,"
        " or **tell** what you live. The convention will read everything, and say for each measure from"
        " which contributions it comes."
    ),
}
_DAYS = 10
_VOLUNTEERS = 146
_WATCHING = 16
"""How many citizens read each contribution and may take a position on it."""
_QUALIFIERS = (0b010, 0, 0b001, 0, 0b110, 0)
"""What those who agree add, in turn."""


def announce(stage: Stage) -> None:
    """The regional assembly announces its convention."""
    process = begin(stage, announced.TEMPLATE, SLUG, announced.BEGINS)
    for slug, title in announced.THEMES.items():
        add_theme(actor=actor_of(ARIANE), process=process, slug=slug, title=title)
    seat(
        process, BodyKind.GUARANTORS, announced.GUARANTORS, "Vote unanime de l’assemblée régionale."
    )
    seat(process, BodyKind.EXPERTS, announced.EXPERTS, "Appel public, choix des garants.")
    seat(process, BodyKind.AUTHORITY, announced.AUTHORITY, "Délégation de l’assemblée régionale.")
    choose(activity_of(SLUG, "consultation"), explanation=_EXPLANATION, pseudonyms=True)
    lots.ask(activity_of(SLUG, "lottery"), announced.SEATS)
    publish_process(actor=SYSTEM, process=Process.objects.get(pk=process.pk))
    follow_process(actor=actor_of(CAMILLE), process=Process.objects.get(pk=process.pk))


def volunteer(_stage: Stage) -> None:
    """Those who volunteered in the first days, on paper."""
    lots.come(activity_of(SLUG, "lottery"), _VOLUNTEERS, Random(1792))  # noqa: S311 - invented people


def speak(day: int, stage: Stage) -> None:
    """What the region says on one day."""
    here = day - announced.SPEAK
    said = list(CONTRIBUTIONS[here::_DAYS])
    for one, _at in zip(said, stage.moments(day, day, len(said)), strict=True):
        _say(one, _crowd(CONTRIBUTIONS.index(one)))


def _crowd(rank: int) -> list[Actor]:
    """An author and those who read them; another group for each contribution."""
    keys = [f"citoyen{number}" for number in range(1, CITIZENS + 1)]
    return actors_of(list(islice(cycle(keys), rank * 5, rank * 5 + _WATCHING)))


def _say(said: Said, people: list[Actor]) -> Post:
    author, *others = people
    activity = activity_of(SLUG, "consultation")
    kind = PROPOSAL if said.title else TESTIMONY
    post = save_draft(
        actor=author,
        activity=activity,
        kind=kind.code,
        title=said.title,
        text=said.text,
        language="fr",
        theme=Theme.objects.get(process=activity.process, slug=said.theme),
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
