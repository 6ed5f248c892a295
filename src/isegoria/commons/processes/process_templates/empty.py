"""Nothing but a team: for whoever knows what they want."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.process_templates.declare import ProcessTemplate

EMPTY = ProcessTemplate(
    code="empty",
    label=_("Empty process"),
    pitch=_("No text, no date: you write everything yourself."),
    title={},
    summary={},
    description={},
)
