"""The forms of the team."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Body, BodyKind, TeamRole
from isegoria.commons.processes.offers import kinds_of
from isegoria.commons.processes.rules import LONGEST_MANDATE_REASON, LONGEST_PUBLIC_TEXT
from isegoria.commons.processes.writing import edition
from isegoria.core.actor import Verification
from isegoria.core.errors import ServiceError
from isegoria.core.ui.forms import Answer, DateInput, Form, InstantInput, in_words
from isegoria.core.ui.texts import TextsField

WHO_MAY_TAKE_PART = {
    Verification.NONE: _("Everybody, without saying who they are"),
    Verification.EMAIL: _("Whoever has confirmed an e-mail address"),
    Verification.REGISTER: _("People found in the register that was loaded"),
    Verification.IDENTITY: _("People recognised by an identity provider"),
    Verification.IN_PERSON: _("People whom an agent has seen in person"),
}


class EditForm(Form):
    """A form about one row, that remembers which edition of it was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    theirs: tuple[Answer, ...] = ()
    """What somebody else saved meanwhile, field by field."""

    @classmethod
    def about(
        cls, request: HttpRequest, row: Model, fields: Sequence[str], **kwargs: Any
    ) -> "EditForm":
        """The form of ``row``: as posted, or as it is."""
        initial = {field: getattr(row, field) for field in fields}
        initial["seen"] = edition(row, fields)
        return cls(request.POST or None, initial=initial, **kwargs)

    def save(
        self, row: Model, fields: Sequence[str], act: Callable[[dict[str, Any]], object]
    ) -> bool:
        """Give what was typed to a service; True when it was written. When somebody else changed
        ``row`` meanwhile, what was typed stays and what they wrote is shown beside it."""
        if not self.is_valid():
            return False
        try:
            act(self.cleaned_data)
        except ServiceError as error:
            self.refuse(error)
            if error.code == "edited_meanwhile":
                self._compare(type(row)._default_manager.get(pk=row.pk), fields)
            return False
        return True

    def _compare(self, row: Model, fields: Sequence[str]) -> None:
        typed = cast("QueryDict", self.data).copy()
        typed[self.add_prefix("seen")] = edition(row, fields)
        self.data = typed
        self.theirs = tuple(
            Answer(self[name].label, _said(self.fields[name], getattr(row, name), mine))
            for name, mine in self.cleaned_data.items()
            if name in fields and getattr(row, name) != mine
        )


def _said(field: forms.Field, theirs: Any, mine: Any) -> str:
    """What somebody else saved, in words; of a text, the languages in which it is not ``mine``."""
    if not isinstance(theirs, dict):
        return in_words(field, theirs)
    return "\n".join(
        f"({get_language_info(code)['name_local'].capitalize()}) {theirs.get(code) or '–'}"
        for code, _name in settings.LANGUAGES
        if theirs.get(code, "") != mine.get(code, "").strip()
    )


def attempt(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Give a valid form to a service; True when it was written, else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ServiceError as error:
        form.refuse(error)
        return False
    return True


class BeginForm(Form):
    """A process that begins from a template."""

    title = TextsField(label=_("Title"), max_length=LONGEST_PUBLIC_TEXT)
    slug = forms.SlugField(
        label=_("End of the address"),
        max_length=80,
        required=False,
        help_text=_("Small letters, digits and hyphens. Made of the title when left empty."),
    )
    start = forms.DateField(
        label=_("First day"),
        widget=DateInput,
        help_text=_("All the dates are counted from it. Each can be changed afterwards."),
    )


class ProcessTextsForm(EditForm):
    """What a process says of itself."""

    title = TextsField(label=_("Title"), max_length=LONGEST_PUBLIC_TEXT)
    summary = TextsField(
        label=_("Summary"),
        required=False,
        rows=3,
        help_text=_("Two sentences: what is asked, and why now."),
    )
    description = TextsField(
        label=_("Description"),
        required=False,
        rows=12,
        help_text=_(
            "What is promised, what is not at stake, how it goes. An empty line separates paragraphs;"
            " **two stars** make a text bold."
        ),
    )


class SettingsForm(EditForm):
    """The address of a process and the age from which one takes part."""

    slug = forms.SlugField(
        label=_("End of the address"),
        max_length=80,
        help_text=_("Small letters, digits and hyphens. It can be changed until publication."),
    )
    minimum_age = forms.IntegerField(
        label=_("Minimum age"),
        min_value=0,
        help_text=_("In years. People declare that they have reached it before they take part."),
        validators=[MaxValueValidator(120)],
    )


class TitleForm(EditForm):
    """The title of a theme."""

    title = TextsField(label=_("Title"), max_length=200)


class ActivityForm(EditForm):
    """What every activity has, whatever its capability."""

    title = TextsField(label=_("Title"), max_length=200)
    verification = forms.TypedChoiceField(
        label=_("Who may take part"),
        coerce=int,
        choices=[(level.value, label) for level, label in WHO_MAY_TAKE_PART.items()],
        initial=Verification.EMAIL.value,
        widget=forms.RadioSelect,
    )
    approve_first = forms.BooleanField(
        label=_("Moderators read each text before it is shown"),
        help_text=_("Otherwise texts are shown at once, and looked at when somebody reports them."),
        required=False,
    )


class PhaseForm(EditForm):
    """A phase: its kind, its words and its dates. Once public, its dates move by a reason only."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    title = TextsField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("The name of the kind is shown when there is none."),
    )
    description = TextsField(label=_("Description"), required=False, rows=3)
    opens_at = forms.DateTimeField(label=_("Opens on"), widget=InstantInput)
    closes_at = forms.DateTimeField(
        label=_("Closes on"),
        widget=InstantInput,
        help_text=_("Midnight is the end of the day before."),
    )
    reason = forms.CharField(
        label=_("Why, in public"),
        required=False,
        max_length=LONGEST_PUBLIC_TEXT,
        help_text=_("This sentence enters the public journal and stays there."),
    )

    def __init__(
        self, *args: Any, capability: str, public: bool, dated: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.label) for kind in kinds_of(capability)]
        choose = self.fields["kind"]
        if isinstance(choose, forms.ChoiceField):
            choose.choices = kinds
        if len(kinds) == 1:
            choose.initial, choose.widget = kinds[0][0], forms.HiddenInput()
        if not public:
            del self.fields["reason"]
        if not dated:
            for name in ("kind", "opens_at", "closes_at", "reason"):
                self.fields.pop(name, None)
        elif public:
            self.fields["reason"].required = True


class RescheduleForm(Form):
    """Other dates for a public phase."""

    opens_at = forms.DateTimeField(label=_("Opens on"), widget=InstantInput)
    closes_at = forms.DateTimeField(
        label=_("Closes on"),
        widget=InstantInput,
        help_text=_("Midnight is the end of the day before."),
    )
    reason = forms.CharField(
        label=_("Why, in public"),
        max_length=LONGEST_PUBLIC_TEXT,
        help_text=_("This sentence enters the public journal and stays there."),
    )


class BodyForm(EditForm):
    """What a body says of itself."""

    title = TextsField(label=_("Title"), max_length=200)
    description = TextsField(label=_("Description"), required=False, rows=5)


class NewBodyForm(BodyForm):
    """A body with its kind, which never changes."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, kind.label) for kind in BodyKind if kind != BodyKind.TEAM],
        widget=forms.RadioSelect,
    )
    field_order = ["kind", "title", "description"]


class InvitationForm(Form):
    """An invitation to a body."""

    address = forms.EmailField(
        label=_("E-mail address of the person you invite"),
        help_text=_("They get a link to accept or decline, valid for 14 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=TeamRole.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Organisers can change everything here; the others see it, and act where their role counts."
        ),
    )
    function = TextsField(
        label=_("Function"),
        required=False,
        max_length=200,
        help_text=_("What they do there, beside their name: “chair”, “hydrologist”."),
    )
    because = forms.CharField(
        label=_("Why, in public"),
        max_length=LONGEST_MANDATE_REASON,
        help_text=_("Drawn by lot, appointed by whom: this stands in the public journal."),
    )
    begins_at = forms.DateTimeField(
        label=_("The mandate begins on"),
        required=False,
        widget=InstantInput,
        help_text=_("When they accept, if you leave this empty."),
    )
    language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        if body.kind != BodyKind.TEAM:
            del self.fields["role"]


class FunctionForm(EditForm):
    """What a member does in a body."""

    function = TextsField(label=_("Function"), required=False, max_length=200)


class EndForm(Form):
    """The end of a mandate."""

    because = forms.CharField(
        label=_("Why, in public"),
        max_length=LONGEST_MANDATE_REASON,
        help_text=_("Say nothing of anybody’s health or private life: it stays in the journal."),
    )
    ends_at = forms.DateTimeField(
        label=_("The mandate ends on"),
        required=False,
        widget=InstantInput,
        help_text=_("Now, if you leave this empty."),
    )
