"""The manifest of persons."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.attempts import FORGET_ATTEMPTS
from isegoria.commons.people.demo import load_demo
from isegoria.commons.people.erasure import erase_name
from isegoria.commons.people.policies import POLICIES
from isegoria.core.component import Component


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.people.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="people",
    label=_("People"),
    policies=POLICIES,
    urls=_urls,
    recurring=(FORGET_ATTEMPTS,),
    erase=erase_name,
    demo=load_demo,
)
