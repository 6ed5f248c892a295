"""The same page in another language."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override


def same_page(request: HttpRequest, language: str) -> str:
    """The address of this page in ``language``, question included; the home page when there is none.

    A page that was sent by a form has the address of its form, so nothing is posted twice.
    """
    here = request.get_full_path()
    with override(language):
        if (match := request.resolver_match) is None:
            return reverse("home")
        try:
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:  # a route without a name is the same in all languages
            return here
    return "?".join((path, *here.split("?", 1)[1:]))
