"""Reading measures: the list of an activity, one measure, its history, the report."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.drafting import adopting, services
from isegoria.capabilities.drafting.forms import BeginForm
from isegoria.capabilities.drafting.history import compared, story
from isegoria.capabilities.drafting.models import Measure
from isegoria.capabilities.drafting.policies import (
    AMEND_MEASURE,
    BEGIN_MEASURE,
    READ_DRAFT,
    READ_MEASURE,
    SUBMIT_MEASURES,
)
from isegoria.capabilities.drafting.queries import (
    address_of_drafting,
    drafting_by_slugs,
    measure_by_ref,
    measure_cards,
    measure_page,
)
from isegoria.capabilities.drafting.report import report_data, report_pdf, submitted
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import PUBLISH
from isegoria.commons.posts.activities import Step, activity_trail
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.posts.queries import is_followed
from isegoria.commons.processes.models import Activity, Body, BodyKind
from isegoria.commons.processes.roles import mandates_of
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.texts import Text, active_language, pick
from isegoria.kernel.canonical import canonical


def measure_trail(measure: Measure, *more: Step) -> tuple[Step, ...]:
    """Where one is in a measure."""
    url = reverse("drafting:measure", args=[measure.post.ref]) if more else ""
    return activity_trail(measure.post.activity, (measure.post.title, url), *more)


@page(LIST_POSTS, load=drafting_by_slugs)
def measures(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The measures of an activity, and the report of those handed over."""
    actor = actor_of(request)
    slugs = [activity.process.slug, activity.slug]
    context = {
        "title": pick(activity.title),
        "cards": measure_cards(activity, actor),
        "begin_url": reverse("drafting:begin", args=slugs)
        if BEGIN_MEASURE.decide(actor, activity)
        else "",
        "hand_over_url": reverse("drafting:hand-over", args=slugs)
        if SUBMIT_MEASURES.decide(actor, activity)
        else "",
        "report_url": reverse("drafting:report", args=slugs) if submitted(activity) else "",
        "data_url": reverse("drafting:report-data", args=slugs),
        "tables_url": f"{reverse('processes:data', args=slugs[:1])}#measures",
        "trail": activity_trail(activity),
    }
    return render(request, "drafting/list.html", context)


@page(BEGIN_MEASURE, load=drafting_by_slugs, methods=FORM)
@limited(PUBLISH)
def begin(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Begin a measure."""
    actor = actor_of(request)
    bodies = Body.objects.filter(
        process=activity.process_id,
        pk__in=mandates_of(actor).bodies,
        kind__in=(BodyKind.PANEL, BodyKind.WORKING_GROUP),
    )
    form = BeginForm(bodies, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            measure = services.begin_measure(
                actor=actor,
                activity=activity,
                title=given["title"],
                body=given["body"],
                language=active_language(),
                ref=given["token"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The measure is begun. Your group alone sees it for now."))
            return redirect("drafting:work", measure.post.ref)
    context = {
        "form": form,
        "heading": _("Begin a measure"),
        "button": _("Begin"),
        "back": address_of_drafting(activity),
        "trail": activity_trail(activity, (_("Begin a measure"), "")),
    }
    return render(request, "drafting/form.html", context)


@page(READ_MEASURE, load=measure_by_ref)
def measure(request: HttpRequest, found: Measure) -> HttpResponse:
    """A measure: its sections, what each paragraph rests on, what others proposed, how it was adopted."""
    actor = actor_of(request)
    may_amend = AMEND_MEASURE.decide(actor, found)
    context = {
        "measure": measure_page(found),
        "may_work": READ_DRAFT.decide(actor, found),
        "may_amend": may_amend or may_amend.code in ("sign_in", "verification", "age"),
        "is_followed": is_followed(actor, post=found.post),
        "trail": measure_trail(found),
    }
    return render(request, "drafting/measure.html", context)


@page(READ_MEASURE, load=measure_by_ref)
def history(request: HttpRequest, found: Measure) -> HttpResponse:
    """How a measure came about, told in order, and any two versions of a section compared."""
    asked = request.GET
    context = {
        "post": found.post,
        "story": story(found),
        "compared": compared(
            found, asked.get("section", ""), asked.get("from", ""), asked.get("to", "")
        ),
        "trail": measure_trail(found, (_("History"), "")),
    }
    return render(request, "drafting/history.html", context)


@page(LIST_POSTS, load=drafting_by_slugs)
def report(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The report of the panel as a tagged PDF."""
    if not submitted(activity):
        raise Http404
    answer = HttpResponse(report_pdf(activity, active_language()), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{activity.process.slug}-measures.pdf"'
    return answer


@page(LIST_POSTS, load=drafting_by_slugs)
def report_as_data(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The report as canonical JSON: its SHA-256 is the one in the public journal."""
    return HttpResponse(canonical(report_data(activity)), content_type="application/json")


@page(SUBMIT_MEASURES, load=drafting_by_slugs, methods=FORM)
@limited(PUBLISH)
def hand_over(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Hand the adopted measures over, after having read what that means."""
    refusal: Sequence[Text] = ()
    if request.method == "POST":
        try:
            adopting.hand_measures_over(actor=actor_of(request), activity=activity)
        except ServiceError as error:
            refusal = error.reasons
        else:
            messages.success(request, _("The measures are handed over. The report is published."))
            return redirect(address_of_drafting(activity))
    adopted = [card for card in measure_cards(activity, actor_of(request)) if card.is_adopted]
    context = {
        "measures": adopted,
        "refusal": refusal,
        "back": address_of_drafting(activity),
        "trail": activity_trail(activity, (_("Hand over to the authority"), "")),
    }
    return render(request, "drafting/hand_over.html", context)
