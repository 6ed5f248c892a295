"""What the team chooses and judges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.core.ui.forms import Form


class PlanForm(Form):
    """When the map is drawn, and what is published with it."""

    hourly = forms.BooleanField(
        label=_("Draw the map again each hour while people can take positions"), required=False
    )
    votes_published = forms.BooleanField(
        label=_("Publish the positions without names, so that everybody can check the map"),
        help_text=_(
            "Each person becomes a number drawn anew with each map. But whoever knows some of somebody’s"
            " positions may recognise the line and read the others: decide it for this consultation, and"
            " say so before people answer."
        ),
        required=False,
    )


class IdeaForm(Form):
    """What the team makes of a group of texts."""

    name = forms.CharField(
        label=_("Name of this group"),
        help_text=_("Seen by the team alone. Without one, the group goes by its words."),
        max_length=120,
        required=False,
    )
    kept = forms.BooleanField(
        label=_("Keep this group as it is when the texts are grouped again"), required=False
    )
