"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from isegoria.core.routes import actor_of, page
from isegoria.core.search.policies import SEARCH
from isegoria.core.search.query import search
from isegoria.kernel.text import MAX_QUERY


@page(SEARCH)
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, or how to search."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    cursor = request.GET.get("cursor", "")
    results = search(query, actor=actor_of(request), cursor=cursor) if query else None
    return render(
        request,
        "search/search.html",
        {"query": query, "results": results, "is_first_page": not cursor},
    )
