"""Choosing how often to be told."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.core.notice_kinds import Frequency, NoticeKind
from isegoria.core.ui.forms import Form


class FrequenciesForm(Form):
    """One question for each kind of news."""

    def __init__(self, kinds: Iterable[NoticeKind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=str(kind.label), choices=kind.choices, widget=forms.Select
            )
            if kind.owed:
                self.fields[kind.code].help_text = _("Always sent: it concerns you directly.")

    def wishes(self) -> dict[str, Frequency]:
        """What was chosen, by kind."""
        return {code: Frequency(value) for code, value in self.cleaned_data.items()}


class ReadForm(Form):
    """What was shown when somebody says that they have read it."""

    shown_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
