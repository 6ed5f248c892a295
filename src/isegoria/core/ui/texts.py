"""The form field of a text that the institution writes in each of its languages, side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

SHOWN_INSTEAD = 120
"""Characters of the fall-back that stand under an empty language."""


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class TextsWidget(forms.MultiWidget):
    """One input for each language, named in that language; what is missing is said, with the text that
    readers get instead."""

    template_name = "ui/texts.html"
    use_fieldset = True

    def __init__(self, *, rows: int = 0, attrs: dict[str, Any] | None = None) -> None:
        def single(code: str) -> forms.Widget:
            own = {**(attrs or {}), "lang": code}
            return forms.Textarea({"rows": rows, **own}) if rows else forms.TextInput(own)

        super().__init__({code: single(code) for code in _codes()})

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The texts in the order of the languages of the site."""
        return [(value or {}).get(code, "") for code in _codes()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each input with the name of its language and what is shown when it stays empty."""
        context = super().get_context(name, value, attrs)
        texts = value if isinstance(value, list) else self.decompress(value)
        instead = next((text for text in texts if text and text.strip()), "")
        for part, code, text in zip(context["widget"]["subwidgets"], _codes(), texts, strict=True):
            part["language"] = get_language_info(code)["name_local"].capitalize()
            part["is_missing"] = bool(instead) and not (text or "").strip()
            part["instead"] = Truncator(instead).chars(SHOWN_INSTEAD)
        return context

    def subwidgets(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The inputs, so that a link to the field reaches the first."""
        yield from self.get_context(name, value, attrs)["widget"]["subwidgets"]


class TextsField(forms.MultiValueField):
    """Texts by language. When required, one language is enough: readers of the others get that text."""

    default_error_messages = {"required": _("Write it in one language at least.")}

    def __init__(self, *, rows: int = 0, max_length: int | None = None, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False, max_length=max_length) for _code in _codes()]
        attrs = {"maxlength": max_length} if max_length else None
        super().__init__(
            parts,
            widget=TextsWidget(rows=rows, attrs=attrs),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """The texts that were written, by language."""
        return {code: text for code, text in zip(_codes(), data_list, strict=False) if text}

    def validate(self, value: dict[str, str]) -> None:
        """Refuse blanks alone where a text is required."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")
