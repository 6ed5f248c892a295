"""The form of a new token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.core.api.scopes import SCOPES
from isegoria.core.ui.forms import Form


class TokenForm(Form):
    """Which program, and what it may do."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=80,
        help_text=_("You alone read it: “my script”, “the town's application”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do in your name"),
        choices=[(scope.code, scope.label) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
