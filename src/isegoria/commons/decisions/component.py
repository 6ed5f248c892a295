"""The manifest of decisions."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions.erasure import erase_person, merge_person
from isegoria.commons.decisions.journal import KINDS
from isegoria.commons.decisions.kinds import DISSENTING
from isegoria.commons.decisions.notices import KINDS as NOTICE_KINDS
from isegoria.commons.decisions.policies import POLICIES
from isegoria.core.component import Component


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.decisions.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="decisions",
    label=_("Votes"),
    description=_("A body votes, by its rule of majority, by name or in secret."),
    policies=POLICIES,
    urls=_urls,
    post_kinds=(DISSENTING,),
    journal_kinds=KINDS,
    notice_kinds=NOTICE_KINDS,
    erase=erase_person,
    merge=merge_person,
)
