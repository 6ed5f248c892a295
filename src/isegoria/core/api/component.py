"""The manifest of the API: its own description. Its operations are in the manifests of the rooms."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.api.reference import READ_API
from isegoria.core.component import Component

COMPONENT = Component(
    name="api",
    label=_("Programming interface"),
    description=_("Everything public, to read by programs."),
    policies=(READ_API,),
)
