"""The forms of votes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.commons.posts.forms import OnceForm
from isegoria.core.ui.forms import Form, InstantInput

BY_BALLOT = "ballot"


class CallForm(Form):
    """How a body votes. For the page of a capability that calls it."""

    majority = forms.ChoiceField(
        label=_("What adopts it"),
        choices=Majority.choices,
        initial=Majority.SIMPLE,
        widget=forms.RadioSelect,
    )
    quorum = forms.ChoiceField(
        label=_("Quorum"), choices=Quorum.choices, initial=Quorum.HALF, widget=forms.RadioSelect
    )
    secret = forms.ChoiceField(
        label=_("How members vote"),
        choices=[
            ("by_name", _("By name: everybody will read who voted what")),
            (BY_BALLOT, _("In secret")),
        ],
        initial="by_name",
        widget=forms.RadioSelect,
    )
    closes_at = forms.DateTimeField(label=_("The vote closes on"), widget=InstantInput)

    def clean_secret(self) -> bool:
        return bool(self.cleaned_data["secret"] == BY_BALLOT)


class VoteForm(Form):
    """A vote."""

    choice = forms.TypedChoiceField(
        label=_("Your vote"),
        choices=Choice.choices,
        coerce=lambda value: Choice(int(value)),
        widget=forms.RadioSelect,
    )


class DissentForm(OnceForm):
    """A dissenting opinion."""

    text = forms.CharField(
        label=_("Your dissenting opinion"),
        help_text=_("It is published under your name beside the text, for as long as it is."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5_000,
    )
