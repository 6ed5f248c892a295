"""Forms: what the templates of this folder add to Django's, and the page "check your answers"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from isegoria.core.errors import ServiceError
from isegoria.core.texts import Text
from isegoria.core.ui import formatting


class Form(forms.Form):
    """The base of our forms: the refusal of a service becomes an error of the form.

    The page writes ``<form method="post" novalidate>``: the server says all problems at once, in words,
    where a browser would stop at the first.
    """

    def refuse(self, error: ServiceError) -> None:
        """Show on this form why a service did nothing; what was typed is kept."""
        for problem in error.reasons:
            self.add_error(None, forms.ValidationError(str(problem), code=error.code))


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks ISO 8601 whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class InstantInput(forms.DateTimeInput):
    """The browser's own field for a date and an hour, in the time zone of the installation."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class FileInput(forms.ClearableFileInput):
    """A file, with its label bound to it rather than to a group around it."""

    use_fieldset = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of "check your answers": the question, what was answered, and where to change it."""

    question: Text
    answer: str
    change_url: str = ""
    given: bool = True


def answers(form: forms.BaseForm, change_url: str) -> tuple[Answer, ...]:
    """The lines of ``ui/check_answers.html`` for a valid form; "Change" leads to the field itself."""
    lines = []
    for field in form.visible_fields():
        text = in_words(field.field, form.cleaned_data.get(field.name))
        lines.append(
            Answer(
                question=field.label,
                answer=text or _("Not provided"),
                change_url=f"{change_url}#{target(field)}",
                given=bool(text),
            )
        )
    return tuple(lines)


def target(field: forms.BoundField) -> str:
    """The id that a link to ``field`` needs: of a group, its first choice, which can take the focus."""
    if field.use_fieldset and len(field):
        return field[0].id_for_label or field.auto_id
    return field.id_for_label or field.auto_id


def in_words(field: forms.Field, value: Any) -> str:
    """A cleaned value as a person would say it; '' when nothing was answered."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value in ("", [], ()):
        return ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(item) for item in value)
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(_labels(field, {str(item) for item in chosen}))
    if isinstance(value, datetime):
        return formatting.instant(value)
    if isinstance(value, date):
        return formatting.date(value)
    return str(value)


def _labels(field: forms.ChoiceField, values: set[str]) -> Iterable[str]:
    for key, label in cast("Iterable[tuple[Any, Any]]", field.choices):
        group = label if isinstance(label, list | tuple) else [(key, label)]
        yield from (str(text) for code, text in group if str(code) in values)
