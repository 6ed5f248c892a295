"""The manifest of search."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.core.search.policies import SEARCH


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.core.search.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="search",
    label=_("Search"),
    description=_("Everything public, found by its words, in French and in English."),
    policies=(SEARCH,),
    urls=_urls,
)
