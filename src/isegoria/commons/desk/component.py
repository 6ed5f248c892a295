"""The manifest of the desk."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.desk.notices import KINDS
from isegoria.commons.desk.policies import POLICIES
from isegoria.core.component import Component, NavigationItem


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.desk.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="desk",
    label=_("Desk"),
    description=_("Taking part with the help of an agent: at a counter, or by a paper form."),
    policies=POLICIES,
    urls=_urls,
    notice_kinds=KINDS,
    navigation=(NavigationItem(_("Desk"), "desk:list", order=80),),
)
