"""Trying the page of the draw, with everything that a draw has but its consequences.

A rehearsal lives in a table of its own, writes nothing public, knows no pseudonym, and opens no seat. The
digits typed show another panel than theirs on the list, so that a photograph of a rehearsal is no draw.
"""

import csv
import io
import json
from collections import Counter
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import archives
from isegoria.capabilities.lottery.draw_models import Drawing, Rehearsal
from isegoria.capabilities.lottery.draw_policies import ATTEND
from isegoria.capabilities.lottery.models import Draw
from isegoria.capabilities.lottery.preparation_models import Edition, Preparation
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.reading_aloud import corrected, read
from isegoria.capabilities.lottery.writing import lock
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service

TRIED = Private("a rehearsal is no act: nothing of it counts")
DICE = ({"kind": "dice"},)


@service(journal=TRIED)
def rehearse(*, actor: Actor, activity: Activity, digit: str) -> Rehearsal:
    """Type one digit; the last one shows a panel. Raises Conflict without a list or once the real draw was
    made, Invalid for what is no digit."""
    rehearsal, preparation = _on_stage(actor, activity)
    preparation.sources = DICE
    read(rehearsal, preparation, digit=digit)
    if len(rehearsal.digits) == preparation.places:
        _show(rehearsal, preparation)
    rehearsal.save()
    return rehearsal


@service(journal=TRIED)
def take_back_rehearsed(*, actor: Actor, activity: Activity) -> Rehearsal:
    """Take back the digit typed last."""
    rehearsal, _preparation = _on_stage(actor, activity)
    if rehearsal.drawn_at is not None or not corrected(rehearsal):
        nothing_changed()
        return rehearsal
    rehearsal.save()
    return rehearsal


@service(journal=TRIED)
def rehearse_again(*, actor: Actor, activity: Activity) -> Rehearsal:
    """Begin the rehearsal anew."""
    rehearsal, _preparation = _on_stage(actor, activity)
    rehearsal.delete()
    return Rehearsal(draw=rehearsal.draw)


def _on_stage(actor: Actor, activity: Activity) -> tuple[Rehearsal, Preparation]:
    draw = lock(activity)
    ATTEND.authorise(actor, draw.activity)
    preparation = Preparation.objects.filter(draw=draw).exclude(prepared_at=None).first()
    if preparation is None:
        raise Conflict(_("Prepare the list first: a rehearsal shows it."), code="not_prepared")
    if Drawing.objects.filter(draw=draw).exclude(drawn_at=None).exists():
        raise Conflict(
            _("The panel is drawn: there is nothing to rehearse any more."), code="drawn"
        )
    rehearsal, _created = Rehearsal.objects.get_or_create(draw=draw)
    rehearsal.draw = draw
    return rehearsal, preparation


def shown_instead(draw: Draw, digits: str, panels: int) -> int:
    """The panel that a rehearsal shows for ``digits``: never theirs."""
    shift = 1 + int(sha256(f"rehearsal {draw.ref}".encode()).hexdigest(), 16) % (panels - 1)
    return (int(digits) + shift) % panels


def _show(rehearsal: Rehearsal, preparation: Preparation) -> None:
    files = archives.files_of(preparation, Edition.COMPLETE)
    at = shown_instead(rehearsal.draw, rehearsal.digits, preparation.panels)
    row = list(csv.reader(io.StringIO(files["panels.csv"].decode())))[at + 1]
    lines = files["pool.jsonl"].decode().splitlines()
    people = [json.loads(lines[int(position) - 1])[1] for position in row[1:]]
    names = [feature.name for feature in sheet(rehearsal.draw)]
    counts = Counter(pair for values in people for pair in zip(names, values, strict=True))
    rehearsal.composition = [[*pair, seats] for pair, seats in counts.items()]
    rehearsal.panel = list(range(1, len(people) + 1))
    rehearsal.number, rehearsal.drawn_at = rehearsal.digits, clock.now()
