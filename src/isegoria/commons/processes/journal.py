"""What the public journal says about processes."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import BodyKind, TeamRole
from isegoria.core.journal.kinds import EntryKind, Fact, Private
from isegoria.core.registry import phase_kinds

PLAIN_MEMBER = "member"
"""What the journal calls somebody without a role."""

DRAFT = Private("a draft is seen by the team alone; its publication is journalled")
OWN_WORDS = Private(
    "the institution's own words and their order bind nobody; dates and mandates do"
)
INVITATION = Private("who is invited is between two people; the mandate, once begun, is journalled")

PROCESS_PUBLISHED = EntryKind(
    "process.published",
    _("A process was published"),
    facts={
        "title": Fact.PUBLIC_TEXT,
        "phases": Fact.COUNT,
        "timeline": Fact.DIGEST,
        "mandates": Fact.COUNT,
        "bodies": Fact.DIGEST,
    },
    labels={
        "title": _("Title"),
        "phases": _("Number of phases"),
        "timeline": _("Fingerprint of the timeline"),
        "mandates": _("Number of mandates"),
        "bodies": _("Fingerprint of the bodies and their mandates"),
    },
)
PHASE_ADDED = EntryKind(
    "phase.added",
    _("A phase was added to a running process"),
    facts={
        "phase": Fact.REF,
        "kind": Fact.CODE,
        "opens_at": Fact.INSTANT,
        "closes_at": Fact.INSTANT,
        "reason": Fact.PUBLIC_TEXT,
    },
    labels={
        "phase": _("Reference of the phase"),
        "kind": _("Kind"),
        "opens_at": _("Opening"),
        "closes_at": _("Closing"),
        "reason": _("Reason"),
    },
    words={"kind": lambda code: kind.label if (kind := phase_kinds().get(code)) else None},
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

BODY_CREATED = EntryKind(
    "body.created",
    _("A body was added to a running process"),
    facts={"body": Fact.REF, "kind": Fact.CODE, "title": Fact.PUBLIC_TEXT},
    labels={"body": _("Reference of the body"), "kind": _("Kind"), "title": _("Title")},
    words={"kind": dict(BodyKind.choices).get},
)
_MANDATE = {
    "mandate": Fact.REF,
    "body": Fact.REF,
    "role": Fact.CODE,
    "at": Fact.INSTANT,
    "reason": Fact.PUBLIC_TEXT,
}
_MANDATE_LABELS = {
    "mandate": _("Reference of the mandate"),
    "body": _("Reference of the body"),
    "role": _("Role"),
    "reason": _("Reason"),
    "person": _("who has the mandate"),
}
_MANDATE_WORDS = {"role": {PLAIN_MEMBER: _("member"), **dict(TeamRole.choices)}.get}
MANDATE_BEGAN = EntryKind(
    "mandate.began",
    _("A mandate began"),
    facts=_MANDATE,
    commits=frozenset({"by", "person"}),
    labels={**_MANDATE_LABELS, "at": _("Beginning")},
    words=_MANDATE_WORDS,
)
MANDATE_ENDED = EntryKind(
    "mandate.ended",
    _("A mandate ended"),
    facts=_MANDATE,
    commits=frozenset({"by", "person"}),
    labels={**_MANDATE_LABELS, "at": _("End")},
    words=_MANDATE_WORDS,
)

KINDS = (
    PROCESS_PUBLISHED,
    PHASE_RESCHEDULED,
    PHASE_ADDED,
    PROCESS_ARCHIVED,
    PROCESS_REOPENED,
    BODY_CREATED,
    MANDATE_BEGAN,
    MANDATE_ENDED,
)
