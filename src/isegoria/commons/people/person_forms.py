"""The form by which somebody is looked for on the register."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.names import Identity, beginnings, family_forms
from isegoria.core import clock
from isegoria.core.ui.forms import DateInput, Form


class RegisterForm(Form):
    """Names and birth date, as on an identity document."""

    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_("The name at birth, or the one used every day."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_names = forms.CharField(
        label=_("Given names"),
        help_text=_("All those on your identity document, or the first ones."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    birth_date = forms.DateField(
        label=_("Date of birth"), widget=DateInput(attrs={"autocomplete": "bday"})
    )

    def clean_family_name(self) -> str:
        """A name has a letter in it."""
        name: str = self.cleaned_data["family_name"]
        if not family_forms(name)[0]:
            raise forms.ValidationError(_("Write the name in letters."))
        return name

    def clean_given_names(self) -> str:
        """A name has a letter in it."""
        names: str = self.cleaned_data["given_names"]
        if not beginnings(names):
            raise forms.ValidationError(_("Write the names in letters."))
        return names

    def clean_birth_date(self) -> date:
        """A day in the past."""
        born: date = self.cleaned_data["birth_date"]
        if born > clock.now().date():
            raise forms.ValidationError(_("This day is still to come."))
        return born

    @property
    def identity(self) -> Identity:
        """What was typed, once it is valid."""
        return Identity(**{name: self.cleaned_data[name] for name in RegisterForm.base_fields})
