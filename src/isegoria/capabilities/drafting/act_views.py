"""What is done about a measure: naming its sources, proposing and answering changes, opening it, voting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.drafting import adopting, amending, citing, services
from isegoria.capabilities.drafting.forms import (
    DOCUMENT,
    PANEL,
    AnswerForm,
    CiteForm,
    ProposeForm,
)
from isegoria.capabilities.drafting.kinds import AMENDMENT, MEASURE
from isegoria.capabilities.drafting.models import Measure, Reference, Section
from isegoria.capabilities.drafting.policies import (
    AMEND_MEASURE,
    CALL_VOTE,
    CLOSE_VOTE,
    OPEN_MEASURE,
    WRITE_MEASURE,
)
from isegoria.capabilities.drafting.queries import (
    amendment_by_ref,
    measure_by_ref,
    paragraph_choices,
    references_of,
    section_by_code,
    section_of,
)
from isegoria.capabilities.drafting.rules import PANEL_MARK, mark_of, with_mark
from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.capabilities.drafting.states import Outcome
from isegoria.capabilities.drafting.views import measure_trail
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import COMMENT
from isegoria.commons.decisions.forms import CallForm
from isegoria.commons.posts.cards import kind_label, title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.processes.models import BodyKind
from isegoria.core.actor import Actor
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, asked_for, page
from isegoria.core.search.query import answering
from isegoria.core.texts import Text, active_language
from isegoria.core.ui.buttons import press
from isegoria.kernel.text import MAX_QUERY

FOUND = 20
"""Texts offered as sources at once."""


@page(WRITE_MEASURE, load=measure_by_ref, methods=FORM)
def cite(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Say what a paragraph rests on."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    found = list(_citable(measure, query)[:FOUND])
    written = dict(Section.objects.filter(measure=measure).values_list("code", "text"))
    places = [
        (f"{code}:{rank}", _named(code.label, words))
        for code in SectionCode
        for rank, words in paragraph_choices(written.get(code, ""))
    ]
    form = CiteForm(
        [(str(post.ref), _named(kind_label(post), title_of(post))) for post in found],
        [(f"#{one.number}", f"{one.mark} {one.title}") for one in references_of(measure)],
        places,
        request.POST if request.method == "POST" else None,
        initial={"place": request.GET.get("place", "")},
    )
    if form.is_valid():
        try:
            _cited(request, measure, form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is said in the text."))
            return redirect("drafting:work", measure.post.ref)
    context = {
        "form": form,
        "query": query,
        "post": measure.post,
        "trail": measure_trail(
            measure,
            (_("Workshop"), reverse("drafting:work", args=[measure.post.ref])),
            (_("Sources"), ""),
        ),
    }
    return render(request, "drafting/cite.html", context)


def _named(kind: Text, title: str) -> str:
    return _("%(kind)s: %(title)s") % {"kind": kind, "title": title}


def _citable(measure: Measure, query: str) -> QuerySet[Post]:
    posts = Post.objects.filter(
        activity__process=measure.post.activity.process_id, shown=True, parent=None
    ).exclude(Q(kind__in=(MEASURE.code, AMENDMENT.code)) | Q(body__kind=BodyKind.AUTHORITY))
    if query:
        found = answering(query, POST_SEARCH)
        posts = posts.none() if found is None else posts.filter(found)
    return posts.order_by(F("body").desc(nulls_last=True), "-agree_count", "-pk")


def _cited(request: HttpRequest, measure: Measure, given: dict[str, Any]) -> None:
    """Add the source where it is new, then mark the paragraph."""
    actor = actor_of(request)
    mark, reason = PANEL_MARK, _("the panel’s own words")
    if given["source"] != PANEL:
        number = _numbered(actor, measure, given).number
        mark, reason = mark_of(number), _("Source %(number)s") % {"number": number}
    if given["place"]:
        code, rank = given["place"].split(":")
        section = section_of(measure, code)
        services.save_section(
            actor=actor,
            section=section,
            base=section.version,
            text=with_mark(section.text, int(rank), mark),
            reason=reason,
        )


def _numbered(actor: Actor, measure: Measure, given: dict[str, Any]) -> Reference:
    """The reference of a measure to what was chosen, added where it is new."""
    source, excerpt = given["source"], given["excerpt"]
    if source == DOCUMENT:
        asked = {name: given[name] for name in ("title", "address", "excerpt")}
        return citing.cite_document(actor=actor, measure=measure, **asked)
    if source.startswith("#"):
        return Reference.objects.get(measure=measure, number=source[1:])
    origin = Post.objects.get(ref=UUID(source))
    return citing.cite_text(actor=actor, measure=measure, origin=origin, excerpt=excerpt)


@page(AMEND_MEASURE, load=section_by_code, methods=FORM)
@limited(COMMENT)
def propose(request: HttpRequest, measure: Measure) -> HttpResponseBase:
    """Propose a change of a section, or remark on a passage."""
    section = section_of(measure, asked_for(request, "code"))
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        initial={"text": section.text, "base": section.version},
    )
    if form.is_valid():
        given = form.cleaned_data
        is_remark = bool(given["passage"]) and given["text"] == section.text
        try:
            made = amending.propose_change(
                actor=actor_of(request),
                section=section,
                base=given["base"],
                why=given["why"],
                language=active_language(),
                ref=given["token"],
                passage=given["passage"],
                text=None if is_remark else given["text"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Your proposal is published. The group answers it with a reason.")
            )
            url = reverse("drafting:measure", args=[measure.post.ref])
            return redirect(f"{url}#c-{made.post.ref}")
    label = section.get_code_display()
    context = {
        "form": form,
        "heading": _("Propose a change: %(section)s") % {"section": label},
        "button": _("Publish my proposal"),
        "back": reverse("drafting:measure", args=[measure.post.ref]),
        "trail": measure_trail(measure, (_("Propose a change"), "")),
    }
    return render(request, "drafting/form.html", context)


@page(WRITE_MEASURE, load=measure_by_ref, methods=POST)
def answer(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Answer a proposed change."""
    try:
        found = amendment_by_ref(request, UUID(request.POST.get("amendment", "")))
    except ValueError:
        raise Http404 from None
    if found.section.measure_id != measure.pk:
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        outcome = Outcome(form.cleaned_data["outcome"])
        try:
            amending.answer_change(
                actor=actor_of(request),
                amendment=found,
                outcome=outcome,
                answer=form.cleaned_data["answer"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your answer is published beside the proposal."))
            return redirect("drafting:work", measure.post.ref)
    context = {
        "form": form,
        "hidden": (("amendment", str(found.post.ref)),),
        "heading": _("Answer a proposed change"),
        "button": _("Publish the answer"),
        "back": reverse("drafting:work", args=[measure.post.ref]),
        "trail": measure_trail(measure, (_("Answer a proposed change"), "")),
    }
    return render(request, "drafting/form.html", context)


@page(OPEN_MEASURE, load=measure_by_ref, methods=POST)
def open_to_all(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Let everybody read a measure while it is written."""
    return press(
        request,
        lambda: adopting.open_measure(actor=actor_of(request), measure=measure),
        reverse("drafting:work", args=[measure.post.ref]),
        done=_("Everybody can read the measure now."),
    )


@page(CLOSE_VOTE, load=measure_by_ref, methods=POST)
def close_vote(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Count the vote and publish its result."""
    return press(
        request,
        lambda: adopting.close_vote(actor=actor_of(request), measure=measure),
        reverse("drafting:work", args=[measure.post.ref]),
        done=_("The vote is closed and its result published."),
    )


@page(CALL_VOTE, load=measure_by_ref, methods=FORM)
def call_vote(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Put a measure to the vote of the body that wrote it."""
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decision = adopting.call_vote(
                actor=actor_of(request), measure=measure, **form.cleaned_data
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The vote is open. Each member is told."))
            return redirect("decisions:decision", decision.ref)
    context = {
        "form": form,
        "heading": _("Put to the vote"),
        "button": _("Open the vote"),
        "back": reverse("drafting:work", args=[measure.post.ref]),
        "trail": measure_trail(measure, (_("Put to the vote"), "")),
    }
    return render(request, "drafting/form.html", context)
