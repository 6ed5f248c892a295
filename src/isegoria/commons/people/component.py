"""The manifest of persons."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.attempts import FORGET_ATTEMPTS
from isegoria.commons.people.erasure import erase_person
from isegoria.commons.people.journal import KINDS
from isegoria.commons.people.merging import merge_people
from isegoria.commons.people.person_policies import PERSON_POLICIES
from isegoria.commons.people.policies import POLICIES
from isegoria.commons.people.recurring import RETENTIONS
from isegoria.commons.people.visitors import FORGET_COOKIES
from isegoria.core.component import Component


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.people.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="people",
    label=_("People"),
    policies=(*POLICIES, *PERSON_POLICIES),
    urls=_urls,
    journal_kinds=KINDS,
    recurring=(FORGET_ATTEMPTS, FORGET_COOKIES, *RETENTIONS),
    erase=erase_person,
    merge=merge_people,
)
