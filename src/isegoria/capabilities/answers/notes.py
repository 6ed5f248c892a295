"""What this room says of a text that was handed over, wherever that text is shown."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.answers import queries, step_queries
from isegoria.capabilities.answers.cards import Standing, VerdictView
from isegoria.capabilities.answers.models import Demand
from isegoria.core.component import Note
from isegoria.core.ui.formatting import number


def notes_on_demands(keys: Sequence[int]) -> dict[int, Note]:
    """By when an answer is owed, what was answered (of each part, the last), how much of it is done. Three
    statements at most."""
    demands = list(queries.handed_over(keys))
    if not demands:
        return {}
    verdicts, steps = queries.verdicts_of(demands), step_queries.steps_of(demands)
    return {
        demand.post_id: _note(
            demand, verdicts.get(demand.pk, ()), **steps.get(demand.pk, step_queries.NO_STEPS)
        )
        for demand in demands
    }


def _note(
    demand: Demand,
    verdicts: Sequence[VerdictView],
    *,
    done: int,
    steps: int,
    late_steps: int,
    dropped_steps: int,
) -> Note:
    url = reverse("answers:demand", args=[demand.post.ref])
    standing = queries.standing_of(demand)
    last = {verdict.part: verdict for verdict in verdicts}
    said = " · ".join(_said(verdict) for verdict in last.values())
    if standing.due:
        return Note(" · ".join(filter(None, (_owed(standing), said))), url, standing.tag or "open")
    tags = {verdict.tag for verdict in last.values()}
    tone = tags.pop() if len(tags) == 1 else "warn"
    if not steps:
        return Note(said or str(standing.state), url, tone)
    words = {"verdict": said, "done": number(done), "steps": number(steps)}
    how_far = _("%(verdict)s – dated steps done: %(done)s of %(steps)s") % words
    if dropped_steps:
        how_far = _("%(how_far)s, given up: %(dropped)s") % {
            "how_far": how_far,
            "dropped": number(dropped_steps),
        }
    return Note(how_far, url, "bad" if late_steps or dropped_steps else tone)


def _said(verdict: VerdictView) -> str:
    if not verdict.part:
        return str(verdict.label)
    return _("%(part)s: %(verdict)s") % {"part": verdict.part, "verdict": verdict.label}


def _owed(standing: Standing) -> str:
    said = (
        _("Answer was due by %(date)s: %(distance)s")
        if standing.is_late
        else _("Answer due by %(date)s: %(distance)s")
    )
    return said % {"date": standing.due_date, "distance": standing.due}
