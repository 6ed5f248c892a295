"""The forms of measures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.rules import LONGEST_SECTION, Choice, Side
from isegoria.capabilities.drafting.states import Outcome
from isegoria.commons.posts.forms import OnceForm
from isegoria.commons.posts.rules import LONGEST_REASON, LONGEST_TITLE
from isegoria.commons.processes.models import Body
from isegoria.core.ui.forms import Form
from isegoria.kernel.drafting import Conflict

DOCUMENT, PANEL = "document", "panel"


class BeginForm(OnceForm):
    """A new measure."""

    title = forms.CharField(
        label=_("Title of the measure"),
        help_text=_("What the panel asks, in one sentence that begins with a verb."),
        max_length=LONGEST_TITLE,
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Who writes it"), to_field_name="slug", empty_label=None
    )

    def __init__(self, bodies: QuerySet[Body], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["body"]
        chosen.queryset = bodies


class TitleForm(Form):
    """Another title."""

    title = forms.CharField(label=_("Title of the measure"), max_length=LONGEST_TITLE)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, required=False)
    former = forms.CharField(widget=forms.HiddenInput)


class SectionForm(Form):
    """A section. ``base`` is the version that its writer had before their eyes."""

    text = forms.CharField(
        label=_("Text of the section"),
        help_text=_(
            "An empty line begins a paragraph. [#3] at the end of a paragraph says that it rests on"
            " source 3; [#panel], that its words are the panel’s own."
        ),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=LONGEST_SECTION,
        required=False,
    )
    reason = forms.CharField(
        label=_("What you changed, and why"),
        help_text=_("A few words for the others, and for the history of the measure."),
        max_length=LONGEST_REASON,
        required=False,
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SettleForm(Form):
    """What to make of each passage that two people changed differently. ``head`` is the version with which
    one's words contradict."""

    head = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, conflicts: Sequence[tuple[str, Conflict, str]], head: int, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"head": head}})
        self.conflicts = conflicts
        for rank, (_before, conflict, _after) in enumerate(conflicts):
            self.fields[f"side-{rank}"] = forms.ChoiceField(
                label=_("What to keep"),
                choices=[
                    (Side.MINE.value, _("My words")),
                    (Side.THEIRS.value, _("The words saved meanwhile")),
                    (Side.BOTH.value, _("Both, one after the other")),
                    (Side.OTHER.value, _("A third wording, below")),
                ],
                widget=forms.RadioSelect,
            )
            self.fields[f"words-{rank}"] = forms.CharField(
                label=_("A third wording"),
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
                initial=conflict.ours,
                strip=False,
            )

    @property
    def choices(self) -> list[Choice]:
        """The choices, in the order of the conflicts."""
        given = self.cleaned_data
        return [
            Choice(Side(given[f"side-{rank}"]), given[f"words-{rank}"].replace("\r\n", "\n"))
            for rank in range(len(self.conflicts))
        ]

    @property
    def pairs(self) -> list[tuple[str, Conflict, str, Any, Any]]:
        """Each conflict between the words around it, with its two fields."""
        return [
            (*conflict, self[f"side-{rank}"], self[f"words-{rank}"])
            for rank, conflict in enumerate(self.conflicts)
        ]


class CiteForm(Form):
    """A source, and the paragraph that rests on it."""

    source = forms.ChoiceField(label=_("What the paragraph rests on"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("For a document: author, title, date"), max_length=LONGEST_TITLE, required=False
    )
    address = forms.CharField(
        label=_("For a document: its address on the web"), max_length=500, required=False
    )
    excerpt = forms.CharField(
        label=_("The passage it rests on"),
        help_text=_("Copied as it stands there, if there is one."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    place = forms.ChoiceField(label=_("The paragraph"), required=False)

    def __init__(
        self,
        found: Sequence[tuple[str, str]],
        known: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["source"].choices = [
            *found,
            *known,
            (DOCUMENT, _("A document that is not on this site")),
            (PANEL, _("Nothing: these words are the panel’s own")),
        ]
        fields["place"].choices = [("", _("No paragraph yet: keep it in the list")), *places]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("source") == PANEL and not given.get("place"):
            self.add_error("place", _("Choose the paragraph whose words are the panel’s own."))
        return given


class ProposeForm(OnceForm):
    """A change of a section, or a remark on a passage of it."""

    text = forms.CharField(
        label=_("How the section should read"),
        help_text=_("Change the words where you would have others. What you leave stays as it is."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST_SECTION,
        required=False,
    )
    passage = forms.CharField(
        label=_("For a remark alone: the words it is about"),
        help_text=_("Copy them as they stand, and leave the section above as it is."),
        max_length=2_000,
        required=False,
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_(
            "The group that writes answers each proposal, with a reason. Everybody reads both."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AnswerForm(Form):
    """What the group makes of a proposed change."""

    outcome = forms.ChoiceField(
        label=_("What we make of it"),
        choices=[
            (Outcome.ACCEPTED.value, _("Accepted")),
            (Outcome.PARTLY.value, _("Accepted in part")),
            (Outcome.REFUSED.value, _("Refused")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("The reason"),
        help_text=_("Whoever proposed it and everybody reads it."),
        max_length=LONGEST_REASON,
    )
