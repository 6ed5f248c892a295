"""The report of a panel: the measures handed over, with what they rest on and how they were adopted. As
data, as pages and as a tagged PDF, all from one view."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.drafting.models import Amendment, Measure, Reference, Section
from isegoria.capabilities.drafting.rules import with_notes
from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.capabilities.drafting.states import MeasureState
from isegoria.commons.decisions.queries import decision_on, decision_view
from isegoria.commons.posts.models import Relation
from isegoria.commons.posts.thread_page import PROV
from isegoria.commons.processes.models import Activity
from isegoria.core.pdf.render import render_pdf
from isegoria.core.texts import pick
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import plain
from isegoria.kernel.canonical import canonical, instant

_CONTEXT = {"prov": "http://www.w3.org/ns/prov#", "measures": "@graph"}
"""How linked data read the report: its measures are a graph, in which the terms of PROV-O count."""
_TEMPLATE = Path(__file__).parent / "pdf" / "report.typ"


def submitted(activity: Activity) -> list[Measure]:
    """The measures of an activity that were handed over, in the order of the report. One statement."""
    found = Measure.objects.filter(post__activity=activity, state=MeasureState.SUBMITTED)
    return list(found.select_related("post__body").order_by("number"))


def sections_of(measures: list[Measure]) -> Mapping[int, Mapping[str, str]]:
    """The sections of measures by key and code. One statement."""
    texts: dict[int, dict[str, str]] = {}
    for section in Section.objects.filter(measure__in=measures):
        texts.setdefault(section.measure_id, {})[section.code] = section.text
    return texts


def references_of(measures: list[Measure]) -> Mapping[int, list[Reference]]:
    """What measures rest on, by key, in the order of their numbers. One statement."""
    found: dict[int, list[Reference]] = {}
    rows = Reference.objects.filter(measure__in=measures).select_related("origin")
    for reference in rows.order_by("measure_id", "number"):
        found.setdefault(reference.measure_id, []).append(reference)
    return found


def report_data(activity: Activity) -> dict[str, Any]:
    """The report as data (JSON-LD): no name of a person; what each measure was derived from, in the terms of
    PROV-O. Four statements and three for each measure."""
    measures = submitted(activity)
    texts, references = sections_of(measures), references_of(measures)
    return {
        "@context": _CONTEXT,
        "activity": str(activity.ref),
        "measures": [
            _measure_data(measure, texts.get(measure.pk, {}), references.get(measure.pk, []))
            for measure in measures
        ],
    }


def _measure_data(
    measure: Measure, texts: Mapping[str, str], references: list[Reference]
) -> dict[str, Any]:
    decision = decision_on(measure.post)
    origins = [reference.origin for reference in references if reference.origin]
    return {
        "@id": measure.post.ref.urn,
        "@type": "prov:Entity",
        PROV[Relation.CITED_BY]: [{"@id": origin.ref.urn} for origin in origins],
        "prov:wasAttributedTo": [{"@id": measure.post.body.ref.urn}] if measure.post.body else [],
        "ref": str(measure.post.ref),
        "number": measure.number,
        "title": measure.post.title,
        "handed_over_at": instant(measure.handed_over_at) if measure.handed_over_at else "",
        "body": str(measure.post.body.ref) if measure.post.body else "",
        "sections": {code.value: texts.get(code, "") for code in SectionCode},
        "sources": [
            {
                "number": reference.number,
                "post": str(reference.origin.ref) if reference.origin else "",
                "document": reference.title,
                "address": reference.address,
            }
            for reference in references
        ],
        "vote": {
            "ref": str(decision.ref),
            "majority": decision.majority,
            "quorum": decision.quorum,
            "secret": decision.secret,
            "agree": decision.agree,
            "disagree": decision.disagree,
            "abstain": decision.abstain,
            "members": decision.members,
        }
        if decision
        else {},
        "amendments": Amendment.objects.filter(section__measure=measure).count(),
    }


def report_digest(activity: Activity) -> str:
    """The SHA-256 of the report as canonical JSON, which the public journal keeps."""
    return sha256(canonical(report_data(activity))).hexdigest()


def report_pdf(activity: Activity, language: str) -> bytes:
    """The report as a tagged PDF. Raises PdfError."""
    measures = submitted(activity)
    texts, references = sections_of(measures), references_of(measures)
    at = max(measure.handed_over_at for measure in measures if measure.handed_over_at)
    data = {
        "heading": pick(activity.title),
        "process": pick(activity.process.title),
        "lead": _("Handed over to the authority on %(date)s.") % {"date": formatting.date(at)},
        "labels": {
            "sources": _("Sources"),
            "vote": _("Vote"),
            "dissents": _("Dissenting opinions"),
            "number": _("Number"),
            "source": _("Source"),
        },
        "measures": [
            _printed(measure, texts.get(measure.pk, {}), references.get(measure.pk, []))
            for measure in measures
        ],
    }
    return render_pdf(
        _TEMPLATE,
        data,
        language=language,
        title=_("Report of the panel"),
        at=at,
        address=f"{settings.SITE_URL}{reverse('drafting:list', args=[activity.process.slug, activity.slug])}",
        reference=report_digest(activity),
    )


def _printed(
    measure: Measure, texts: Mapping[str, str], references: list[Reference]
) -> dict[str, Any]:
    decision = decision_on(measure.post)
    view = decision_view(decision) if decision else None
    return {
        "heading": _("Measure %(number)s. %(title)s")
        % {"number": measure.number, "title": measure.post.title},
        "sections": [
            {"heading": str(code.label), "text": _paragraphs(texts[code])}
            for code in SectionCode
            if texts.get(code, "").strip()
        ],
        "sources": [[str(reference.number), _name_of(reference)] for reference in references],
        "vote": [view.result, view.turnout] if view else [],
        "dissents": [f"{one.author.name}: {plain(one.text)}" for one in view.dissents]
        if view
        else [],
    }


def _paragraphs(text: str) -> str:
    return plain(with_notes(text)).replace("\n", "\n\n")


def _name_of(reference: Reference) -> str:
    if reference.origin is not None:
        return reference.origin.title or reference.origin.excerpt
    return " ".join(filter(None, (reference.title, reference.address)))
