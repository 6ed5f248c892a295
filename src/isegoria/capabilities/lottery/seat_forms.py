"""The forms of seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Feature
from isegoria.capabilities.lottery.seat_acts import LONGEST_NAME, LONGEST_REASON, Answer
from isegoria.capabilities.lottery.seat_models import Seating
from isegoria.capabilities.lottery.seat_services import LEAST_DAYS, MOST_DAYS
from isegoria.commons.processes.rules import LONGEST_MANDATE_REASON
from isegoria.core.actor import Channel
from isegoria.core.texts import pick
from isegoria.core.ui.forms import Form

ACCEPT, DECLINE = "accept", "decline"


class AnswerForm(Form):
    """Yes or no, and what goes with each."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (ACCEPT, _("I accept the seat")),
            (DECLINE, _("I decline: the seat goes to the next person")),
        ],
        widget=forms.RadioSelect,
    )
    public_name = forms.CharField(
        label=_("First name to show on the page of the panel, if you agree to be named"),
        help_text=_("Leave it empty and nobody reads your name there."),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    reason = forms.CharField(
        label=_("If you decline, why?"),
        help_text=_("You need not say. Only the team reads it, to make taking part easier."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def given(self) -> Answer:
        """What the service is given, from a valid form."""
        data = self.cleaned_data
        return Answer(data["answer"] == ACCEPT, data["reason"], data["public_name"])


class NotedAnswerForm(AnswerForm):
    """What an agent notes for somebody."""

    channel = forms.ChoiceField(
        label=_("How did the answer come in?"),
        choices=[
            (Channel.DESK, _("By telephone or at the desk")),
            (Channel.PAPER, _("By post")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("channel", "answer", "public_name", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("The answer")
        answer: Any = self.fields["answer"]
        answer.choices = [(ACCEPT, _("Accepts the seat")), (DECLINE, _("Declines"))]
        self.fields["public_name"].label = _("First name to show, if the person agrees to be named")
        self.fields["reason"].label = _("Why, if the person said so")


class LeaveForm(Form):
    """Giving one's seat up."""

    reason = forms.CharField(
        label=_("Why, if you want to say"),
        help_text=_("Only the team reads it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReplaceForm(Form):
    """Replacing a member."""

    because = forms.CharField(
        label=_("Why the mandate ends"),
        help_text=_("Everybody can read this, in the journal too: write nothing private."),
        max_length=LONGEST_MANDATE_REASON,
    )


class CodeForm(Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("The code of your letter"),
        help_text=_("Sixteen letters and digits, for instance 7K3M-Q0ZD-XV2H-9RPT."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SeatingForm(Form):
    """Days to answer, and what is shown beside the first names."""

    reply_days = forms.IntegerField(
        label=_("Days to answer"), min_value=LEAST_DAYS, max_value=MOST_DAYS
    )
    shown = forms.ModelChoiceField(
        Feature.objects.none(),
        label=_("What is said beside the first name of those who agree to be named"),
        help_text=_("The district, for instance."),
        required=False,
        empty_label=_("Nothing"),
    )

    def __init__(self, seating: Seating, data: Any = None) -> None:
        super().__init__(
            data, initial={"reply_days": seating.reply_days, "shown": seating.shown_id}
        )
        shown: Any = self.fields["shown"]
        shown.queryset = Feature.objects.filter(draw=seating.draw_id)
        shown.label_from_instance = lambda feature: pick(feature.title)
