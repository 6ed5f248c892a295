"""What the public journal says of measures: references, codes and counts; words and people as commitments."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.capabilities.drafting.states import Outcome
from isegoria.core.journal.kinds import EntryKind, Fact

MEASURE_BEGUN = EntryKind(
    "measure.begun",
    _("A measure was begun"),
    facts={"activity": Fact.REF, "body": Fact.REF},
    labels={"activity": _("Reference of the activity"), "body": _("Reference of the body")},
)
MEASURE_CHANGED = EntryKind(
    "measure.changed",
    _("A section of a measure was changed"),
    facts={"section": Fact.CODE, "version": Fact.COUNT, "characters": Fact.COUNT},
    commits=frozenset({"by", "text", "reason"}),
    labels={
        "section": _("Section"),
        "version": _("Number of the version"),
        "characters": _("Characters"),
        "text": _("the text"),
        "reason": _("why it was changed"),
    },
    words={"section": dict(SectionCode.choices).get},
)
DOCUMENT_CITED = EntryKind(
    "measure.document_cited",
    _("A document was named as a source of a measure"),
    facts={"number": Fact.COUNT},
    commits=frozenset({"by", "document"}),
    labels={"number": _("Number of the source"), "document": _("the document")},
)
AMENDMENT_ANSWERED = EntryKind(
    "measure.amendment_answered",
    _("A proposed change of a measure was answered"),
    facts={"amendment": Fact.REF, "outcome": Fact.CODE, "version": Fact.COUNT},
    commits=frozenset({"by", "text", "reason"}),
    labels={
        "amendment": _("Reference of the proposed change"),
        "outcome": _("Outcome"),
        "version": _("Number of the version"),
        "text": _("the text"),
        "reason": _("the reason"),
    },
    words={"outcome": dict(Outcome.choices).get},
)
MEASURES_HANDED_OVER = EntryKind(
    "measures.handed_over",
    _("Measures were handed over to the authority"),
    facts={"measures": Fact.COUNT, "report": Fact.DIGEST},
    labels={
        "measures": _("How many"),
        "report": _("SHA-256 of the report as data"),
    },
)
KINDS = (
    MEASURE_BEGUN,
    MEASURE_CHANGED,
    DOCUMENT_CITED,
    AMENDMENT_ANSWERED,
    MEASURES_HANDED_OVER,
)
