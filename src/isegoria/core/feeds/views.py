"""The route of a feed."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from isegoria.core.actor import ANONYMOUS
from isegoria.core.feeds.atom import Feed, written
from isegoria.core.policy import Policy
from isegoria.core.routes import View, page
from isegoria.core.texts import active_language

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def feed_view(
    policy: Policy, feed: Callable[..., Feed], *, load: Callable[..., Any] | None = None
) -> View:
    """The view of ``feed(*subject)``, where the subject is what ``load`` finds and ``policy``
    judges.

    A reader who already has it is told so by ETag and Last-Modified. What is not public for
    everybody is kept by no cache.
    """

    def _view(request: HttpRequest, *subject: Any) -> HttpResponse:
        document = written(
            feed(*subject),
            site=settings.SITE_URL,
            publisher=settings.SITE_NAME,
            path=request.path,
            language=active_language(),
        )
        etag = quote_etag(hashlib.sha256(document.content.encode()).hexdigest())
        modified = int(document.updated.timestamp())
        public = bool(policy.decide(ANONYMOUS, *subject))
        response = HttpResponse(document.content, content_type=MEDIA_TYPE)
        response["ETag"] = etag
        response["Last-Modified"] = http_date(modified)
        response["Cache-Control"] = "no-cache" if public else "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        answer = get_conditional_response(request, etag, modified, response)
        return answer if answer is not None else response

    return page(policy, load=load)(_view)
