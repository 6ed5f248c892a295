"""The settings that an organiser chooses for a consultation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.rules import Settings
from isegoria.core.post_kinds import Results
from isegoria.core.ui.forms import Form
from isegoria.core.ui.texts import TextsField

_CHOSEN = Settings()


class SettingsForm(Form):
    """How people contribute, and what they see."""

    explanation = TextsField(
        label=_("What you ask, and how to answer"),
        help_text=_("People read it above the contributions."),
        rows=4,
        required=False,
    )
    testimonies = forms.BooleanField(
        label=_("People may also tell what they live (testimonies)"),
        required=False,
        initial=_CHOSEN.testimonies,
    )
    titles_optional = forms.BooleanField(
        label=_("A testimony can do without a title"),
        required=False,
        initial=_CHOSEN.titles_optional,
    )
    places = forms.BooleanField(
        label=_("Ask which place a contribution is about"),
        help_text=_("Nobody has to answer."),
        required=False,
        initial=_CHOSEN.places,
    )
    images = forms.BooleanField(
        label=_("A contribution can hold images, each described in words"),
        help_text=_("By people who are signed in. A moderator hides an image with its text."),
        required=False,
        initial=_CHOSEN.images,
    )
    pseudonyms = forms.BooleanField(
        label=_("A contribution can be signed with a pseudonym"),
        help_text=_("The site still knows who wrote it, and counts one person once."),
        required=False,
        initial=_CHOSEN.pseudonyms,
    )
    qualifiers = forms.BooleanField(
        label=_("People can qualify their position: it can be done, it comes first, no way…"),
        required=False,
        initial=_CHOSEN.qualifiers,
    )
    results = forms.ChoiceField(
        label=_("People see how many agree and disagree"),
        help_text=_(
            "Until then the numbers are nowhere: neither in lists and their order, nor in the data that"
            " can be downloaded."
        ),
        choices=[
            (Results.ALWAYS.value, _("always")),
            (Results.AFTER_VOTING.value, _("on each text, once they have taken a position there")),
            (Results.AT_THE_END.value, _("at the end, when no phase opens positions any more")),
        ],
        initial=_CHOSEN.results.value,
        widget=forms.RadioSelect,
    )
