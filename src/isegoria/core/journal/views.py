"""The pages of the journal. Everything in them is public and can be recomputed by the reader."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from isegoria.core.journal import queries
from isegoria.core.journal.copying import CHECKER, stream_zip
from isegoria.core.journal.models import Entry
from isegoria.core.journal.policies import READ_JOURNAL
from isegoria.core.routes import page

MAX_REFERENCE = 50


@page(READ_JOURNAL)
def index(request: HttpRequest) -> HttpResponse:
    """The entries, the newest first, and how to check them; ``about`` asks for those of one reference."""
    about = request.GET.get("about", "").strip()[:MAX_REFERENCE]
    subject = _reference(about)
    context = {
        "entries": queries.newest_entries(request.GET.get("cursor", ""), subject)
        if subject or not about
        else (),
        "about": about,
        "head": queries.head(),
    }
    return render(request, "journal/index.html", context)


def _reference(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@page(READ_JOURNAL, load=queries.numbered_entry)
def entry(request: HttpRequest, obj: Entry) -> HttpResponse:
    """One entry, with the proof that it stands in the signed log."""
    shown = queries.entry_page(obj)
    trail = ((_("Public journal"), reverse("journal:index")), (shown.line.number_in_words, ""))
    return render(request, "journal/entry.html", {"entry": shown, "trail": trail})


@page(READ_JOURNAL)
@cache_control(max_age=5, public=True)
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The last signed checkpoint, as a witness or a curious person keeps it."""
    head = queries.head()
    if head is None:
        raise Http404
    return HttpResponse(head.note, content_type="text/plain; charset=utf-8")


@page(READ_JOURNAL)
def copy(_request: HttpRequest) -> StreamingHttpResponse:
    """The whole journal and its checker, as a .zip made while it is sent."""
    response = StreamingHttpResponse(stream_zip(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="public-journal.zip"'
    response["Cache-Control"] = "no-store"
    return response


@page(READ_JOURNAL)
def checker(_request: HttpRequest) -> FileResponse:
    """The program that checks a copy."""
    return FileResponse(
        CHECKER.open("rb"),
        as_attachment=True,
        filename=CHECKER.name,
        content_type="text/x-python; charset=utf-8",
    )
