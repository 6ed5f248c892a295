"""What the public journal says of votes: the rule when they open, the counts when they close."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.core.journal.kinds import EntryKind, Fact

VOTE_OPENED = EntryKind(
    "decision.opened",
    _("A body was called to vote"),
    facts={
        "decision": Fact.REF,
        "body": Fact.REF,
        "majority": Fact.CODE,
        "quorum": Fact.CODE,
        "ballot": Fact.CODE,
        "members": Fact.COUNT,
        "text": Fact.DIGEST,
        "closes_at": Fact.INSTANT,
    },
    labels={
        "decision": _("Reference of the vote"),
        "body": _("Reference of the body"),
        "majority": _("Majority"),
        "quorum": _("Quorum"),
        "ballot": _("By name or in secret"),
        "members": _("Members who can vote"),
        "text": _("SHA-256 of the text that is voted on"),
        "closes_at": _("Closes"),
    },
    words={
        "majority": dict(Majority.choices).get,
        "quorum": dict(Quorum.choices).get,
        "ballot": {"by_name": _("By name"), "secret": _("In secret")}.get,
    },
)
VOTED_BY_NAME = EntryKind(
    "decision.voted",
    _("A member voted by name"),
    facts={"choice": Fact.CODE},
    labels={"choice": _("Vote")},
    words={"choice": {choice.name.lower(): choice.label for choice in Choice}.get},
)
VOTE_CLOSED = EntryKind(
    "decision.closed",
    _("A vote was closed"),
    facts={
        "decision": Fact.REF,
        "agree": Fact.COUNT,
        "disagree": Fact.COUNT,
        "abstain": Fact.COUNT,
        "members": Fact.COUNT,
        "outcome": Fact.CODE,
    },
    labels={
        "decision": _("Reference of the vote"),
        "agree": _("For"),
        "disagree": _("Against"),
        "abstain": _("Abstentions"),
        "members": _("Members who could vote"),
        "outcome": _("Outcome"),
    },
    words={
        "outcome": {
            "adopted": _("Adopted"),
            "missed_quorum": _("Not adopted: too few members voted"),
            "missed_majority": _("Not adopted: too few votes for it"),
        }.get
    },
)
KINDS = (VOTE_OPENED, VOTED_BY_NAME, VOTE_CLOSED)
