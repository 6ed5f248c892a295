"""The council at work: ideas named from what people said, ten measures written from their sources."""

from random import Random
from uuid import uuid4

from isegoria.capabilities.assembly.models import Worth
from isegoria.capabilities.assembly.services import grade_idea, group_contributions, name_idea
from isegoria.capabilities.drafting import adopting, amending, citing, services
from isegoria.capabilities.drafting.models import Measure, Section
from isegoria.capabilities.drafting.states import Outcome
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import take_stance
from isegoria.commons.processes.models import Body, BodyKind
from isegoria.core.actor import Actor
from isegoria.site.demonstration.chapters import Change, Chapter, chapters
from isegoria.site.demonstration.council_draw import members
from isegoria.site.demonstration.council_plan import LISTEN, SLUG, WEIGH, WRITE
from isegoria.site.demonstration.council_voices import SEED, named, posts_of
from isegoria.site.demonstration.preparing import activity_of
from isegoria.site.demonstration.stage import Stage, later

_NO, _SECONDARY, _USEFUL, _ESSENTIAL = Worth
_WORTHS = (_ESSENTIAL, _USEFUL, _SECONDARY, _NO)
_MOODS = {
    "sante": (12, 4, 1, 0),
    "territoires": (11, 4, 2, 0),
    "logement": (9, 6, 2, 0),
    "democratie": (8, 5, 3, 1),
    "numerique": (7, 7, 2, 0),
    "education": (6, 8, 3, 0),
    "travail": (6, 7, 4, 0),
    "ecologie": (7, 4, 3, 3),
    "discriminations": (5, 6, 4, 2),
    "culture": (3, 8, 6, 0),
}
"""How likely a member is to find an idea essential, useful, secondary, or to want none of it, by theme."""
_GRADED = 16
"""How many members weigh an idea."""


def gather(stage: Stage) -> None:
    """The first session: what comes back is given a name, and keeps every text it was made of."""
    activity, seats = activity_of(SLUG, "assembly"), members()
    told = list(chapters())
    for chapter, _at in zip(told, stage.moments(LISTEN, LISTEN + 2, len(told)), strict=True):
        author = seats[told.index(chapter)]
        title, text = chapter.idea
        idea = name_idea(
            actor=author, activity=activity, title=title, text=text, language="fr", ref=uuid4()
        )
        group_contributions(actor=author, idea=idea, origins=_alike(chapter))


def _alike(chapter: Chapter) -> list[Post]:
    """What says the same as the idea of a chapter: its own contributions, and those of its topics."""
    return [
        post
        for said, post in posts_of(chapter.theme)
        if post.shown and (said.by or said.draft.topic in chapter.topics)
    ]


def weigh(stage: Stage) -> None:
    """The second session: each member says how much each idea matters."""
    seats, chance = members(), Random(SEED)  # noqa: S311 - invented grades
    ideas = Post.objects.filter(activity=activity_of(SLUG, "assembly")).order_by("pk")
    told = list(zip(chapters(), ideas, strict=True))
    for rank, _at in enumerate(stage.moments(WEIGH, WEIGH + 2, len(told))):
        chapter, idea = told[rank]
        moods = _MOODS[chapter.theme]
        for member in chance.sample(seats, _GRADED):
            grade_idea(actor=member, idea=idea, worth=chance.choices(_WORTHS, moods)[0])
        for member in chance.sample(seats, chance.randint(5, 11)):
            value = chance.choices((1, 1, 0, -1), moods)[0]
            take_stance(actor=member, ref=idea.ref, value=value)


def write(stage: Stage) -> None:
    """The third session: two or three members write each measure, and write what it asks twice."""
    activity, seats = activity_of(SLUG, "drafting"), members()
    panel = Body.objects.get(process=activity.process, kind=BodyKind.PANEL)
    told = list(chapters())
    for rank, _at in enumerate(stage.moments(WRITE, WRITE + 9, len(told))):
        measure = services.begin_measure(
            actor=seats[rank],
            activity=activity,
            title=told[rank].title,
            body=panel,
            language="fr",
            ref=uuid4(),
        )
        _cite(measure, told[rank], seats[rank])
        _save(measure, "ask", told[rank].rough, "Première rédaction", seats[rank])
        for turn, code in enumerate(("problem", "how", "cost", "effects"), 1):
            writer = seats[(rank + turn * 7) % len(seats)]
            with later(40 * turn):
                _save(measure, code, told[rank].sections[code], "Première rédaction", writer)


def rewrite(stage: Stage) -> None:
    """What each measure asks is written again, for a reason; then everybody can read it."""
    seats, measures = members(), _measures()
    for rank, _at in enumerate(stage.moments(WRITE + 18, WRITE + 26, len(measures))):
        chapter = chapters()[rank]
        writer = seats[(rank + 5) % len(seats)]
        _save(measures[rank], "ask", chapter.sections["ask"], chapter.why, writer)
        with later(90):
            adopting.open_measure(actor=seats[rank], measure=measures[rank])


def _cite(measure: Measure, chapter: Chapter, actor: Actor) -> None:
    """The sources of a measure, in the order of its marks: the idea, two contributions, a document."""
    idea = Post.objects.get(activity__process__slug=SLUG, body__isnull=False, title=chapter.idea[0])
    own = {said.draft.body: post for said, post in posts_of(chapter.theme) if said.by}
    for origin in (idea, *(own[said.text.strip()] for said in chapter.said)):
        citing.cite_text(actor=actor, measure=measure, origin=origin)
    citing.cite_document(
        actor=actor, measure=measure, title=chapter.document, address=chapter.address
    )


def _save(measure: Measure, code: str, text: str, reason: str, actor: Actor) -> None:
    section = Section.objects.get(measure=measure, code=code)
    services.save_section(
        actor=actor, section=section, base=section.version, text=text, reason=reason
    )


def _measures() -> list[Measure]:
    """The measures of the council, in the order of the chapters."""
    found = Measure.objects.filter(post__activity__process__slug=SLUG).select_related("post")
    return list(found.order_by("pk"))


def measure_of(chapter: Chapter) -> Measure:
    """The measure that a chapter tells."""
    found: Measure = Measure.objects.select_related("post").get(
        post__activity__process__slug=SLUG, post__title=chapter.title
    )
    return found


def change(chapter: Chapter, told: Change, _stage: Stage) -> None:
    """Somebody proposes other words, and the council answers with a reason."""
    section = Section.objects.get(measure=measure_of(chapter), code=told.section)
    proposed = amending.propose_change(
        actor=named(told.by),
        section=section,
        base=section.version,
        why=told.why,
        language="fr",
        ref=uuid4(),
        text=section.text.replace(told.old, told.new),
    )
    with later(60 * 26):
        amending.answer_change(
            actor=members()[1],
            amendment=proposed,
            outcome=Outcome(told.outcome),
            answer=told.answer,
        )
