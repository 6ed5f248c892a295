"""The pages of the organiser: questions, quotas, who is missing, a file, the freezing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isegoria.capabilities.lottery import setup_services as services
from isegoria.capabilities.lottery.chances import list_is_published
from isegoria.capabilities.lottery.forms import (
    FeatureForm,
    ImportForm,
    PresetsForm,
    QuotasForm,
    TermsForm,
    feature_data,
)
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.importing import Checked, Files, check, import_volunteers
from isegoria.capabilities.lottery.models import Feature, Volunteer
from isegoria.capabilities.lottery.policies import ORGANISE
from isegoria.capabilities.lottery.queries import (
    activity_of_draw,
    alike_entries,
    count_volunteers,
    counts_by_value,
    draw_of,
    sheet,
)
from isegoria.capabilities.lottery.seat_queries import seats_are_open
from isegoria.capabilities.lottery.states import Place
from isegoria.capabilities.lottery.verdict import portraits, verdict
from isegoria.capabilities.lottery.views import closing_of_call, url_of
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.processes.models import Activity
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, asked_for, page
from isegoria.core.texts import Text, active_language, pick
from isegoria.core.ui.buttons import press
from isegoria.core.ui.formatting import percent
from isegoria.core.ui.forms import Form


@page(ORGANISE, load=activity_of_draw)
def setup(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Everything about the draw in one place, with the verdict on the present volunteers."""
    draw = draw_of(activity)
    features = sheet(draw)
    counts = counts_by_value(draw) if draw.pk else {}
    context = {
        "draw": draw,
        "features": [
            {
                "pk": feature.pk,
                "title": pick(feature.title),
                "is_free": all(
                    not value.minimum and value.maximum >= draw.size
                    for value in feature.values.all()
                ),
                "values": [
                    {
                        "title": pick(value.title),
                        "share": percent(float(value.share) / 100, 1) if value.share else "",
                        "seats": seats(value.minimum, value.maximum),
                        "people": counts.get(value.pk, 0),
                    }
                    for value in feature.values.all()
                ],
            }
            for feature in features
        ],
        "verdict": verdict(draw, features) if draw.frozen_at is None else None,
        "charts": portraits(features, counts, is_open=draw.frozen_at is None),
        "people": count_volunteers(draw),
        "closes": closing_of_call(activity),
        "is_prepared": list_is_published(draw),
        "has_seats": seats_are_open(draw),
        "alike": alike_entries(draw) if draw.pk and draw.frozen_at is None else (),
        **_frame(activity, ""),
    }
    return render(request, "lottery/setup.html", context)


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def terms(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The size of the panel and who cannot be drawn."""
    data = request.POST if request.method == "POST" else None
    form = TermsForm(activity.process, draw_of(activity), data)
    return _form(
        request,
        activity,
        form,
        lambda: services.set_terms(actor=actor_of(request), activity=activity, **form.cleaned_data),
        _("The panel"),
        _("Saved. Look at the quotas: they do not follow the size by themselves."),
    )


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def presets(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Questions that are ready."""
    there = {feature.name for feature in sheet(draw_of(activity))}
    form = PresetsForm(there, request.POST if request.method == "POST" else None)
    return _form(
        request,
        activity,
        form,
        lambda: services.add_presets(
            actor=actor_of(request), activity=activity, codes=form.cleaned_data["codes"]
        ),
        _("Ready-made questions"),
        _("Added. Now give each answer its share of the population."),
    )


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def add_feature(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A question of one's own."""
    form = FeatureForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        activity,
        form,
        lambda: services.save_feature(
            actor=actor_of(request),
            activity=activity,
            language=active_language(),
            **form.cleaned_data,
        ),
        _("A question of your own"),
        _("Saved."),
    )


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def change_feature(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Change a question, its answers or their shares."""
    feature = _feature(request, activity)
    form = FeatureForm(
        request.POST if request.method == "POST" else None, initial=feature_data(feature)
    )
    return _form(
        request,
        activity,
        form,
        lambda: services.save_feature(
            actor=actor_of(request),
            activity=activity,
            feature=feature,
            language=active_language(),
            **form.cleaned_data,
        ),
        pick(feature.title),
        _("Saved."),
    )


@page(ORGANISE, load=activity_of_draw, methods=POST)
def remove_feature(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Take a question out."""
    feature = _feature(request, activity)
    return press(
        request,
        lambda: services.remove_feature(
            actor=actor_of(request), activity=activity, feature=feature
        ),
        url_of("setup", activity),
        done=_("The question was removed."),
    )


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def quotas(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The seats that each answer may have."""
    draw = draw_of(activity)
    features = sheet(draw)
    form = QuotasForm(features, request.POST if request.method == "POST" else None)
    looks = request.POST.get("act") == "look"
    if form.is_valid() and looks:
        features = form.typed()
    elif form.is_valid():
        try:
            services.set_quotas(actor=actor_of(request), activity=activity, quotas=form.given())
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The quotas were saved."))
            return redirect(url_of("setup", activity))
    context = {
        "form": form,
        "tables": form.tables(counts_by_value(draw) if draw.pk else {}),
        "verdict": verdict(draw, features),
        "size": draw.size,
        **_frame(activity, _("Quotas")),
    }
    part = looks and "HX-Request" in request.headers
    return render(request, "lottery/verdict.html" if part else "lottery/quotas.html", context)


@page(ORGANISE, load=activity_of_draw, methods=POST)
def propose(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Quotas from the shares."""
    return press(
        request,
        lambda: services.propose_quotas(actor=actor_of(request), activity=activity),
        url_of("setup", activity),
        done=_("The quotas are now those of the shares."),
    )


@page(ORGANISE, load=activity_of_draw, methods=POST)
def relax(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The smallest change that makes a panel possible."""
    return press(
        request,
        lambda: services.relax_quotas(actor=actor_of(request), activity=activity),
        url_of("setup", activity),
        done=_("The quotas were moved by the fewest seats."),
    )


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def import_file(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Check a file, or bring it in whole."""
    post = request.method == "POST"
    form = ImportForm(request.POST if post else None, request.FILES if post else None)
    checked: Checked | None = None
    if form.is_valid():
        files = _files(form)
        if "import" not in request.POST:
            checked = check(draw_of(activity), files)
        else:
            try:
                people = import_volunteers(actor=actor_of(request), activity=activity, files=files)
            except ServiceError as error:
                form.refuse(error)
            else:
                said = ngettext(
                    "%(count)s person was imported.", "%(count)s people were imported.", people
                )
                messages.success(request, said % {"count": people})
                return redirect(url_of("setup", activity))
    columns = [
        (feature.name, " · ".join(value.name for value in feature.values.all()))
        for feature in sheet(draw_of(activity))
    ]
    frame = _frame(activity, _("Import a file"))
    context = {"form": form, "checked": checked, "columns": columns, **frame}
    return render(request, "lottery/import.html", context)


@page(ORGANISE, load=activity_of_draw, methods=POST)
def place(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Set an entry aside, or take it back in."""
    entry = get_object_or_404(Volunteer, draw__activity=activity, pk=asked_for(request, "pk"))
    aside = entry.place == Place.SET_ASIDE
    return press(
        request,
        lambda: services.place_volunteer(
            actor=actor_of(request),
            activity=activity,
            volunteer=entry,
            place=Place.ELIGIBLE if aside else Place.SET_ASIDE,
        ),
        url_of("setup", activity),
        done=_("This entry can be drawn again.") if aside else _("This entry was set aside."),
    )


@page(ORGANISE, load=activity_of_draw, methods=FORM)
def freeze(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Look once more, then freeze the pool in front of everybody."""
    draw = draw_of(activity)
    features = sheet(draw)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            freeze_pool(actor=actor_of(request), activity=activity)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The pool is frozen. Its number and its hash are public."))
            return redirect(url_of("call", activity))
    context = {
        "form": form,
        "draw": draw,
        "closes": closing_of_call(activity),
        "verdict": verdict(draw, features) if draw.frozen_at is None else None,
        **_frame(activity, _("Freeze the pool")),
    }
    return render(request, "lottery/freeze.html", context)


def seats(low: int, high: int) -> str:
    """A quota in words."""
    return str(low) if low == high else f"{low}–{high}"


def _files(form: ImportForm) -> Files:
    data = form.cleaned_data
    return Files(
        people=data["people"].read(),
        excluded=data["excluded"].read() if data["excluded"] else None,
        seated=data["seated"].read() if data["seated"] else None,
        household=[name.strip() for name in data["household"].split(",") if name.strip()],
    )


def _feature(request: HttpRequest, activity: Activity) -> Feature:
    rows = Feature.objects.filter(draw__activity=activity, pk=asked_for(request, "pk"))
    return get_object_or_404(rows.prefetch_related("values"))


def _frame(activity: Activity, title: str) -> dict[str, object]:
    setup_title = gettext_lazy("Set up the draw")
    more: list[tuple[Text, str]] = [(setup_title, url_of("setup", activity))]
    if title:
        more.append((title, ""))
    return {
        "activity": activity,
        "title": title or setup_title,
        "trail": activity_trail(activity, *more),
    }


def _form(
    request: HttpRequest,
    activity: Activity,
    form: Form,
    act: Callable[[], object],
    title: str,
    done: str,
) -> HttpResponse:
    """A page with one form, which leads back to the set-up."""
    if form.is_valid():
        try:
            act()
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(url_of("setup", activity))
    return render(request, "lottery/form.html", {"form": form, **_frame(activity, title)})
