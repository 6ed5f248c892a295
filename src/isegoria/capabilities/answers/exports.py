"""What was promised and done, as open data: one row for each dated step, and one for what has none."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.models import Answer, Commitment, Demand, Milestone
from isegoria.capabilities.answers.states import DemandState, MilestoneState, Verdict
from isegoria.commons.posts.cards import title_of
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core.exports.declare import Export, ExportColumn, Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One dated step of one answer to one demand; what is not there yet is None."""

    demand: Demand
    answer: Answer | None = None
    commitment: Commitment | None = None
    step: Milestone | None = None


def _rows(process: Process) -> Iterator[Row]:
    """In the order of the dates of the answers. Four statements."""
    demands = (
        Demand.objects.filter(activity__process=process, post__visibility="visible")
        .select_related("post")
        .prefetch_related("answers__post", "answers__commitments__milestones")
        .order_by("due_at", "pk")
    )
    for demand in demands:
        shown = [answer for answer in demand.answers.all() if answer.post.shown]
        if not shown:
            yield Row(demand)
        for answer in shown:
            yield from _of_answer(demand, answer)


def _of_answer(demand: Demand, answer: Answer) -> Iterator[Row]:
    commitments = list(answer.commitments.all())
    if not commitments:
        yield Row(demand, answer)
    for commitment in commitments:
        for step in commitment.milestones.all():
            yield Row(demand, answer, commitment, step)


ANSWERS_EXPORT = Export(
    name="answers",
    label=_("Answers and commitments"),
    description=_(
        "What was asked of the authority, what it answered, and each dated step of what it promised:"
        " one row for each step, one for an answer without any, one for what still waits."
    ),
    columns=(
        ExportColumn(
            "asked",
            _("What was asked"),
            Kind.UUID,
            _("Lasting reference of the text that was handed over"),
            lambda row: row.demand.post.ref,
        ),
        ExportColumn("title", _("Title"), Kind.TEXT, "", lambda row: title_of(row.demand.post)),
        ExportColumn(
            "state",
            _("State"),
            Kind.CHOICE,
            "",
            lambda row: row.demand.state,
            choices=dict(DemandState.choices),
        ),
        ExportColumn(
            "handed_over_at",
            _("Handed over"),
            Kind.INSTANT,
            "",
            lambda row: row.demand.handed_over_at,
        ),
        ExportColumn(
            "promised_at",
            _("First date of the answer"),
            Kind.INSTANT,
            "",
            lambda row: row.demand.promised_at,
        ),
        ExportColumn(
            "due_at",
            _("Present date of the answer"),
            Kind.INSTANT,
            "",
            lambda row: row.demand.due_at,
        ),
        ExportColumn(
            "answered_at",
            _("Wholly answered"),
            Kind.INSTANT,
            "",
            lambda row: row.demand.answered_at,
        ),
        ExportColumn(
            "verdict",
            _("Answer"),
            Kind.CHOICE,
            "",
            lambda row: row.answer and row.answer.verdict,
            choices=dict(Verdict.choices),
        ),
        ExportColumn(
            "part",
            _("About which part"),
            Kind.TEXT,
            _("Empty: about everything that was asked"),
            lambda row: row.answer and row.answer.part,
        ),
        ExportColumn(
            "responsible",
            _("Who is responsible"),
            Kind.TEXT,
            _("As the authority publishes it"),
            lambda row: row.answer and row.answer.responsible,
        ),
        ExportColumn(
            "budget", _("Budget"), Kind.TEXT, "", lambda row: row.answer and row.answer.budget
        ),
        ExportColumn(
            "commitment",
            _("Commitment"),
            Kind.TEXT,
            "",
            lambda row: row.commitment and row.commitment.text,
        ),
        ExportColumn(
            "step", _("Dated step"), Kind.TEXT, "", lambda row: row.step and row.step.text
        ),
        ExportColumn(
            "promised_on",
            _("First date of the step"),
            Kind.DATE,
            "",
            lambda row: row.step and row.step.promised_on,
        ),
        ExportColumn(
            "due_on",
            _("Present date of the step"),
            Kind.DATE,
            "",
            lambda row: row.step and row.step.due_on,
        ),
        ExportColumn(
            "step_state",
            _("State of the step"),
            Kind.CHOICE,
            "",
            lambda row: row.step and row.step.state,
            choices=dict(MilestoneState.choices),
        ),
    ),
    rows=_rows,
    policy=READ_PROCESS,
)
