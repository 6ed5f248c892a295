"""The forms of ideas."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.kinds import MANDATE
from isegoria.capabilities.assembly.models import Worth
from isegoria.capabilities.assembly.policies import MANDATE_CODE, WISH_CODE
from isegoria.commons.decisions.forms import CallForm
from isegoria.commons.posts.forms import OnceForm
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.rules import LONGEST_REASON, LONGEST_TITLE
from isegoria.commons.processes.models import Body
from isegoria.core.ui.forms import Form

MOST_AT_ONCE = 100
"""Contributions that one press of the button groups at most."""


class GatherForm(OnceForm):
    """Contributions that were ticked, and the idea they go to: one that exists, or a new one."""

    idea = forms.ChoiceField(label=_("They belong to"), required=False)
    title = forms.CharField(
        label=_("Name of the new idea"),
        help_text=_("In a sentence, with words that those who wrote would recognise."),
        max_length=LONGEST_TITLE,
        required=False,
    )
    text = forms.CharField(
        label=_("What it says, in a few lines"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )

    def __init__(self, ideas: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["idea"]
        chosen.choices = ideas

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("idea") and not given.get("title"):
            self.add_error("title", _("Name the new idea, or choose one that exists."))
        return given


class WordIdeaForm(Form):
    """The name of an idea, and why it changes."""

    title = forms.CharField(label=_("Name of the idea"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What it says, in a few lines"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why this change?"),
        help_text=_("Everybody can read it, with the text as it stood before."),
        max_length=LONGEST_REASON,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, idea: Post, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": idea.title,
            "text": idea.text,
            "revision": idea.revision_count,
        }
        super().__init__(*args, **kwargs)


class GradeForm(forms.Form):
    """A grade. Never shown as it is: its buttons are those of ``assembly/grades.html``."""

    worth = forms.TypedChoiceField(
        choices=Worth.choices,
        coerce=lambda value: Worth(int(value)),
        required=False,
        empty_value=None,
    )


class PutToVoteForm(OnceForm, CallForm):
    """A mandate or a wish, and how the body votes on it."""

    kind = forms.ChoiceField(
        label=_("What is put to the vote"),
        choices=[
            (MANDATE_CODE, _("A mandate: the task that the body takes on, or gives")),
            (WISH_CODE, _("A wish: what the body says to others without asking for an answer")),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("Text that is voted on"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=MANDATE.longest,
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Who votes"), to_field_name="slug", empty_label=None
    )
    field_order = ("kind", "title", "text", "body")

    def __init__(self, bodies: QuerySet[Body], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["body"]
        chosen.queryset = bodies
