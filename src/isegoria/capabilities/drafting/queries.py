"""Reads about measures: constant numbers of statements, frozen view models."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, OuterRef, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.capabilities.drafting.cards import (
    AmendmentView,
    MeasureCard,
    MeasurePage,
    Present,
    ReferenceView,
    SectionView,
)
from isegoria.capabilities.drafting.models import (
    Amendment,
    Measure,
    Reference,
    Section,
    Version,
    Writing,
)
from isegoria.capabilities.drafting.policies import READ_DRAFT
from isegoria.capabilities.drafting.rules import beginning, is_writing, paragraphs, without_marks
from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.capabilities.drafting.states import MeasureState, Outcome
from isegoria.commons.decisions.queries import decision_on, decision_view
from isegoria.commons.posts.activities import activity_of
from isegoria.commons.posts.addresses import address_of_text, anchor
from isegoria.commons.posts.cards import author_of, kind_label, title_of
from isegoria.commons.posts.notes import notes_on
from isegoria.commons.posts.rules import beginning as opening
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.component import Note
from isegoria.core.texts import language_of, pick
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import render_markdown
from isegoria.kernel.drafting import difference

CAPABILITY = "drafting"
drafting_by_slugs = activity_of(CAPABILITY)
_RENDERED_MARK = re.compile(r"\[#(\d{1,4}|panel)\]")
STATE_TAGS = {
    MeasureState.READING: "open",
    MeasureState.VOTING: "open",
    MeasureState.ADOPTED: "good",
    MeasureState.SUBMITTED: "good",
    MeasureState.REJECTED: "warn",
}
OUTCOME_TAGS = {Outcome.ACCEPTED: "good", Outcome.PARTLY: "good", Outcome.REFUSED: "bad"}


def measure_by_ref(_request: HttpRequest, ref: UUID) -> Measure:
    """The measure at an address, with all that policies and pages read. Two statements."""
    return get_object_or_404(
        Measure.objects.select_related(
            "post__activity__process", "post__body", "post__parent"
        ).prefetch_related("post__activity__phases"),
        post__ref=ref,
    )


def section_by_code(request: HttpRequest, ref: UUID, code: str) -> Measure:  # noqa: ARG001 - read by the view
    """The measure of a section at an address; the view takes the section once its policy has answered."""
    return measure_by_ref(request, ref)


def section_of(measure: Measure, code: str) -> Section:
    """One section of a measure. One statement."""
    found = get_object_or_404(Section, measure=measure, code=code)
    found.measure = measure
    return found


def amendment_by_ref(_request: HttpRequest, ref: UUID) -> Amendment:
    """The proposed change at an address."""
    return get_object_or_404(Amendment.objects.select_related("section", "post"), post__ref=ref)


def address_of_drafting(activity: Activity) -> str:
    """The page of the measures of an activity."""
    return reverse("drafting:list", args=[activity.process.slug, activity.slug])


def measure_cards(activity: Activity, actor: Actor) -> tuple[MeasureCard, ...]:
    """The measures of an activity that ``actor`` may see, those handed over first. Two
    statements, and those of what rooms say of them."""
    everybody = Q(post__shown=True)
    found = (
        Measure.objects.filter(post__activity=activity)
        .filter(everybody | READ_DRAFT.predicate.where(actor, clock.now()))
        .select_related("post__body")
        .annotate(
            sources=Count("references"),
            ask=Section.objects.filter(measure=OuterRef("pk"), code=SectionCode.ASK).values("text"),
        )
    )
    ranks = {state: rank for rank, state in enumerate(reversed(MeasureState.values))}
    ordered = sorted(found, key=lambda one: (ranks[one.state], one.number, one.pk))
    notes = notes_on([measure.post_id for measure in ordered])
    return tuple(
        _card(measure, measure.ask or "", measure.sources, notes.get(measure.post_id, ()))
        for measure in ordered
    )


def _card(measure: Measure, ask: str, sources: int, notes: tuple[Note, ...]) -> MeasureCard:
    post = measure.post
    title = post.body.title if post.body else {}
    said = ngettext("rests on %(number)s source", "rests on %(number)s sources", sources)
    return MeasureCard(
        ref=str(post.ref),
        url=reverse("drafting:measure", args=[post.ref]),
        number=formatting.number(measure.number) if measure.number else "",
        title=post.title,
        language=post.language,
        excerpt=opening(without_marks(ask)) or post.excerpt,
        body=pick(title),
        body_language=language_of(title),
        state=MeasureState(measure.state).label,
        tag=STATE_TAGS.get(MeasureState(measure.state), ""),
        sources=said % {"number": formatting.number(sources)} if sources else "",
        is_adopted=measure.state == MeasureState.ADOPTED,
        notes=notes,
    )


def measure_page(measure: Measure) -> MeasurePage:
    """The page of a measure, as its policy lets somebody see it. Eight statements at most, and those
    of what rooms say of it."""
    post = measure.post
    title = post.body.title if post.body else {}
    references = references_of(measure)
    decision = decision_on(post)
    return MeasurePage(
        ref=str(post.ref),
        number=formatting.number(measure.number) if measure.number else "",
        title=post.title,
        language=post.language,
        body=pick(title),
        body_language=language_of(title),
        state=MeasureState(measure.state).label,
        tag=STATE_TAGS.get(MeasureState(measure.state), ""),
        handed_over=formatting.date(measure.handed_over_at) if measure.handed_over_at else "",
        is_public=post.state == PostState.PUBLISHED,
        sections=sections_of(measure, references),
        references=references,
        amendments=amendments_of(measure),
        decision=decision_view(decision) if decision else None,
        notes=notes_on([post.pk]).get(post.pk, ()),
    )


def sections_of(measure: Measure, references: Sequence[ReferenceView]) -> tuple[SectionView, ...]:
    """The sections of a measure, in order. One statement."""
    found = {section.code: section for section in Section.objects.filter(measure=measure)}
    titles = {str(reference.number): reference.title for reference in references}
    return tuple(
        SectionView(
            code=code.value,
            label=code.label,
            text=rendered(found[code].text, titles),
            is_empty=not found[code].text,
            version=found[code].version,
        )
        for code in SectionCode
        if code in found
    )


def rendered(text: str, titles: Mapping[str, str]) -> SafeString:
    """A section as HTML, its marks as links to the list of sources, or as the words "the panel"."""

    def link(mark: re.Match[str]) -> str:
        if mark[1] == "panel":
            return format_html('<span class="own-words">{}</span>', _("the panel’s own words"))
        if mark[1] not in titles:
            return format_html('<span class="tag bad">{}</span>', _("unknown source"))
        label = _("Source %(number)s: %(title)s") % {"number": mark[1], "title": titles[mark[1]]}
        return format_html(
            '<a class="note" href="#source-{}" aria-label="{}">{}</a>', mark[1], label, mark[1]
        )

    html = _RENDERED_MARK.sub(link, render_markdown(text))
    return mark_safe(html)  # noqa: S308 - safe HTML, in which marks became escaped links


def references_of(measure: Measure) -> tuple[ReferenceView, ...]:
    """What a measure rests on. One statement."""
    found = Reference.objects.filter(measure=measure).select_related("origin__parent")
    return tuple(_reference(reference) for reference in found.order_by("number"))


def _reference(reference: Reference) -> ReferenceView:
    origin = reference.origin
    mark = f"[#{reference.number}]"
    if origin is None:
        return ReferenceView(
            reference.number,
            mark,
            reference.title,
            reference.address,
            "",
            reference.excerpt,
            _("Document"),
        )
    return ReferenceView(
        number=reference.number,
        mark=mark,
        title=title_of(origin) if origin.shown else _("A text that can no longer be read"),
        url=address_of_text(origin) if origin.shown else "",
        language=origin.language,
        excerpt=reference.excerpt if origin.shown else "",
        kind=kind_label(origin),
    )


def amendments_of(measure: Measure) -> tuple[AmendmentView, ...]:
    """The changes that were proposed and that everybody may read, those without an answer first. Two
    statements."""
    found = list(
        Amendment.objects.filter(section__measure=measure, post__shown=True)
        .select_related("post__author", "post__body", "section")
        .order_by("-outcome", "post__published_at", "pk")
    )
    before = {
        (section, number): text
        for section, number, text in Version.objects.filter(
            section__measure=measure, number__in={one.base for one in found}
        ).values_list("section_id", "number", "text")
    }
    return tuple(_amendment(one, before.get((one.section_id, one.base), "")) for one in found)


def _amendment(amendment: Amendment, before: str) -> AmendmentView:
    post = amendment.post
    published_at = post.published_at or post.created_at
    outcome = Outcome(amendment.outcome)
    return AmendmentView(
        ref=str(post.ref),
        anchor=anchor(post),
        section=SectionCode(amendment.section.code).label,
        author=author_of(post),
        why=render_markdown(post.text, top_heading=5),
        language=post.language,
        passage=amendment.passage,
        changes=difference(before, amendment.text) if amendment.text is not None else (),
        outcome=outcome.label,
        tag=OUTCOME_TAGS.get(outcome, ""),
        is_waiting=outcome == Outcome.WAITING,
        answer=amendment.answer,
        published=formatting.date(published_at),
        published_iso=published_at.isoformat(),
    )


def presence(measure: Measure, actor: Actor) -> tuple[Present, ...]:
    """Who is writing where. One statement."""
    now = clock.now()
    found: Iterable[Writing] = Writing.objects.filter(section__measure=measure).select_related(
        "person", "section"
    )
    return tuple(
        Present(
            section=writing.section.code,
            label=SectionCode(writing.section.code).label,
            name=str(writing.person),
            is_here=is_writing(writing.seen_at, now),
            is_me=writing.person_id == actor.person_id,
        )
        for writing in found
    )


def paragraph_choices(text: str) -> list[tuple[str, str]]:
    """The paragraphs of a section by rank, told by their first words."""
    return [
        (str(rank), beginning(paragraph) or str(_("An empty paragraph")))
        for rank, paragraph in enumerate(paragraphs(text))
        if without_marks(paragraph)
    ]
