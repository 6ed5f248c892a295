"""The manifest of persons."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.demo import load_demo
from isegoria.commons.people.policies import POLICIES
from isegoria.core.component import Component

COMPONENT = Component(name="people", label=_("People"), policies=POLICIES, demo=load_demo)
