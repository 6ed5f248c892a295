"""Volunteers from a file, in the dialects of the kernel: everything wrong is told at once, or all come in."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Answer, Draw, Feature, Volunteer
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.rules import home_key
from isegoria.capabilities.lottery.states import Origin, Place
from isegoria.capabilities.lottery.writing import organised
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service
from isegoria.kernel.lottery.reading import Reading, Standing, Terms, read_terms
from isegoria.kernel.lottery.remarks import TEMPLATES, Remark, Sheet

_PLACES = {Standing.SEATED: Place.SEATED, Standing.EXCLUDED: Place.SET_ASIDE}
_BATCH = 1_000
_LINE = gettext_noop("Line {line}")
SENTENCES = (
    gettext_noop(
        "“{value}” stands in no quota (there are: {known}). People concerned: {count}. If it is meant,"
        " give it a quota, from 0 to the size if need be."
    ),
    gettext_noop("“{value}” is not in the file of people."),
    gettext_noop("“{value}” is both excluded and seated."),
    gettext_noop("{seated} people are already seated, and the panel has {size} seats."),
    gettext_noop("“{column}” is the id: no two people share it, so it cannot be a household."),
    gettext_noop("This file is not in UTF-8: it was read as {encoding}. Are the accents right?"),
    gettext_noop("Columns used by nothing were ignored: {columns}."),
    gettext_noop("There is no column of ids: people are called by the number of their line."),
    gettext_noop("{count} excluded ids are not in the file of people (first: “{value}”)."),
    gettext_noop("{count} people have no household: the rule cannot be applied to them."),
    gettext_noop("{count} people share the household of a seated member: they cannot be drawn."),
)
"""What the kernel can say of these files, where the catalogue of messages finds it."""


@dataclass(frozen=True, slots=True)
class Files:
    """What the organiser hands over. ``household``: the columns that together make a household."""

    people: bytes
    excluded: bytes | None = None
    seated: bytes | None = None
    household: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would bring: how many people, what is wrong, what was decided or ignored."""

    people: int
    problems: tuple[str, ...]
    remarks: tuple[str, ...]


def check(draw: Draw, files: Files) -> Checked:
    """Read the files and write nothing."""
    features = sheet(draw)
    if not features:
        return Checked(
            0, (gettext("Add the features first: their values are looked for in the file."),), ()
        )
    reading = _read(draw, features, files)
    problems = tuple(_said(item) for item in reading.remarks if item.fatal)
    remarks = tuple(_said(item) for item in reading.remarks if not item.fatal)
    if reading.terms is None:
        return Checked(0, problems, remarks)
    problems += tuple(_known(draw, reading.terms))
    return Checked(len(reading.terms.people), problems, remarks)


@service(journal=Private("an imported list is as private as a form; the frozen pool is published"))
def import_volunteers(*, actor: Actor, activity: Activity, files: Files) -> int:
    """Bring in everybody of a file, or nobody; answer how many.

    Names and addresses are not read: the id of the file leads the organiser to them. Raises Invalid with
    every line that cannot be read.
    """
    draw = organised(actor, activity)
    features = sheet(draw)
    if not features:
        raise Conflict(
            _("Add the features first: their values are looked for in the file."),
            code="no_features",
        )
    reading = _read(draw, features, files)
    problems = [_said(item) for item in reading.remarks if item.fatal]
    if reading.terms is not None:
        problems += _known(draw, reading.terms)
    if reading.terms is None or problems:
        raise Invalid(_("Nobody was imported."), problems, code="import")
    _write(draw, features, reading.terms, actor)
    return len(reading.terms.people)


def _read(draw: Draw, features: Sequence[Feature], files: Files) -> Reading:
    return read_terms(
        files.people,
        _quotas(features),
        draw.size,
        excluded=files.excluded,
        seated=files.seated,
        household=files.household,
    )


def _quotas(features: Sequence[Feature]) -> bytes:
    out = io.StringIO()
    sheet_ = csv.writer(out)
    sheet_.writerow(["feature", "value", "min", "max"])
    for feature in features:
        for value in feature.values.all():
            sheet_.writerow([feature.name, value.name, value.minimum, value.maximum])
    return out.getvalue().encode()


def _said(item: Remark) -> str:
    sentence = item.sentence(gettext(TEMPLATES[item.code]), gettext(_LINE))
    names = {Sheet.EXCLUDED: _("File of people left out"), Sheet.SEATED: _("File of members")}
    return f"{names[item.sheet]}: {sentence}" if item.sheet in names else sentence


def _known(draw: Draw, terms: Terms) -> list[str]:
    longest = Volunteer._meta.get_field("imported_id").max_length or 0
    ids = [person.volunteer.id for person in terms.people]
    there = set(
        Volunteer.objects.filter(draw=draw)
        .exclude(imported_id="")
        .values_list("imported_id", flat=True)
    )
    twice = [gettext("“%(id)s” was imported before.") % {"id": one} for one in ids if one in there]
    long = [
        gettext("“%(id)s…” is too long.") % {"id": one[:30]} for one in ids if len(one) > longest
    ]
    return twice + long


def _write(draw: Draw, features: Sequence[Feature], terms: Terms, actor: Actor) -> None:
    rows = Volunteer.objects.bulk_create(
        (
            Volunteer(
                draw=draw,
                origin=Origin.FILE,
                imported_id=person.volunteer.id,
                household=home_key(draw.seed, person.volunteer.household)
                if person.volunteer.household
                else "",
                place=_PLACES.get(person.standing, Place.ELIGIBLE),
                channel=actor.channel,
                entered_by_id=actor.person_id,
            )
            for person in terms.people
        ),
        batch_size=_BATCH,
    )
    keys = [{value.name: value.pk for value in feature.values.all()} for feature in features]
    Answer.objects.bulk_create(
        (
            Answer(volunteer=row, feature=feature, value_id=known[held])
            for row, person in zip(rows, terms.people, strict=True)
            for feature, known, held in zip(features, keys, person.volunteer.values, strict=True)
        ),
        batch_size=_BATCH,
    )
