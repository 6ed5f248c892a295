"""The kinds of phase that belong to every process."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import PhaseKind

MILESTONE = PhaseKind("milestone", _("Milestone"))
"""A dated step that opens no action on the site: a public meeting, a hearing, a vote elsewhere."""
