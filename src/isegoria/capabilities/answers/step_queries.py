"""Reads about what answers promise: their dated steps, and how far these have come."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers import rules, writing
from isegoria.capabilities.answers.cards import CommitmentView, ReportView, StepView
from isegoria.capabilities.answers.models import Answer, Commitment, Demand, Milestone, Report
from isegoria.capabilities.answers.states import MilestoneState
from isegoria.core.texts import Text
from isegoria.core.ui import formatting

NO_STEPS = {"done": 0, "steps": 0, "late_steps": 0, "dropped_steps": 0}
STEP_TAGS = {MilestoneState.DONE: "good", MilestoneState.DROPPED: "bad"}
EVENTS: dict[str, Text] = {
    "tell": _("Under way"),
    "move": _("Put off"),
    "do": _("Done"),
    "drop": _("Given up"),
}


def steps_of(demands: Iterable[Demand]) -> dict[int, dict[str, int]]:
    """How many dated steps were promised, are done, late and given up, by demand. One statement."""
    late = Q(state=MilestoneState.AHEAD, due_on__lt=writing.today())
    rows = (
        Milestone.objects.filter(
            commitment__answer__demand__in=list(demands), commitment__answer__post__shown=True
        )
        .values("commitment__answer__demand")
        .annotate(
            steps=Count("pk"),
            done=Count("pk", filter=Q(state=MilestoneState.DONE)),
            late_steps=Count("pk", filter=late),
            dropped_steps=Count("pk", filter=Q(state=MilestoneState.DROPPED)),
        )
    )
    return {
        row["commitment__answer__demand"]: {
            name: row[name] for name in ("steps", "done", "late_steps", "dropped_steps")
        }
        for row in rows
    }


def commitments_with_reports() -> "Prefetch[str, QuerySet[Commitment], str]":
    """What answers promise, with all that was said of it."""
    reports = Prefetch("reports", Report.objects.order_by("at", "pk"))
    steps = Prefetch("milestones", Milestone.objects.prefetch_related(reports))
    return Prefetch("commitments", Commitment.objects.prefetch_related(steps))


def commitment_views(answer: Answer) -> tuple[CommitmentView, ...]:
    """What an answer promises, as it stands."""
    today = writing.today()
    return tuple(
        CommitmentView(
            commitment.pk,
            commitment.text,
            tuple(step_view(step, today) for step in commitment.milestones.all()),
        )
        for commitment in answer.commitments.all()
    )


def step_view(step: Milestone, today: date) -> StepView:
    """A dated step as it stands on ``today``."""
    state = MilestoneState(step.state)
    ahead = state == MilestoneState.AHEAD
    due = rules.due(step.due_on, today)
    late = ahead and bool(due.late)
    return StepView(
        ref=str(step.ref),
        text=step.text,
        state=_("late") if late else state.label,
        tag="bad" if late else STEP_TAGS.get(state, ""),
        due=formatting.date(step.due_on),
        due_iso=step.due_on.isoformat(),
        distance=due.sentence if ahead else "",
        is_late=late,
        promised=formatting.date(step.promised_on) if step.promised_on != step.due_on else "",
        reports=tuple(_report(report) for report in step.reports.all()),
        is_ahead=ahead,
    )


def _report(report: Report) -> ReportView:
    dates = None
    if report.former_due_on and report.due_on:
        dates = (formatting.date(report.former_due_on), formatting.date(report.due_on))
    return ReportView(
        event=EVENTS[report.event],
        text=report.text,
        evidence=report.evidence,
        at=formatting.date(report.at),
        at_iso=report.at.isoformat(),
        dates=dates,
    )
