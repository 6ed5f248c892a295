"""The steps of a process as its timeline shows them: a view model, and the template ``ui/timeline.html``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import Status, Window, seen_at, status
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import date_range, status_in_words

STATUS_LABELS: dict[Status, Text] = {
    Status.UPCOMING: _("To come"),
    Status.OPEN: _("Open now"),
    Status.CLOSED: _("Finished"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do now, and where."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One phase, ready to be shown.

    ``dates`` is the window in words, ``when`` how far its next edge is. ``actions`` lists what an open
    phase lets this visitor do; ``url`` is where the rest is told; ``language`` is that of a label which is
    not in the language of the page.
    """

    label: Text
    kind: Text
    status: Status
    dates: str = ""
    when: str = ""
    note: Text = ""
    url: str = ""
    language: str = ""
    actions: tuple[Action, ...] = ()

    @property
    def status_label(self) -> Text:
        """The status in words, beside the mark that shows it."""
        return STATUS_LABELS[self.status]

    @property
    def is_current(self) -> bool:
        """True for a step that is open now."""
        return self.status is Status.OPEN


def step(
    label: Text,
    kind: Text,
    window: Window,
    now: datetime,
    *,
    note: Text = "",
    url: str = "",
    language: str = "",
    actions: Sequence[Action] = (),
) -> Step:
    """The step of ``window`` as it stands at ``now``. Actions are kept only while the window is open."""
    where = status(window, now)
    dates, when = _in_words(
        window.opens_at, window.closes_at, where, seen_at((window,), now), get_language()
    )
    return Step(
        label=label,
        kind=kind,
        status=where,
        dates=dates,
        when=when,
        note=note,
        url=url,
        language=language,
        actions=tuple(actions) if where is Status.OPEN else (),
    )


@lru_cache(2_000)
def _in_words(
    opens_at: datetime | None,
    closes_at: datetime | None,
    where: Status,
    now: datetime,
    _language: str | None,
) -> tuple[str, str]:
    """The window, and how far its next edge is."""
    far = "" if where is Status.CLOSED else status_in_words(where, opens_at, closes_at, now)
    return date_range(opens_at, closes_at), far
