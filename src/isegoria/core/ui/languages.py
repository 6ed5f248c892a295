"""The same page in another language."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.translation import override


def same_page(request: HttpRequest, language: str) -> str:
    """The address of this page in ``language``, question included; the home page when there is none.

    A page that was sent by a form has the address of its form, so nothing is posted twice.
    """
    try:
        resolve(request.path)
    except Resolver404:
        with override(language):
            return reverse("home")
    return translate_url(request.get_full_path(), language)
