"""The manifest of abuse: it offers nothing to look at, it holds the doors of the other rooms."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component

COMPONENT = Component(name="abuse", label=_("Limits"))
