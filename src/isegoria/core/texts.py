"""Texts that the institution writes, one per language, with a fall-back. A citizen's text is not one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

type Text = str | Promise
"""A word or a sentence of the interface, translated now or when it is shown."""
type Texts = Mapping[str, str]


def active_language() -> str:
    """The language of the page, the site's own where none is chosen."""
    return get_language() or settings.LANGUAGE_CODE


def pick(texts: Texts, language: str | None = None) -> str:
    """The text in ``language`` (the active one by default), else in the site's, else in any, else ''."""
    return texts.get(language_of(texts, language), "")


def language_of(texts: Texts, language: str | None = None) -> str:
    """The language :func:`pick` answers in: a page marks a text that is not in its own language."""
    wanted = language or active_language()
    for code in (wanted, settings.LANGUAGE_CODE, *texts):
        if texts.get(code):
            return code
    return wanted


if TYPE_CHECKING:
    _JSONField = models.JSONField[Any, Any]
else:
    _JSONField = models.JSONField


class TextsField(_JSONField):
    """A column of texts by language: ``{"fr": "Bonjour", "en": "Hello"}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse anything but strings by known language."""
        super().validate(value, model_instance)
        known = {code for code, _name in settings.LANGUAGES}
        if not isinstance(value, dict) or not all(
            code in known and isinstance(text, str) for code, text in value.items()
        ):
            raise ValidationError(_("Give one text per language."), code="texts")
