"""The forms of answers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.answering import Terms
from isegoria.capabilities.answers.kinds import ANSWER, OPINION, REACTION
from isegoria.capabilities.answers.rules import (
    DAYS,
    FEWEST_DAYS,
    MOST_DAYS,
    STUDIED_UNTIL_WHEN,
)
from isegoria.capabilities.answers.states import Verdict
from isegoria.commons.posts.forms import OnceForm
from isegoria.core.ui.forms import DateInput, Form

STEPS = 4
"""Dated steps that one form takes."""


class SettingsForm(Form):
    """How long the authority has."""

    days = forms.IntegerField(
        label=_("Days that the authority has to answer each measure"),
        help_text=_("Counted from the day on which it is handed over. Everybody sees the date."),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        initial=DAYS,
    )


class AnswerForm(OnceForm):
    """An answer, before what it promises."""

    verdict = forms.ChoiceField(
        label=_("The answer"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    part = forms.CharField(
        label=_("What it is about, when it is not about everything that is asked"),
        max_length=200,
        required=False,
    )
    text = forms.CharField(
        label=_("Reasons"),
        help_text=_("Why, in words that everybody understands. An empty line begins a paragraph."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=ANSWER.longest,
        error_messages={
            "required": _("Give reasons: an answer without reasons is no answer."),
        },
    )
    responsible = forms.CharField(
        label=_("Who is responsible"),
        help_text=_("The elected person, the office or the service that people can ask."),
        max_length=200,
    )
    budget = forms.CharField(label=_("Budget"), max_length=300, required=False)
    until = forms.DateField(
        label=_("Studied until"),
        help_text=_("For what is under study alone: the new date of the answer."),
        widget=DateInput,
        required=False,
    )
    closes = forms.BooleanField(
        label=_("With this answer, everything that was asked is answered"),
        required=False,
        initial=True,
    )

    def clean(self) -> dict[str, Any]:
        """Says that the new date is missing together with whatever else is."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("verdict") == Verdict.STUDY and given.get("until", ...) is None:
            self.add_error("until", STUDIED_UNTIL_WHEN)
        return given

    @property
    def terms(self) -> Terms:
        """What was given."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return Terms(**given)


class CommitmentForm(Form):
    """What an answer promises, with its dated steps."""

    text = forms.CharField(label=_("What is promised"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank in range(1, STEPS + 1):
            needed = rank == 1
            self.fields[f"step_{rank}"] = forms.CharField(
                label=_("Step %(rank)s") % {"rank": rank}, max_length=300, required=needed
            )
            self.fields[f"day_{rank}"] = forms.DateField(
                label=_("Date of step %(rank)s") % {"rank": rank},
                widget=DateInput,
                required=needed,
            )

    @property
    def steps(self) -> list[tuple[str, date | None]]:
        """The steps that were given, with their dates."""
        given = self.cleaned_data
        return [
            (given.get(f"step_{rank}", ""), given.get(f"day_{rank}"))
            for rank in range(1, STEPS + 1)
        ]


class ReportForm(Form):
    """How far a dated step is."""

    event = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("tell", _("It is under way")),
            ("do", _("It is done")),
            ("move", _("It is put off")),
            ("drop", _("It is given up")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was done, or why"), widget=forms.Textarea(attrs={"rows": 5}), max_length=1_000
    )
    evidence = forms.URLField(
        label=_("Page that shows it"),
        help_text=_("An address that begins with https://"),
        assume_scheme="https",
        max_length=500,
        required=False,
    )
    due_on = forms.DateField(
        label=_("New date"),
        help_text=_("For a step that is put off alone."),
        widget=DateInput,
        required=False,
    )


class ReactionForm(OnceForm):
    """What somebody thinks of an answer."""

    text = forms.CharField(
        label=_("Your reaction"),
        help_text=_("One for each person. It is published, and cannot be changed."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=REACTION.longest,
    )


class OpinionForm(OnceForm):
    """What a body that watches thinks."""

    text = forms.CharField(
        label=_("The opinion of your body"),
        help_text=_("It is published in its name, and cannot be changed."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=OPINION.longest,
    )
