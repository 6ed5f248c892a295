"""The pages that everybody reads about answers; reporting, reacting, giving an opinion."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.answers import following, queries, step_queries
from isegoria.capabilities.answers.forms import OpinionForm, ReactionForm, ReportForm
from isegoria.capabilities.answers.models import Answer, Demand, Milestone
from isegoria.capabilities.answers.policies import (
    ANSWER,
    GIVE_OPINION,
    REACT_TO_ANSWER,
    REPORT,
    SEE_DEMAND,
)
from isegoria.capabilities.answers.writing import today
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import COMMENT, PUBLISH
from isegoria.commons.posts.activities import Step, activity_trail
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.forms import OnceForm
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.posts.queries import is_followed
from isegoria.commons.processes.models import Activity
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, asked_for, page
from isegoria.core.texts import active_language, pick
from isegoria.core.ui.formatting import date
from isegoria.core.ui.forms import Form


def demand_trail(demand: Demand, *more: Step) -> tuple[Step, ...]:
    """Where one is, below a demand."""
    url = reverse("answers:demand", args=[demand.post.ref]) if more else ""
    return activity_trail(demand.activity, (title_of(demand.post), url), *more)


def form_page(
    request: HttpRequest, demand: Demand, form: Form, *, title: str, lead: str, button: str
) -> HttpResponse:
    """A page with one form about a demand."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "back": reverse("answers:demand", args=[demand.post.ref]),
        "trail": demand_trail(demand, (title, "")),
    }
    return render(request, "answers/form.html", context)


@page(LIST_POSTS, load=queries.answers_by_slugs)
def dashboard(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Everything the authority owes, with where it stands."""
    choices = queries.choices(activity, request.GET.get("show", ""))
    show = next((choice.code for choice in choices if choice.is_current), "")
    context = {
        "title": pick(activity.title),
        "choices": choices,
        "show": show,
        "page": queries.dashboard(activity, show=show, cursor=request.GET.get("cursor", "")),
        "feed": reverse("answers:feed", args=[activity.process.slug, activity.slug]),
        "exports": reverse("answers:list", args=[activity.process.slug, activity.slug]),
        "process": activity.process,
        "trail": activity_trail(activity),
    }
    return render(request, "answers/list.html", context)


@page(SEE_DEMAND, load=queries.demand_by_ref)
def demand(request: HttpRequest, found: Demand) -> HttpResponse:
    """What was asked, what the authority answered and promised, and what became of it."""
    actor = actor_of(request)
    may_answer = bool(ANSWER.decide(actor, found))
    shown = queries.demand_page(found, actor)
    context = {
        "demand": shown,
        "may_answer": may_answer,
        "drafts": queries.drafts_of(found) if may_answer else (),
        "may_give_opinion": GIVE_OPINION.decide(actor, found),
        "is_followed": is_followed(actor, post=found.post),
        "trail": demand_trail(found),
    }
    return render(request, "answers/demand.html", context)


@page(SEE_DEMAND, load=queries.demand_of_answer)
def by_answer(request: HttpRequest, demand: Demand) -> HttpResponse:
    """The lasting address of an answer: its place on the page of what it answers."""
    url = reverse("answers:demand", args=[demand.post.ref])
    return redirect(f"{url}#c-{asked_for(request, 'ref')}")


@page(REPORT, load=queries.milestone_by_ref, methods=FORM)
@limited(PUBLISH)
def report(request: HttpRequest, milestone: Milestone) -> HttpResponse:
    """Say how far a dated step is."""
    demand = queries.demand_by_ref(request, milestone.commitment.answer.demand.post.ref)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            following.report(actor=actor_of(request), milestone=milestone, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is published, and those who follow it are told."))
            return redirect("answers:demand", demand.post.ref)
    step = step_queries.step_view(milestone, today())
    lead = _("%(step)s, by %(date)s") % {"step": step.text, "date": date(milestone.due_on)}
    return form_page(
        request,
        demand,
        form,
        title=_("How far is it?"),
        lead=lead,
        button=_("Publish"),
    )


@page(REACT_TO_ANSWER, load=queries.answer_by_ref, methods=FORM)
@limited(COMMENT)
def react(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Say once what one thinks of an answer."""
    return _speaking(
        request,
        answer.demand,
        ReactionForm,
        partial(following.react, answer=answer),
        title=_("React to the answer"),
        button=_("Publish my reaction"),
        said=_("Your reaction is published. Thank you!"),
    )


@page(GIVE_OPINION, load=queries.demand_by_ref, methods=FORM)
@limited(COMMENT)
def opinion(request: HttpRequest, demand: Demand) -> HttpResponse:
    """Publish what a body that watches thinks."""
    return _speaking(
        request,
        demand,
        OpinionForm,
        partial(following.give_opinion, demand=demand),
        title=_("Opinion of a body that watches"),
        button=_("Publish the opinion"),
        said=_("The opinion of your body is published."),
    )


def _speaking(
    request: HttpRequest,
    demand: Demand,
    asked: type[OnceForm],
    publish: Callable[..., Post],
    *,
    title: str,
    button: str,
    said: str,
) -> HttpResponse:
    """A form whose one text is published by ``publish``, then the page of the demand, which thanks by
    ``said``."""
    form = asked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            publish(
                actor=actor_of(request),
                text=form.cleaned_data["text"],
                language=active_language(),
                ref=form.cleaned_data["token"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return redirect("answers:demand", demand.post.ref)
    lead = title_of(demand.post)
    return form_page(request, demand, form, title=title, lead=lead, button=button)
