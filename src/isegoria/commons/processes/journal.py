"""What the public journal says about processes."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.journal.kinds import EntryKind, Fact

PROCESS_PUBLISHED = EntryKind(
    "process.published",
    _("A process was published"),
    facts={"title": Fact.PUBLIC_TEXT, "phases": Fact.COUNT, "timeline": Fact.DIGEST},
    labels={
        "title": _("Title"),
        "phases": _("Number of phases"),
        "timeline": _("Fingerprint of the timeline"),
    },
)
PHASE_RESCHEDULED = EntryKind(
    "phase.rescheduled",
    _("The dates of a phase were changed"),
    facts={
        "phase": Fact.REF,
        "opened_at": Fact.INSTANT,
        "closed_at": Fact.INSTANT,
        "opens_at": Fact.INSTANT,
        "closes_at": Fact.INSTANT,
        "reason": Fact.PUBLIC_TEXT,
    },
    labels={
        "phase": _("Reference of the phase"),
        "opened_at": _("Opening, before"),
        "closed_at": _("Closing, before"),
        "opens_at": _("Opening, now"),
        "closes_at": _("Closing, now"),
        "reason": _("Reason"),
    },
)
PROCESS_ARCHIVED = EntryKind("process.archived", _("A process was archived"))
PROCESS_REOPENED = EntryKind("process.reopened", _("An archived process was opened again"))

KINDS = (PROCESS_PUBLISHED, PHASE_RESCHEDULED, PROCESS_ARCHIVED, PROCESS_REOPENED)
