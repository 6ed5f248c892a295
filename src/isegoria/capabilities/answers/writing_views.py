"""The pages of the authority: writing an answer, what it promises, publishing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from isegoria.capabilities.answers import answering, queries, step_queries
from isegoria.capabilities.answers.forms import AnswerForm, CommitmentForm
from isegoria.capabilities.answers.models import Answer, Commitment, Demand
from isegoria.capabilities.answers.policies import ANSWER, WRITE_ANSWER
from isegoria.capabilities.answers.states import Verdict
from isegoria.capabilities.answers.views import demand_trail, form_page
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import PUBLISH
from isegoria.commons.posts.cards import title_of
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import active_language
from isegoria.core.ui.formatting import date
from isegoria.core.ui.markdown import render_markdown


@page(ANSWER, load=queries.demand_by_ref, methods=FORM)
@limited(PUBLISH)
def begin(request: HttpRequest, demand: Demand) -> HttpResponse:
    """Begin an answer."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer = answering.begin_answer(
                actor=actor_of(request),
                demand=demand,
                terms=form.terms,
                language=active_language(),
                ref=form.cleaned_data["token"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect("answers:draft", answer.post.ref)
    return form_page(
        request,
        demand,
        form,
        title=_("Answer"),
        lead=title_of(demand.post),
        button=_("Go on"),
    )


@page(WRITE_ANSWER, load=queries.answer_by_ref, methods=FORM)
@limited(PUBLISH)
def change(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Change an answer that is not published."""
    until = timezone.localtime(answer.until).date() if answer.until else None
    initial = {
        "verdict": answer.verdict,
        "part": answer.part,
        "text": answer.post.text,
        "responsible": answer.responsible,
        "budget": answer.budget,
        "until": until,
        "closes": answer.closes,
    }
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            answering.change_answer(actor=actor_of(request), answer=answer, terms=form.terms)
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect("answers:draft", answer.post.ref)
    return form_page(
        request,
        answer.demand,
        form,
        title=_("Change the answer"),
        lead=title_of(answer.demand.post),
        button=_("Save"),
    )


def _draft_page(request: HttpRequest, found: Answer, form: CommitmentForm | None) -> HttpResponse:
    answer = Answer.objects.prefetch_related(step_queries.commitments_with_reports()).get(
        pk=found.pk
    )
    context = {
        "answer": found,
        "verdict": Verdict(found.verdict).label,
        "until": date(found.until) if found.until else "",
        "text": render_markdown(found.post.text, top_heading=3),
        "commitments": step_queries.commitment_views(answer),
        "form": form or CommitmentForm(),
        "is_refused": form is not None,
        "title": title_of(found.demand.post),
        "trail": demand_trail(found.demand, (_("Answer that is being written"), "")),
    }
    return render(request, "answers/draft.html", context)


@page(WRITE_ANSWER, load=queries.answer_by_ref)
def draft(request: HttpRequest, answer: Answer) -> HttpResponse:
    """An answer as it will be read, with what it promises."""
    return _draft_page(request, answer, None)


@page(WRITE_ANSWER, load=queries.answer_by_ref, methods=POST)
@limited(PUBLISH)
def promise(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Add what the answer promises."""
    form = CommitmentForm(request.POST)
    if form.is_valid():
        try:
            answering.commit(
                actor=actor_of(request),
                answer=answer,
                text=form.cleaned_data["text"],
                steps=form.steps,
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect("answers:draft", answer.post.ref)
    return _draft_page(request, answer, form)


@page(WRITE_ANSWER, load=queries.answer_by_ref, methods=POST)
@limited(PUBLISH)
def take_back(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Take a commitment out."""
    given = request.POST.get("commitment", "")
    commitment = Commitment.objects.filter(answer=answer, pk=given if given.isdecimal() else 0)
    for one in commitment:
        answering.take_back(actor=actor_of(request), answer=answer, commitment=one)
    return redirect("answers:draft", answer.post.ref)


@page(WRITE_ANSWER, load=queries.answer_by_ref, methods=POST)
@limited(PUBLISH)
def throw_away(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Throw the draft away."""
    answering.throw_away(actor=actor_of(request), answer=answer)
    messages.success(request, _("The draft is thrown away. Nothing was published."))
    return redirect("answers:demand", answer.demand.post.ref)


@page(WRITE_ANSWER, load=queries.answer_by_ref, methods=POST)
@limited(PUBLISH)
def publish(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Publish the answer."""
    try:
        answering.publish_answer(actor=actor_of(request), answer=answer)
    except ServiceError as error:
        for reason in error.reasons:
            messages.error(request, str(reason))
        return redirect("answers:draft", answer.post.ref)
    messages.success(
        request, _("The answer is published. Everybody who waited for it is being told.")
    )
    return redirect("answers:demand", answer.demand.post.ref)
