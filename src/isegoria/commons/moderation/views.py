"""The pages of moderation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import APPEAL as APPEALS
from isegoria.commons.abuse.limits import REPORT as REPORTS
from isegoria.commons.moderation import services
from isegoria.commons.moderation.forms import (
    AppealDecisionForm,
    AppealForm,
    ReportForm,
    RulingForm,
)
from isegoria.commons.moderation.models import Appeal, Ruling
from isegoria.commons.moderation.policies import (
    ACCEPT_REWRITING,
    APPEAL,
    DECIDE_APPEAL,
    MODERATE,
    READ_LOG,
    READ_RULING,
    REPORT,
    SEE_QUEUE,
)
from isegoria.commons.moderation.queries import (
    appeal_by_pk,
    how_many_wait,
    item,
    last_ruling_on,
    line,
    post_to_moderate,
    public_log,
    queue,
    ruling_by_ref,
    rulings_of,
)
from isegoria.commons.moderation.states import Act
from isegoria.commons.people.visitors import actor_for_act
from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.queries import process_by_ref, process_by_slug
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import pick
from isegoria.core.ui.markdown import render_markdown


@page(
    REPORT,
    load=post_to_moderate,
    methods=FORM,
    anonymous_post="whoever reads a text must be able to say that it breaks the law (DSA, art. 16)",
)
@limited(REPORTS)
def report(request: HttpRequest, post: Post) -> HttpResponse:
    """Tell the moderators that a text breaks the charter."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.report_post(actor=actor_for_act(request), post=post, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Thank you. A moderator will look at this text."))
            return redirect(address_of(post))
    title = title_of(post)
    trail = ((title, address_of(post)), (_("Report"), ""))
    return render(
        request,
        "moderation/report.html",
        {"form": form, "post": post, "title": title, "trail": trail},
    )


@page(SEE_QUEUE, load=process_by_slug)
def queue_view(request: HttpRequest, process: Process) -> HttpResponse:
    """What waits for a moderator, longest first."""
    return show(
        request,
        "moderation/queue.html",
        process,
        "moderation:queue",
        _("Texts that wait for a moderator"),
        waiting=queue(process, request.GET.get("cursor", "")),
        number=how_many_wait(process),
    )


@page(SEE_QUEUE, load=process_by_ref)
def queue_by_ref(_request: HttpRequest, process: Process) -> HttpResponse:
    """From a notice to the queue."""
    return redirect("moderation:queue", process.slug)


@page(MODERATE, load=post_to_moderate, methods=FORM)
def item_view(request: HttpRequest, post: Post) -> HttpResponse:
    """Look at one text, and decide."""
    actor = actor_of(request)
    posted = request.POST if request.method == "POST" else None
    form = RulingForm(post.visibility, post.revision_count, posted)
    if form.is_valid():
        given = {**form.cleaned_data, "act": Act(form.cleaned_data["act"])}
        try:
            services.rule_on_post(actor=actor, post=post, **given)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your decision is in the public log."))
            return redirect("moderation:queue", post.activity.process.slug)
    context = {
        "form": form,
        "item": item(post, actor),
        "trail": _trail(post.activity.process, (title_of(post), "")),
    }
    return render(request, "moderation/item.html", context)


@page(DECIDE_APPEAL, load=appeal_by_pk, methods=FORM)
def appeal_view(request: HttpRequest, appeal: Appeal) -> HttpResponse:
    """Look again at what somebody else hid."""
    form = AppealDecisionForm(request.POST if request.method == "POST" else None)
    post = appeal.ruling.post
    if form.is_valid():
        try:
            services.decide_appeal(
                actor=actor_of(request),
                appeal=appeal,
                overturn=form.cleaned_data["outcome"] == "overturn",
                explanation=form.cleaned_data["explanation"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your decision is in the public log."))
            return redirect("moderation:queue", post.activity.process.slug)
    context = {
        "form": form,
        "appeal": appeal,
        "line": line(appeal.ruling),
        "title": title_of(post),
        "text": render_markdown(post.text),
        "post": post,
        "trail": _trail(post.activity.process, (_("Appeal"), "")),
    }
    return render(request, "moderation/appeal.html", context)


@page(READ_RULING, load=ruling_by_ref)
def ruling_view(request: HttpRequest, ruling: Ruling) -> HttpResponse:
    """What was decided about one's own text, why, and what one can do."""
    return _ruling_page(request, ruling, AppealForm())


@page(READ_RULING, load=last_ruling_on)
def ruling_on_post(_request: HttpRequest, ruling: Ruling) -> HttpResponse:
    """From the page of one's own text to what was last decided about it."""
    return redirect("moderation:ruling", ruling.ref)


@page(APPEAL, load=ruling_by_ref, methods=POST)
@limited(APPEALS)
def appeal(request: HttpRequest, ruling: Ruling) -> HttpResponse:
    """Ask that somebody else look again."""
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            services.appeal(actor=actor_of(request), ruling=ruling, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Somebody else will look at your text."))
            return redirect("moderation:ruling", ruling.ref)
    return _ruling_page(request, ruling, form)


@page(ACCEPT_REWRITING, load=ruling_by_ref, methods=POST)
def accept_rewriting(request: HttpRequest, ruling: Ruling) -> HttpResponse:
    """Publish the wording that the moderator would accept."""
    post = services.accept_rewriting(actor=actor_of(request), ruling=ruling)
    messages.success(request, _("Your text can be read again, in its new wording."))
    return redirect(address_of(post))


@page(READ_LOG, load=process_by_slug)
def log(request: HttpRequest, process: Process) -> HttpResponse:
    """Everything that moderators decided about the texts of a process."""
    title = pick(process.title)
    trail = (
        (_("Processes"), reverse("processes:list")),
        (title, reverse("processes:page", args=[process.slug])),
        (_("Moderation"), ""),
    )
    lines = public_log(process, request.GET.get("cursor", ""))
    may_look = bool(SEE_QUEUE.decide(actor_of(request), process))
    context = {"title": title, "lines": lines, "may_look": may_look, "trail": trail}
    return render(request, "moderation/log.html", context)


def _ruling_page(request: HttpRequest, ruling: Ruling, form: AppealForm) -> HttpResponse:
    actor, post = actor_of(request), ruling.post
    context = {
        "ruling": ruling,
        "line": line(rulings_of(post).get(pk=ruling.pk), actor),
        "form": form if APPEAL.decide(actor, ruling) else None,
        "may_accept": bool(ACCEPT_REWRITING.decide(actor, ruling)),
        "title": title_of(post),
        "text": render_markdown(post.text),
        "rewriting": render_markdown(ruling.rewriting),
        "language": post.language,
        "trail": ((_("My contributions"), reverse("posts:mine")), (title_of(post), "")),
    }
    return render(request, "moderation/ruling.html", context)


def _trail(process: Process, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    here = reverse("moderation:queue", args=[process.slug]) if more else ""
    return (
        (pick(process.title), reverse("processes:page", args=[process.slug])),
        (_("Moderation"), here),
        *more,
    )
