"""Headers that every answer needs, said in one place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "xr-spatial-tracking",
    )
)


class CompressPagesMiddleware(GZipMiddleware):
    """Compresses pages. Files to keep leave as they are, with their length and their ETag."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress ``response`` unless it is a file or a stream."""
        kept = response.headers.get("Content-Disposition", "")
        if response.streaming or kept:
            return response
        return super().process_response(request, response)


class PlainResponsesMiddleware:
    """Asks for no permission of the browser, and lets nobody keep what is personal.

    An answer to somebody who came with a cookie, or that sets a cookie, is never stored. Any other
    may be kept, and is asked for again each time. What a view decided itself is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        personal = bool(request.COOKIES or response.cookies)
        headers.setdefault("Cache-Control", "private, no-store" if personal else "no-cache")
        return response
