"""The form by which an agent begins to act for somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.commons.desk.services import Arrival
from isegoria.commons.people.names import Identity, beginnings, family_forms
from isegoria.core.actor import Channel
from isegoria.core.ui.forms import DateInput, Form

IDENTITY = ("family_name", "given_names", "birth_date")
_OFF = {"autocomplete": "off"}


class ArrivalForm(Form):
    """Who arrives. The address and the number are those of the person, never completed by the browser."""

    channel = forms.ChoiceField(
        label=_("How does this person take part?"),
        choices=[
            (Channel.DESK.value, _("They are in front of me, or on the telephone")),
            (Channel.PAPER.value, _("I am typing the paper form they filled in")),
        ],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("Number of the form"),
        help_text=_(
            "If it was used before, you go on for the same person. Without a number, we give one to"
            " somebody new: write it down for them."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=_OFF),
    )
    address = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("Only if they give it: with it, they find all this again when they sign in."),
        required=False,
        widget=forms.EmailInput(attrs=_OFF),
    )
    name = forms.CharField(
        label=_("Name shown beside what they write"),
        help_text=_("Only for somebody new. Everybody can read it."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=_OFF),
    )
    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_(
            "This name, the next ones and the date of birth are looked for on the list, then forgotten."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_OFF),
    )
    given_names = forms.CharField(
        label=_("Given names"), required=False, max_length=200, widget=forms.TextInput(attrs=_OFF)
    )
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput(_OFF))
    old_enough = forms.BooleanField(required=False)
    document_seen = forms.BooleanField(
        label=_("I have seen an identity document, and it is theirs"),
        help_text=_("Needed to act for somebody who has an account: they are told at once."),
        required=False,
    )
    line_was_taken = forms.BooleanField(
        label=_("Somebody else was verified by their line of the list"),
        help_text=_(
            "Only if they say that they never took part although the list knows them. The line becomes"
            " theirs; whoever had it must be checked again."
        ),
        required=False,
    )
    same_person = forms.BooleanField(
        label=_("The person in front of me has shown that all of this is theirs"),
        help_text=_("What was known of several people becomes that of one. This cannot be undone."),
        required=False,
    )

    def __init__(self, *args: Any, minimum_age: int, on_list: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_enough"].label = _(
            "They say that they are at least %(years)d years old"
        ) % {"years": minimum_age}
        if not on_list:
            for name in (*IDENTITY, "line_was_taken"):
                del self.fields[name]
        if not self.data.get("same_person"):
            self.fields["same_person"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A form has a number; a document is seen by who stands before it; names come with a date."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        paper = given.get("channel") == Channel.PAPER
        if paper and not given.get("number") and "number" not in self.errors:
            self.add_error("number", _("Write the number that stands on the paper form."))
        if paper and given.get("document_seen"):
            self.add_error(
                "document_seen",
                _("A document can only be checked with the person in front of you."),
            )
        if given.get("line_was_taken") and not (
            given.get("document_seen") and given.get("birth_date")
        ):
            self.add_error(
                "line_was_taken",
                _("For this, type their names and date of birth, and look at their document."),
            )
        said = [bool(given.get(name)) for name in IDENTITY if name in self.fields]
        if any(said) and not all(said) and not set(IDENTITY) & set(self.errors):
            self.add_error(
                "birth_date", _("Fill in the names and the date of birth, or none of them.")
            )
        elif all(said) and said and not _has_letters(given):
            self.add_error("family_name", _("Write the names in letters."))
        return given

    def ask_whether_same(self) -> None:
        """Show the box by which an agent says that several known people are one."""
        self.fields["same_person"].widget = forms.CheckboxInput()

    @property
    def arrival(self) -> Arrival:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        identity = {name: given.pop(name, None) for name in IDENTITY}
        return Arrival(
            **{**given, "channel": Channel(given["channel"])},
            identity=Identity(**identity) if identity["birth_date"] else None,
        )


def _has_letters(given: dict[str, Any]) -> bool:
    return bool(family_forms(given["family_name"])[0] and beginnings(given["given_names"]))
