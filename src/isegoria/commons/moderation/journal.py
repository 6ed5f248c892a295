"""What the public journal says of moderation: what was decided and why, never the text nor a name."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation.states import Act, AppealState, Reason
from isegoria.core.journal.kinds import EntryKind, Fact

RULED = EntryKind(
    "moderation.ruled",
    _("A moderator decided about a text"),
    facts={"act": Fact.CODE, "reason": Fact.CODE, "explanation": Fact.PUBLIC_TEXT},
    labels={
        "act": _("What was decided"),
        "reason": _("Rule of the charter"),
        "explanation": _("Reason, in public"),
    },
    words={"act": dict(Act.choices).get, "reason": dict(Reason.choices).get},
)
APPEALED = EntryKind("moderation.appealed", _("An author appealed against a decision"))
APPEAL_DECIDED = EntryKind(
    "moderation.appeal_decided",
    _("An appeal was decided by somebody else"),
    facts={"outcome": Fact.CODE, "explanation": Fact.PUBLIC_TEXT},
    labels={"outcome": _("Outcome"), "explanation": _("Reason, in public")},
    words={"outcome": dict(AppealState.choices).get},
)
REWRITTEN = EntryKind(
    "moderation.rewritten",
    _("An author accepted another wording of a hidden text"),
    facts={"revision": Fact.COUNT},
    commits=frozenset({"by", "text"}),
    labels={"revision": _("Number of the version"), "text": _("the text")},
)
KINDS = (RULED, APPEALED, APPEAL_DECIDED, REWRITTEN)
NO_RULE = "none"
"""The rule of the charter that a decision names when none was broken."""
