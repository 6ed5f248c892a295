"""When grouped e-mails are due: pure functions of the clock."""

from datetime import datetime, time, timedelta, tzinfo

from isegoria.core.notice_kinds import Frequency

HOUR = time(7)
"""Grouped e-mails are written at this hour of the installation's day; weekly ones on Mondays."""


def cutoff(frequency: Frequency, now: datetime, zone: tzinfo) -> datetime | None:
    """What happened before this instant is due; None when nothing ever is.

    ``now`` is aware; ``zone`` is the time zone in which the hour is meant. The answer is the latest
    seven o'clock (of a Monday, for weekly), so a server that slept through it makes up for it.
    """
    if frequency is Frequency.NEVER:
        return None
    if frequency is Frequency.AT_ONCE:
        return now
    local = now.astimezone(zone)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    if frequency is Frequency.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, HOUR, zone)
