"""The manifest of the demonstration."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.site.demonstration.policies import POLICIES


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.site.demonstration.urls import urlpatterns

    return urlpatterns


def _demo() -> None:
    from isegoria.site.demonstration.story import tell

    tell()


COMPONENT = Component(
    name="demonstration",
    label=_("Demonstration"),
    description=_("An invented council and an invented convention, and the tour of them."),
    policies=POLICIES,
    urls=_urls,
    demo=_demo,
)
