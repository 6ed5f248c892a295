"""The forms of moderation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation.rules import (
    LONGEST_EXPLANATION,
    LONGEST_WORDS,
    NAMES_A_RULE,
)
from isegoria.commons.moderation.states import Act, Reason
from isegoria.core.ui.forms import Form

DECISIONS = {
    "pending": (Act.APPROVE, Act.HIDE),
    "visible": (Act.KEEP, Act.HIDE, Act.WARN),
    "hidden": (Act.RESTORE,),
}
"""What a moderator can decide about a text, by its visibility."""
_IN_WORDS = {
    Act.APPROVE: _("Approve it: everybody can read it"),
    Act.HIDE: _("Hide it"),
    Act.RESTORE: _("Restore it: everybody can read it again"),
    Act.KEEP: _("Keep it as it is"),
    Act.WARN: _("Keep it, and warn its author"),
}


class ReportForm(Form):
    """Telling the moderators that a text breaks the charter."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this text?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("For example which sentence. Only the moderators read this."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RulingForm(Form):
    """Deciding about a text."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Rule of the charter that it breaks (to hide or to warn)"),
        choices=[("", _("None")), *Reason.choices],
        required=False,
    )
    explanation = forms.CharField(
        label=_("Why, in one or two sentences"),
        help_text=_("Everybody reads this in the public log. Name nobody, quote nothing hurtful."),
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rewriting = forms.CharField(
        label=_("A wording that you would accept (to hide)"),
        help_text=_("Its author sees it beside the text, and can publish it with one button."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, visibility: str, revision: int, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"revision": revision})
        acts = DECISIONS[visibility]
        self.fields["act"].choices = [(act.value, _IN_WORDS[act]) for act in acts]  # type: ignore[attr-defined]  # a ChoiceField
        if Act.HIDE not in acts:
            del self.fields["rewriting"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Says that the rule is missing together with whatever else is."""
        given = self.cleaned_data
        if given.get("act") in NAMES_A_RULE and not given.get("reason"):
            self.add_error("reason", _("Choose the rule of the charter that the text breaks."))
        return given


class AppealForm(Form):
    """Asking that somebody else look again."""

    words = forms.CharField(
        label=_("Why should your text be read again?"),
        help_text=_("Somebody who did not take the decision reads this."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AppealDecisionForm(Form):
    """Deciding an appeal."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("overturn", _("The text comes back: everybody can read it again")),
            ("uphold", _("The decision stands: the text stays hidden")),
        ],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Why, in one or two sentences"),
        help_text=_("Everybody reads this in the public log. Name nobody, quote nothing hurtful."),
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
