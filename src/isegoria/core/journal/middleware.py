"""Gives each request its correlation identifier."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from isegoria.core.journal.correlation import correlated


class CorrelationMiddleware:
    """Audit rows of one request share an identifier, told in the ``X-Request-ID`` header.

    The identifier is always ours: one sent by the client is ignored, so that nobody can mingle
    their request with another's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with correlated() as identifier:
            response = self.get_response(request)
        response["X-Request-ID"] = str(identifier)
        return response
