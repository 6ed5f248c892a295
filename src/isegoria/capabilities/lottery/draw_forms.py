"""The form that asks for the list of panels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.announcing import Origin
from isegoria.capabilities.lottery.preparation_models import LEAST_K, MOST_K, Aim
from isegoria.core.ui.forms import Form, InstantInput


class ListForm(Form):
    """How chances are shared, what the number will come from, and how rare a published profile may be."""

    aim = forms.ChoiceField(
        label=_("How chances are shared"),
        choices=Aim.choices,
        initial=Aim.LEXIMIN,
        widget=forms.RadioSelect,
        help_text=_(
            "The first is the fairest to those who have the least. Choose before you know who profits."
        ),
    )
    cap = forms.IntegerField(
        label=_("Highest chance, in percent"),
        min_value=1,
        max_value=100,
        initial=100,
        help_text=_("100: no limit. With 50, nobody is more likely in than out."),
    )
    origin = forms.ChoiceField(
        label=_("What the number will come from"),
        choices=Origin.choices,
        initial=Origin.DICE,
        widget=forms.RadioSelect,
        help_text=_("It is announced now, stands in the public journal, and cannot be changed."),
    )
    at = forms.DateTimeField(
        label=_("Hour of the beacon"),
        required=False,
        widget=InstantInput,
        help_text=_(
            "Only with the beacon: the hour of the draw, for instance. Its number is known to nobody before."
        ),
    )
    k = forms.IntegerField(
        label=_("People among whom each published profile hides"),
        min_value=LEAST_K,
        max_value=MOST_K,
        initial=5,
        help_text=_("In what is published for everybody, rarer profiles are made vaguer."),
    )

    def given(self) -> dict[str, Any]:
        """What the service is given, from a valid form."""
        data = self.cleaned_data
        return {**data, "aim": Aim(data["aim"]), "origin": Origin(data["origin"])}
