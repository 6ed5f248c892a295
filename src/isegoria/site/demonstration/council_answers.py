"""After the report: what the authority answers, promises and does, and what others say of it."""

from uuid import uuid4

from isegoria.capabilities.answers import answering, following
from isegoria.capabilities.answers.answering import Terms
from isegoria.capabilities.answers.models import Answer, Demand, Milestone
from isegoria.capabilities.answers.writing import answers, demands
from isegoria.commons.posts.services import take_stance
from isegoria.core.actor import Actor
from isegoria.site.demonstration.cast import VALERIE, actor_of
from isegoria.site.demonstration.chapters import Answered, Chapter, Thought, Told
from isegoria.site.demonstration.council_draw import members
from isegoria.site.demonstration.council_plan import SLUG
from isegoria.site.demonstration.council_voices import named
from isegoria.site.demonstration.stage import Stage

_VALUES = {
    "accepted": (1, 1, 1, 0),
    "changed": (1, 1, 0, 1),
    "partly": (1, 0, 1, -1),
    "refused": (-1, -1, 0, 1, -1),
    "study": (0, -1, 0),
}
"""What members of the council think of an answer, by its verdict."""
_MEMBERS_WHO_SAY = 15


def _demand(chapter: Chapter) -> Demand:
    return demands().get(post__title=chapter.title, activity__process__slug=SLUG)


def _answer(chapter: Chapter) -> Answer:
    return answers().filter(demand=_demand(chapter)).latest("pk")


def answer(chapter: Chapter, told: Answered, stage: Stage) -> None:
    """The authority answers a measure, with its reasons, what it promises and by when."""
    speaker = actor_of(VALERIE)
    written = answering.begin_answer(
        actor=speaker,
        demand=_demand(chapter),
        terms=Terms(
            verdict=told.verdict,
            text=told.text.strip(),
            responsible=told.responsible,
            budget=told.budget,
            until=None if told.until is None else stage.day(told.until),
        ),
        language="fr",
        ref=uuid4(),
    )
    for promise in told.promise:
        answering.commit(
            actor=speaker,
            answer=written,
            text=promise.text,
            steps=[(step.text, stage.day(step.day)) for step in promise.steps],
        )
    answering.publish_answer(actor=speaker, answer=written)
    values = _VALUES[told.verdict]
    for rank, member in enumerate(members()[:_MEMBERS_WHO_SAY]):
        take_stance(actor=member, ref=written.post.ref, value=values[rank % len(values)])


def report(chapter: Chapter, told: Told, stage: Stage) -> None:
    """The authority says how far a step is."""
    step = Milestone.objects.get(
        commitment__answer__demand=_demand(chapter), text__startswith=told.step
    )
    following.report(
        actor=actor_of(VALERIE),
        milestone=step,
        event=told.event,
        text=told.text,
        evidence=told.evidence,
        due_on=None if told.due is None else stage.day(told.due),
    )


def opine(chapter: Chapter, told: Thought, _stage: Stage) -> None:
    """The mirror group or the guarantors say what they think."""
    following.give_opinion(
        actor=actor_of(told.by),
        demand=_demand(chapter),
        text=told.text.strip(),
        language="fr",
        ref=uuid4(),
    )


def react(chapter: Chapter, told: Thought, _stage: Stage) -> None:
    """Somebody who wrote, or who sat in the council, reacts to the answer."""
    following.react(
        actor=_who(told.by),
        answer=_answer(chapter),
        text=told.text.strip(),
        language="fr",
        ref=uuid4(),
    )


def _who(key: str) -> Actor:
    return members()[int(key.removeprefix("membre"))] if key.startswith("membre") else named(key)
