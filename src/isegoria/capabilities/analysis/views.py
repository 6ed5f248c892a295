"""The public pages: the results of an activity, and the files with which everybody can check them."""

import gzip
import io

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.policies import READ_RESULTS, TAKE_RESULTS, TAKE_VOTES
from isegoria.capabilities.analysis.queries import analysis_by_slugs, results_page
from isegoria.commons.posts.queries import activity_by_slugs
from isegoria.commons.processes.models import Activity
from isegoria.core.routes import actor_of, page

VOTES_FILE = "votes.csv"


@page(READ_RESULTS, load=activity_by_slugs)
def results(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Who agrees with whom."""
    shown = results_page(activity, actor_of(request))
    return render(request, "analysis/results.html", {"shown": shown})


@page(TAKE_RESULTS, load=activity_by_slugs)
def summary(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The figures of the map, as ``isegoria opinion map`` writes them in ``summary.json``."""
    found = Analysis.objects.values_list("findings", flat=True).get(activity=activity)
    return JsonResponse(found.get("summary", {}))


@page(TAKE_VOTES, load=analysis_by_slugs)
def votes(request: HttpRequest, analysis: Analysis) -> HttpResponseBase:
    """The file of positions that the map was drawn from."""
    packed = Analysis.objects.values_list("votes", flat=True).get(pk=analysis.pk)
    stream = gzip.GzipFile(fileobj=io.BytesIO(packed or gzip.compress(b"")))
    response = FileResponse(
        stream, as_attachment=True, filename=VOTES_FILE, content_type="text/csv; charset=utf-8"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
