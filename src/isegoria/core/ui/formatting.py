"""Dates, durations and numbers in words, for view models: once per row, in Python, in the reader's language.

Localised filters inside the loop of a template are the largest cost of a list page; these cost a few
microseconds each. Every function takes the instant it needs and reads no clock. Instants are shown in the
time zone of the installation.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from isegoria.core.phases import Status
from isegoria.core.ui.locales import NBSP, Locale, current

_MINUTE, _HOUR = 60, 3600


def number(value: float, decimals: int = 0) -> str:
    """``12 345,5`` in French, ``12,345.5`` in English."""
    locale = current()
    text = f"{value:,.{decimals}f}"
    if text.strip("-0.,") == "":
        text = text.lstrip("-")
    whole, _dot, fraction = text.partition(".")
    whole = whole.replace(",", locale.thousands)
    return f"{whole}{locale.decimal}{fraction}" if fraction else whole


def percent(ratio: float, decimals: int = 0) -> str:
    """A share of one as a percentage: 0.125 is ``12,5 %`` with one decimal."""
    return current().percent.format(number=number(ratio * 100, decimals))


def date(value: dt.date | dt.datetime) -> str:
    """``1er mars 2026``, ``1 March 2026``; an instant counts for the local day it falls on."""
    return _date(_local(value), current())


def time(value: dt.datetime) -> str:
    """``9 h 30``, ``09:30``."""
    return _time(timezone.localtime(value), current())


def instant(value: dt.datetime) -> str:
    """``1er mars 2026 à 9 h 30``, ``1 March 2026 at 09:30``."""
    return _instant(timezone.localtime(value), current())


def closing(value: dt.datetime) -> str:
    """The last moment of a half-open window: a window that closes at midnight ends the day before."""
    return _closing(timezone.localtime(value), current())


def _local(value: dt.date | dt.datetime) -> dt.date:
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


def _date(day: dt.date, locale: Locale, *, year: bool = True) -> str:
    number_of_day = locale.first_day if day.day == 1 else str(day.day)
    text = locale.day_month.format(day=number_of_day, month=locale.months[day.month - 1])
    return f"{text} {day.year}" if year else text


def _time(local: dt.datetime, locale: Locale) -> str:
    pattern = locale.clock if local.minute else locale.on_the_hour
    return pattern.format(hour=local.hour, minute=local.minute)


def _instant(local: dt.datetime, locale: Locale) -> str:
    return locale.at.format(date=_date(local, locale), time=_time(local, locale))


def _closing(local: dt.datetime, locale: Locale) -> str:
    if _is_midnight(local):
        return _date(local.date() - dt.timedelta(days=1), locale)
    return _instant(local, locale)


def _is_midnight(local: dt.datetime) -> bool:
    return not (local.hour or local.minute or local.second)


def date_range(opens_at: dt.datetime | None, closes_at: dt.datetime | None) -> str:
    """A half-open window in words; a missing bound is left out, and '' says that neither is known.

    What both ends share is said once: ``du 3 au 12 mars 2026``. Hours are shown only when an end is not
    midnight; a window that closes at midnight on the 13th is open until the end of the 12th.
    """
    locale = current()
    if opens_at is None:
        return locale.until.format(end=closing(closes_at)) if closes_at else ""
    if closes_at is None:
        return locale.since.format(start=date(opens_at))
    first, last = timezone.localtime(opens_at), timezone.localtime(closes_at)
    if _is_midnight(first) and _is_midnight(last):
        return _days(first.date(), last.date() - dt.timedelta(days=1), locale)
    last_day = last.date() - dt.timedelta(days=1) if _is_midnight(last) else last.date()
    if first.date() == last_day:
        return locale.same_day.format(
            date=_date(first, locale), start=_time(first, locale), end=_time(last, locale)
        )
    return locale.from_to.format(start=_instant(first, locale), end=_closing(last, locale))


def _days(first: dt.date, last: dt.date, locale: Locale) -> str:
    if first >= last:
        return locale.until_day.format(date=_date(first, locale))
    if (first.year, first.month) == (last.year, last.month):
        start = locale.first_day if first.day == 1 else str(first.day)
    else:
        start = _date(first, locale, year=first.year != last.year)
    return locale.from_to.format(start=start, end=_date(last, locale))


def duration(seconds: float) -> str:
    """How long, in the largest unit that says enough: ``3 jours``, ``5 hours``. The sign is ignored."""
    seconds = abs(seconds)
    if seconds < _MINUTE:
        return current().moments
    if seconds < _HOUR:
        return _count("minute", int(seconds // _MINUTE))
    if seconds < 24 * _HOUR:
        return _count("hour", int(seconds // _HOUR))
    return _long(int(seconds // (24 * _HOUR)))


def _long(days: int) -> str:
    if days < 60:
        return _count("day", days)
    if days < 730:
        return _count("month", round(days / 30.44))
    return _count("year", int(days / 365.25))


def _count(unit: str, count: int) -> str:
    locale = current()
    forms = locale.units[unit]
    text = forms.one if locale.is_singular(count) else forms.many
    return text.format(n=number(count)).replace(" ", NBSP, 1)


def in_words(when: dt.datetime, now: dt.datetime) -> str:
    """How far ``when`` is from ``now``: ``dans 3 jours``, ``tomorrow``, ``2 hours ago``.

    Within a day the hours count; beyond, the days of the calendar, so that Friday seen from Wednesday is
    "in 2 days" at any hour.
    """
    locale = current()
    seconds = (when - now).total_seconds()
    if seconds == 0:
        return locale.now
    pattern = locale.ahead if seconds > 0 else locale.ago
    days = abs((_local(when) - _local(now)).days)
    if days == 0 or abs(seconds) < 6 * _HOUR:
        return pattern.format(duration=duration(seconds))
    if days == 1:
        forms = locale.units["day"]
        return forms.next if seconds > 0 else forms.last
    return pattern.format(duration=_long(days))


def status_in_words(
    status: Status, opens_at: dt.datetime | None, closes_at: dt.datetime | None, now: dt.datetime
) -> str:
    """What a visitor wants to know of a window first: "Opens in 3 days", "Closes tomorrow", "Closed"."""
    if status is Status.UPCOMING and opens_at is not None:
        return _("Opens %(when)s") % {"when": in_words(opens_at, now)}
    if status is Status.OPEN and closes_at is not None:
        return _("Closes %(when)s") % {"when": in_words(closes_at, now)}
    if status is Status.OPEN:
        return _("Open, no closing date")
    return _("Closed")
