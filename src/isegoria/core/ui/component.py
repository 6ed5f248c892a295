"""The manifest of the interface: its style page."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.core.ui.identity import SEE_IDENTITY
from isegoria.core.ui.style import READ_STYLE


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.core.ui.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="ui",
    label=_("Interface"),
    description=_("The components that every page is made of."),
    policies=(READ_STYLE, SEE_IDENTITY),
    urls=_urls,
)
