"""Serving uploads: through a policy, never from a public folder, never as a page."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from isegoria.core.actor import ANONYMOUS
from isegoria.core.files import store
from isegoria.core.files.models import Upload
from isegoria.core.policy import Policy
from isegoria.core.routes import View, page

logger = logging.getLogger(__name__)


def upload_view(
    policy: Policy,
    *,
    load: Callable[..., Any],
    upload_of: Callable[[Any], Upload] = lambda found: found,
    small: bool = False,
) -> View:
    """The view of a file that belongs to what ``load`` finds and ``policy`` judges; where ``small``, of its
    small copy.

    Images are shown where a page of ours asks for them; everything else is a download. Neither can
    run anything, whatever it holds.
    """

    def _view(request: HttpRequest, found: Any) -> HttpResponseBase:
        public = bool(policy.decide(ANONYMOUS, found))
        return serve(request, upload_of(found), public=public, small=small)

    return page(policy, load=load)(_view)


def serve(
    request: HttpRequest, upload: Upload, *, public: bool, small: bool = False
) -> HttpResponseBase:
    """The answer that carries a file, or its small copy. Who may have it was decided before."""
    etag = quote_etag(f"{upload.sha256}{'-small' if small else ''}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged["ETag"] = etag
        return unchanged
    try:
        content = store.get(upload.small_name if small else upload.stored_name)
    except FileNotFoundError:
        logger.exception("The octets of upload %s are gone.", upload.ref)
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=not upload.format.is_image,
        filename=upload.served_name,
        content_type=upload.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache" if public else "private, no-cache"
    response["ETag"] = etag
    return response
