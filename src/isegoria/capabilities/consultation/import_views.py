"""The page on which the team brings in what was said on another site."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.import_models import ImportReport
from isegoria.capabilities.consultation.import_reading import importable
from isegoria.capabilities.consultation.import_tasks import run_import
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.models import Activity, Process
from isegoria.commons.processes.policies import WRITE_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.errors import ServiceError
from isegoria.core.files.formats import TABLES
from isegoria.core.files.kinds import MEGA, UploadKind
from isegoria.core.files.services import send_file
from isegoria.core.routes import actor_of, page
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import instant, number
from isegoria.core.ui.forms import FileInput, Form

ROUTE = "consultation:import"
TABLE = UploadKind("consultation.table", _("Table to import"), TABLES, max_octets=25 * MEGA)
SIGNS = (
    ("", _("In words, or as the counts of the texts tell")),
    ("1", _("1 means “agree”")),
    ("-1", _("−1 means “agree”")),
)


class ImportForm(Form):
    """Which files, into which activity."""

    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Into which activity"), to_field_name="slug"
    )
    posts = forms.FileField(
        label=_("Texts"),
        widget=FileInput,
        help_text=_(
            "CSV or XLSX, 25 MB at most. One line per text, with the columns id and text; if you have them,"
            " title, author, kind, theme, place, language, date."
        ),
    )
    stances = forms.FileField(
        label=_("Positions"),
        widget=FileInput,
        required=False,
        help_text=_(
            "CSV or XLSX, 25 MB at most. One line per position, with the columns post (the id of a text),"
            " person and position (agree, neutral, disagree); if you have it, date."
        ),
    )
    agree = forms.ChoiceField(
        label=_("How the positions are written"), choices=SIGNS, required=False
    )
    is_trial = forms.BooleanField(
        label=_("Only read and check: change nothing"), required=False, initial=True
    )

    def __init__(self, *args: Any, activities: list[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        field.queryset = Activity.objects.filter(pk__in=[one.pk for one in activities])  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: pick(one.title) or one.slug  # type: ignore[attr-defined]
        if len(activities) == 1:
            self.initial.setdefault("activity", activities[0].slug)


@page(WRITE_PROCESS, load=process_by_slug, methods=("GET", "HEAD", "POST"))
def bring(request: HttpRequest, process: Process) -> HttpResponse:
    """Send files to import, or to try; what the last ones gave."""
    activities = [one for one in Activity.objects.filter(process=process) if importable(one)]
    form = ImportForm(request.POST or None, request.FILES or None, activities=activities)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("tasks:run", run_id=_ask(request, process, form.cleaned_data))
        except ServiceError as error:
            form.refuse(error)
    reports = ImportReport.objects.filter(activity__in=activities).select_related("activity")
    return show(
        request,
        "consultation/import.html",
        process,
        ROUTE,
        _("Import"),
        form=form,
        activities=activities,
        reports=[
            {
                "activity": pick(report.activity.title),
                "at": instant(report.at),
                **report.lines,
                **{name: number(report.lines[name]) for name in ("texts", "positions", "people")},
            }
            for report in reports
        ],
    )


def _ask(request: HttpRequest, process: Process, asked: dict[str, Any]) -> Any:
    """Keep the files and ask a worker for the import; the reference of its run."""
    actor = actor_of(request)
    refs = {
        name: str(send_file(actor=actor, kind=TABLE, file=asked[name], name=asked[name].name).ref)
        if asked[name]
        else ""
        for name in ("posts", "stances")
    }
    messages.info(request, _("The files were received."))
    return run_import.enqueue(
        requested_by=actor,
        return_to=reverse(ROUTE, args=[process.slug]),
        activity_id=asked["activity"].pk,
        posts=refs["posts"],
        stances=refs["stances"],
        agree=int(asked["agree"]) if asked["agree"] else None,
        is_trial=asked["is_trial"],
    )
