"""The figures of a consultation, for the team that runs it."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.dashboard import Figures, figures_of_the_minute
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.numbers import Number
from isegoria.commons.processes.policies import MANAGE_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.actor import Channel, Verification
from isegoria.core.routes import page
from isegoria.core.texts import Text, pick
from isegoria.core.ui.charts import BarChart, LineChart, bar_chart, line_chart
from isegoria.core.ui.formatting import number, percent

ROUTE = "consultation:dashboard"
HOURS = 48
"""Below which a delay is told in hours."""
YEAR = timedelta(days=365)
"""How far back the days are drawn: imported texts can be old."""
LEVELS: dict[int, Text] = {
    Verification.NONE: _("Not checked"),
    Verification.EMAIL: _("An e-mail address"),
    Verification.REGISTER: _("The register"),
    Verification.IDENTITY: _("An identity provider"),
    Verification.IN_PERSON: _("In person"),
}


@page(MANAGE_PROCESS, load=process_by_slug)
def dashboard(request: HttpRequest, process: Process) -> HttpResponse:
    """Who takes part, when, on what, and how fast the moderators answer."""
    found = figures_of_the_minute(process)
    return show(
        request,
        "consultation/dashboard.html",
        process,
        ROUTE,
        _("Participation"),
        numbers=tuple(_numbers(found)),
        lines=_per_day(found),
        bars=tuple(_bars(found)),
    )


def _numbers(found: Figures) -> Iterator[Number]:
    texts = [own for own, _comments in found.days.values()]
    yield Number(_("contributions"), number(sum(texts)))
    yield Number(_("of which imported"), number(found.imported))
    yield Number(_("positions taken"), number(found.stances))
    yield Number(_("distinct people"), number(found.people))
    yield Number(_("of which took a position"), number(found.voters))
    yield Number(
        _("share of the positions taken by the most active hundredth"), percent(found.loudest, 0)
    )
    yield Number(_("moderation: decisions asked for and made"), number(found.decisions))
    if found.delay is not None:
        yield Number(_("moderation: median delay"), _span(found.delay))


def _span(delay: timedelta) -> str:
    hours = delay / timedelta(hours=1)
    if hours < HOURS:
        return str(_("%(count)s h")) % {"count": number(hours, 1)}
    return str(_("%(count)s days")) % {"count": number(hours / 24, 1)}


def _per_day(found: Figures) -> LineChart | None:
    if not found.days:
        return None
    last = max(found.days)
    first = max(min(found.days), last - YEAR)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    pairs = [found.days.get(day, (0, 0)) for day in days]
    return line_chart(
        _("Contributions and comments per day"),
        days,
        (
            (_("contributions"), [own for own, _other in pairs]),
            (_("comments"), [other for _own, other in pairs]),
        ),
    )


def _bars(found: Figures) -> Iterator[BarChart]:
    if found.themes:
        yield bar_chart(
            _("Contributions per theme"),
            [(pick(title) if title else _("No theme"), [count]) for title, count in found.themes],
            series=(_("contributions"),),
            label_heading=_("Theme"),
        )
    if found.people:
        yield bar_chart(
            _("How people were checked"),
            [(LEVELS[level], [found.levels.get(level, 0)]) for level in LEVELS],
            series=(_("people"),),
            label_heading=_("Level"),
        )
        yield bar_chart(
            _("How contributions and positions came in"),
            [(Channel(code).label, pair) for code, pair in sorted(found.channels.items())],
            series=(_("contributions"), _("positions")),
            label_heading=_("Channel"),
        )
