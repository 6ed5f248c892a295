"""What the region said to the council: contributions, positions, arguments, and what was moderated."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from isegoria.capabilities.analysis.services import choose_plan
from isegoria.capabilities.analysis.tasks import draw_map, group_texts
from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import comment, publish_post, save_draft, take_stance
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.tasks.progress import SILENT
from isegoria.site.demonstration import cast
from isegoria.site.demonstration.chapters import chapters
from isegoria.site.demonstration.council_plan import SLUG, SPEAK
from isegoria.site.demonstration.preparing import account_of, activity_of
from isegoria.site.demonstration.stage import Stage
from isegoria.site.demonstration.texts import Draft, Writer

SEED = 1789
CITIZENS, EACH_THEME, TURNS = 54, 7, 115
_POSITIONS, _ARGUES = 16, 0.5
"""Positions taken in each turn of the consultation, and how often somebody argues in it."""
_LASTS = 55
_READ = (1, 2, 16)
"""How often a text is read that divides the currents of opinion not at all, a little, wholly."""
_QUALIFIERS = (0b010, 0, 0b001, 0, 0b110, 0)
"""What those who agree add, in turn."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A citizen, and the current of opinion they are of."""

    actor: Actor
    current: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A contribution before it is published. ``by``: whose it is, when that matters to the story."""

    draft: Draft
    by: str = ""
    signature: str = ""


@cache
def spoken() -> tuple[Spoken, ...]:
    """All contributions, in the order in which they come: always the same."""
    writer, chance = Writer(SEED), Random(SEED)  # noqa: S311 - invented texts
    found = [
        Spoken(writer.contribution(chapter.theme))
        for chapter in chapters()
        for _rank in range(EACH_THEME)
    ]
    found += [
        Spoken(
            Draft(
                theme=chapter.theme,
                topic="",
                kind="proposal" if said.title else "testimony",
                title=said.title,
                body=said.text.strip(),
                language="fr",
                current=0,
                leanings=said.leanings,
                place=said.place,
            ),
            said.by,
            said.signature,
        )
        for chapter in chapters()
        for said in chapter.said
    ]
    chance.shuffle(found)
    return tuple(found)


def speak(stage: Stage) -> None:
    """Eight weeks in which the region writes, argues and takes positions."""
    activity, chance = activity_of(SLUG, "consultation"), Random(SEED)  # noqa: S311 - invented acts
    voices, writer = _voices(), Writer(SEED + 1)
    themes = {theme.slug: theme for theme in Theme.objects.filter(process=activity.process)}
    waiting, posts = list(spoken()), []
    taken: set[tuple[int, int]] = set()
    for _at in stage.moments(SPEAK, SPEAK + _LASTS, TURNS):
        if waiting:
            said = waiting.pop(0)
            post = publish(activity, said, themes[said.draft.theme], _author(said, voices, chance))
            posts.append((post, said.draft))
        for turn in range(_POSITIONS):
            who = chance.randrange(len(voices))
            which = chance.choices(range(len(posts)), [_read(draft) for _post, draft in posts])[0]
            if (who, which) not in taken:
                taken.add((who, which))
                _position(voices[who], posts[which], writer, _QUALIFIERS[turn % len(_QUALIFIERS)])
        if chance.random() < _ARGUES:
            _argue(posts[chance.randrange(len(posts))], voices, writer, chance)


def _voices() -> list[Voice]:
    """As many citizens as there are, dealt to the currents in turn."""
    sizes = (5, 3, 4)
    turns = [current for current, size in enumerate(sizes) for _one in range(size)]
    people = cast.arrive("citoyen", CITIZENS)
    return [Voice(actor, turns[rank % len(turns)]) for rank, actor in enumerate(people)]


def _read(draft: Draft) -> int:
    return _READ[max(draft.leanings) - min(draft.leanings)]


def _author(said: Spoken, voices: list[Voice], chance: Random) -> Actor:
    if said.by:
        return named(said.by)
    return chance.choice([voice.actor for voice in voices if voice.current == said.draft.current])


@cache
def _names() -> dict[str, str]:
    """The names of the voices that come back in the story."""
    keys = sorted({said.by for chapter in chapters() for said in chapter.said})
    return dict(zip(keys, cast.names("voix", len(keys)), strict=True))


def named(key: str) -> Actor:
    """A voice that comes back in the story, known to policies as who wrote."""
    account_of(key, _names().get(key, cast.names(key, 1)[0]))
    return cast.actor_of(key)


def publish(activity: Activity, said: Spoken, theme: Theme, author: Actor) -> Post:
    """Publish a contribution, as its author does."""
    draft = said.draft
    kind = PROPOSAL if draft.kind == "proposal" else TESTIMONY
    post = save_draft(
        actor=author,
        activity=activity,
        kind=kind.code,
        title=draft.title,
        text=draft.body,
        language=draft.language,
        theme=theme,
        place=draft.place,
        signature=said.signature,
    )
    return publish_post(actor=author, post=post)


def _position(voice: Voice, of: tuple[Post, Draft], writer: Writer, bits: int) -> None:
    post, draft = of
    value = writer.stance(draft, voice.current)
    proposal = post.kind == PROPOSAL.code
    if post.author_id != voice.actor.person_id and (value == 1 or proposal):
        qualifiers = bits if value == 1 and proposal else 0
        take_stance(actor=voice.actor, ref=post.ref, value=value, qualifiers=qualifiers)


def _argue(of: tuple[Post, Draft], voices: list[Voice], writer: Writer, chance: Random) -> None:
    post, draft = of
    if draft.topic:
        remark = writer.comment(draft)
        who = chance.choice([voice for voice in voices if voice.current == remark.current])
        comment(
            actor=who.actor,
            post=post,
            text=remark.body,
            language=remark.language,
            side=remark.side,
        )


def understand(_stage: Stage) -> None:
    """Who agrees with whom, and which texts look alike."""
    activity = activity_of(SLUG, "consultation")
    choose_plan(actor=SYSTEM, activity=activity, hourly=False, votes_published=True)
    draw_map(SILENT, activity_id=activity.pk)
    group_texts(SILENT, activity_id=activity.pk)


def posts_of(theme: str) -> Iterator[tuple[Spoken, Post]]:
    """The contributions to a theme, with what was published of them."""
    found = Post.objects.filter(activity__process__slug=SLUG, theme__slug=theme, parent=None)
    posts = {(post.title, post.text): post for post in found}
    for said in spoken():
        key = (said.draft.title, said.draft.body)
        if said.draft.theme == theme and key in posts:
            yield said, posts[key]
