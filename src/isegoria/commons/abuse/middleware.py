"""Shows the pages of abuse wherever an act was held, and gives back what waited during a sign-in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from isegoria.commons.abuse import pages
from isegoria.commons.abuse.admitting import WorkAsked
from isegoria.commons.abuse.keeping import kept
from isegoria.commons.abuse.limiting import TooManyError
from isegoria.core.routes import actor_of


class AbuseMiddleware:
    """Stands inside the middleware that says who acts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Somebody who signed in on the way finds what they had typed, and one button."""
        if request.method != "GET" or not pages.has_session(request):
            return None
        if not actor_of(request).is_signed_in:
            return None
        fields = kept(request)
        return None if fields is None else pages.send_again(request, fields)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of an act that was held; None for every other exception."""
        if isinstance(exception, TooManyError):
            return pages.later(request, exception)
        if isinstance(exception, WorkAsked):
            return pages.ask_work(request, exception)
        return None
