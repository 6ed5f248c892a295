"""What the public journal says of answers: what is owed and until when, what was promised, what was done."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.states import MILESTONE_MACHINE, Verdict
from isegoria.core.journal.kinds import EntryKind, Fact

OWED = EntryKind(
    "answer.owed",
    _("An answer is owed"),
    facts={"activity": Fact.REF, "due_at": Fact.INSTANT},
    labels={"activity": _("Activity"), "due_at": _("To be given by")},
)
ANSWERED = EntryKind(
    "answer.published",
    _("The authority answered"),
    facts={
        "answer": Fact.REF,
        "verdict": Fact.CODE,
        "whole": Fact.COUNT,
        "commitments": Fact.COUNT,
        "milestones": Fact.COUNT,
        "text": Fact.DIGEST,
    },
    labels={
        "answer": _("Reference of the answer"),
        "verdict": _("What it says"),
        "whole": _("1 when everything that was asked is now answered"),
        "commitments": _("Commitments"),
        "milestones": _("Dated steps"),
        "text": _("SHA-256 of its reasons"),
    },
    words={"verdict": dict(Verdict.choices).get},
)
REPORTED = EntryKind(
    "answer.milestone",
    _("The authority reported on what it promised"),
    facts={
        "milestone": Fact.REF,
        "event": Fact.CODE,
        "due_on": Fact.CODE,
        "text": Fact.DIGEST,
    },
    labels={
        "milestone": _("Reference of the dated step"),
        "event": _("What happened"),
        "due_on": _("Its date now"),
        "text": _("SHA-256 of what was said"),
    },
    words={"event": {each.event: each.label for each in MILESTONE_MACHINE.transitions}.get},
)
OPINION_GIVEN = EntryKind(
    "answer.opinion",
    _("A body that watches gave its opinion"),
    facts={"body": Fact.REF, "opinion": Fact.REF, "text": Fact.DIGEST},
    labels={
        "body": _("Reference of the body"),
        "opinion": _("Reference of the opinion"),
        "text": _("SHA-256 of what it says"),
    },
)
KINDS = (OWED, ANSWERED, REPORTED, OPINION_GIVEN)
