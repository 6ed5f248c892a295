"""The manifest of one's own data."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.site.owndata.erasure import erase_copy, merge_copies
from isegoria.site.owndata.policies import POLICIES
from isegoria.site.owndata.preparing import FORGET_COPIES


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.site.owndata.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="owndata",
    label=_("One's own data"),
    description=_("A copy of what the site knows about a person, and the end of an account."),
    policies=POLICIES,
    urls=_urls,
    recurring=(FORGET_COPIES,),
    erase=erase_copy,
    merge=merge_copies,
)
