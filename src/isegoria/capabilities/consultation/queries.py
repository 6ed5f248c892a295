"""What the page of a consultation shows above its list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.capabilities.consultation.policies import WRITE_CONTRIBUTION
from isegoria.capabilities.consultation.rules import Settings
from isegoria.commons.posts.cards import MENDABLE, in_time
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Actor
from isegoria.core.post_kinds import PostKind
from isegoria.core.registry import declared
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui.markdown import render_markdown

LIST = {PROPOSAL.code: "consultation:list", TESTIMONY.code: "consultation:testimonies"}
_WRITE: dict[str, tuple[str, Text]] = {
    PROPOSAL.code: ("consultation:propose", _("Make a proposal")),
    TESTIMONY.code: ("consultation:testify", _("Tell what you live")),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the page: to write a text of a kind, or to read them."""

    label: Text
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPage:
    """The head of a consultation. ``ways`` are empty, and ``refusal`` says why, when the reader cannot
    write and can do nothing about it; ``kinds`` where there are two. ``others`` are the pages that
    other rooms have about it."""

    title: str
    title_language: str
    explanation: SafeString | str
    explanation_language: str
    ways: tuple[Way, ...]
    refusal: str
    kinds: tuple[Way, ...]
    others: tuple[Way, ...]
    feed_url: str
    data_url: str
    trail: tuple[tuple[str, str], ...]


def consultation_page(activity: Activity, kind: PostKind, actor: Actor) -> ConsultationPage:
    """The head of a consultation, read at its texts of ``kind``. No statement: the activity is loaded."""
    chosen = Settings.read(activity.settings)
    process = activity.process
    where = [process.slug, activity.slug]
    decision = WRITE_CONTRIBUTION.decide(actor, activity)
    kinds = (PROPOSAL, TESTIMONY) if chosen.testimonies else (PROPOSAL,)
    ways = tuple(Way(label, reverse(route, args=where)) for route, label in _ways(kinds))
    explanation = pick(chosen.explanation)
    return ConsultationPage(
        title=pick(activity.title),
        title_language=language_of(activity.title),
        explanation=render_markdown(explanation, top_heading=2) if explanation else "",
        explanation_language=language_of(chosen.explanation),
        ways=ways if decision or decision.code in MENDABLE else (),
        refusal=in_time(decision),
        kinds=tuple(
            Way(each.label_plural, reverse(LIST[each.code], args=where), each.code == kind.code)
            for each in kinds
        )
        if len(kinds) > 1
        else (),
        others=tuple(
            Way(each.label, reverse(each.route, args=where))
            for each in declared(lambda component: component.activity_pages)
            if each.policy.decide(actor, activity)
        ),
        feed_url=reverse("posts:feed", args=where),
        data_url=f"{reverse('processes:data', args=[process.slug])}#posts",
        trail=(
            (pick(process.title), reverse("processes:page", args=[process.slug])),
            (pick(activity.title), ""),
        ),
    )


def _ways(kinds: tuple[PostKind, ...]) -> list[tuple[str, Text]]:
    return [_WRITE[kind.code] for kind in kinds]


def address_of_consultation(activity: Activity) -> str:
    """The page of a consultation; ``process`` must be loaded."""
    return reverse(LIST[PROPOSAL.code], args=[activity.process.slug, activity.slug])
