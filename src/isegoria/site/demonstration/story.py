"""The story that the demonstration tells, in order: a council that is over, a convention that begins."""

from collections.abc import Iterator
from functools import partial

from isegoria.core import clock
from isegoria.site.demonstration import (
    cast,
    convention,
    council,
    council_answers,
    council_draw,
    council_voices,
    council_vote,
    council_work,
    moderated,
)
from isegoria.site.demonstration import convention_plan as next_plan
from isegoria.site.demonstration import council_plan as plan
from isegoria.site.demonstration.chapters import chapters
from isegoria.site.demonstration.stage import Scene, Stage

COUNCIL: tuple[Scene, ...] = (
    Scene(plan.BEGINS, council.announce),
    Scene(plan.CALL, council_draw.call),
    Scene(plan.CALL + 30, council_draw.volunteer),
    Scene(plan.DRAW, council_draw.freeze),
    Scene(plan.DRAW + 1, council_draw.draw),
    Scene(plan.DRAW + 8, council_draw.answer),
    Scene(plan.SPEAK, council_voices.speak),
    Scene(plan.SPEAK + 55, moderated.insult),
    Scene(plan.SPEAK + 55, moderated.mistake),
    Scene(plan.SPEAK + 57, council_voices.understand),
    Scene(plan.LISTEN, council_work.gather),
    Scene(plan.WEIGH, council_work.weigh),
    Scene(plan.WRITE, council_work.write),
    Scene(plan.WRITE + 18, council_work.rewrite),
    Scene(plan.VOTE, council_vote.vote),
    Scene(plan.HAND_OVER, council_vote.hand_over),
)

CONVENTION: tuple[Scene, ...] = (
    Scene(next_plan.BEGINS, convention.announce),
    Scene(next_plan.CALL + 6, convention.volunteer),
    *(Scene(day, partial(convention.speak, day)) for day in range(next_plan.SPEAK, 0)),
    Scene(-1, moderated.waiting),
)


def _read_and_answered() -> Iterator[Scene]:
    """What happens to each measure once everybody reads it: changes, answers, reports, reactions."""
    for chapter in chapters():
        for change in chapter.changes:
            yield Scene(change.day, partial(council_work.change, chapter, change))
        for answer in chapter.answers:
            yield Scene(answer.day, partial(council_answers.answer, chapter, answer))
        for report in chapter.reports:
            yield Scene(report.day, partial(council_answers.report, chapter, report))
        for opinion in chapter.opinions:
            yield Scene(opinion.day, partial(council_answers.opine, chapter, opinion))
        for reaction in chapter.reactions:
            yield Scene(reaction.day, partial(council_answers.react, chapter, reaction))


def scenes() -> list[Scene]:
    """Every scene, in the order of its day."""
    return sorted([*COUNCIL, *CONVENTION, *_read_and_answered()], key=lambda scene: scene.day)


def tell() -> None:
    """Play every scene on its day, through the services."""
    stage = Stage(clock.now())
    with stage.at(plan.BEGINS - 1):
        cast.open_parts()
    for scene in scenes():
        with stage.at(scene.day):
            scene.play(stage)
