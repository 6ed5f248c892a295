"""The manifest of the site."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.site.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(name="site", label=_("Site"), urls=_urls)
