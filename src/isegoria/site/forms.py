"""The form of a text of the site: one large field per language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Texts
from isegoria.core.ui.forms import Form

LONGEST = 40_000


class SiteTextForm(Form):
    """The text of a page in each language of the site."""

    def __init__(self, *args: Any, texts: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=get_language_info(code)["name_local"].capitalize(),
                help_text=_("Markdown. What is to be filled in stands between [[ and ]]."),
                initial=texts.get(code, ""),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 24, "lang": code}),
            )

    def texts(self) -> dict[str, str]:
        """What was typed, by language."""
        return {code: self.cleaned_data[code] for code, _name in settings.LANGUAGES}
