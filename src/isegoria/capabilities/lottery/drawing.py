"""The draw: digits read aloud, two persons who confirm them, one panel.

Whoever observes enters what is read; observer and organiser, who are two, confirm it by their names; then
the number gives the panel, and nothing is chosen. What takes time is computed before the lock is taken.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import announcing, archives
from isegoria.capabilities.lottery import draw_journal as journal
from isegoria.capabilities.lottery.draw_models import Drawing, Witness, WitnessRole
from isegoria.capabilities.lottery.draw_policies import ATTEND, CONFIRM, OBSERVE
from isegoria.capabilities.lottery.minutes import minutes
from isegoria.capabilities.lottery.preparation_models import Edition, Preparation
from isegoria.capabilities.lottery.preparing import folder_of
from isegoria.capabilities.lottery.reading_aloud import corrected, is_whole, outcomes, read
from isegoria.capabilities.lottery.result import Result, result_of
from isegoria.capabilities.lottery.seating import open_seats
from isegoria.capabilities.lottery.writing import lock
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service

READ = Private("what was read aloud is published whole when the panel is drawn")
POLICY_OF = {WitnessRole.OBSERVER: OBSERVE, WitnessRole.ORGANISER: CONFIRM}
LONGEST_NAME = 120


@service(journal=READ)
def enter(*, actor: Actor, activity: Activity, digit: str = "", beacon: str = "") -> Drawing:
    """Enter one digit that was read aloud, or what the beacon published.

    Raises Conflict before the list is published, once somebody confirmed or the panel is drawn; Invalid
    for what is no digit, one too many, a number that is not on the list, or another beacon than announced.
    """
    drawing, preparation = _at_desk(activity)
    OBSERVE.authorise(actor, drawing.draw.activity)
    _refuse_confirmed(drawing)
    read(drawing, preparation, digit=digit, beacon=beacon)
    drawing.save()
    return drawing


@service(journal=READ)
def take_back(*, actor: Actor, activity: Activity) -> Drawing:
    """Take back what was entered last: it was not what was read. The minutes say how often."""
    drawing, _preparation = _at_desk(activity)
    OBSERVE.authorise(actor, drawing.draw.activity)
    _refuse_confirmed(drawing)
    if not corrected(drawing):
        nothing_changed()
        return drawing
    drawing.save()
    return drawing


@service(journal=READ)
def dispute(*, actor: Actor, activity: Activity) -> Drawing:
    """Say that what was entered is not what was read: who confirmed has not, and it can be corrected."""
    drawing, _preparation = _at_desk(activity)
    ATTEND.authorise(actor, drawing.draw.activity)
    removed, _by_model = Witness.objects.filter(drawing=drawing).delete()
    if not removed:
        nothing_changed()
    return drawing


@service(journal=READ)
def confirm(*, actor: Actor, activity: Activity, role: WitnessRole, name: str) -> Drawing:
    """Confirm by one's name that what was entered is what was read aloud, as observer or organiser.

    Raises Invalid before all is entered, without a name, or when one person would confirm as both.
    """
    drawing, preparation = _at_desk(activity)
    POLICY_OF[role].authorise(actor, drawing.draw.activity)
    name = " ".join(name.split())
    there = {witness.role: witness.person_id for witness in drawing.witnesses.all()}
    if there.get(role) == actor.person_id:
        nothing_changed()
        return drawing
    problems = []
    if not is_whole(drawing, preparation):
        problems.append(_("Not everything was read aloud and entered yet."))
    if not 1 <= len(name) <= LONGEST_NAME:
        problems.append(_("Sign with your first and family name."))
    if actor.person_id in there.values():
        problems.append(_("Observer and organiser are two different people: one cannot be both."))
    if problems:
        raise Invalid(_("You have not confirmed yet."), problems, code="confirm")
    if role in there:
        raise Conflict(_("Somebody else confirmed in this role already."), code="confirmed")
    Witness.objects.create(drawing=drawing, role=role, person_id=actor.person_id, name=name)
    return drawing


@dataclass(frozen=True, slots=True)
class Concluded:
    """All that the draw adds to the record, computed from what two persons confirmed."""

    result: Result
    minutes: bytes
    at: datetime
    witnesses: tuple[tuple[str, str, datetime], ...]


def conclude(*, actor: Actor, activity: Activity) -> Drawing | None:
    """Draw the panel once both have confirmed; None before. Whoever comes second is told so.

    Raises Conflict when the panel was drawn by somebody else meanwhile, or what was confirmed changed.
    """
    drawing = Drawing.objects.filter(draw__activity=activity, drawn_at=None).first()
    if drawing is None or len(witnesses := _signed(drawing)) < len(WitnessRole):
        return None
    preparation = _preparation(activity)
    at = clock.now()
    result = result_of(preparation, outcomes(drawing, preparation))
    paper = minutes(preparation, result, drawing.corrections, witnesses, at)
    found = Concluded(result, paper, at, witnesses)
    return draw_panel(actor=actor, activity=activity, found=found)


@service(journal=journal.PANEL_DRAWN)
def draw_panel(*, actor: Actor, activity: Activity, found: Concluded) -> Drawing:
    """Publish the panel that the confirmed number gives, and offer its seats."""
    drawing, preparation = _at_desk(activity)
    draw = drawing.draw
    ATTEND.authorise(actor, draw.activity)
    result = found.result
    used = outcomes(drawing, preparation)
    if _signed(drawing) != found.witnesses or used != result.outcomes:
        raise Conflict(
            _("What was confirmed has changed meanwhile. Look at it and confirm again."),
            code="changed",
        )
    drawing.number, drawing.panel, drawing.drawn_at = result.number, list(result.panel), found.at
    drawing.composition = result.composition
    drawing.save()
    name, at = folder_of(draw), found.at
    complete = archives.packed(result.complete, f"{name}-complete", at)
    archives.keep(preparation, Edition.COMPLETE, complete, at)
    archives.keep(preparation, Edition.PUBLIC, archives.packed(result.public, name, at), at)
    paper = archives.keep(preparation, Edition.MINUTES, found.minutes, at)
    record(
        journal.PANEL_DRAWN,
        subject=draw.ref,
        facts={
            "number": result.number,
            "seats": len(result.panel),
            "corrections": drawing.corrections,
            "sources": announcing.in_words(preparation.sources),
            "transcript": preparation.fingerprint,
            "edition": preparation.edition,
            "drawing": result.digest,
            "minutes": paper.sha256,
        },
    )
    open_seats(actor=actor, draw=draw, panel=result.panel, alternates=result.alternates)
    return drawing


def _at_desk(activity: Activity) -> tuple[Drawing, Preparation]:
    """The draw under its lock, begun when it is not yet. Raises Conflict when there is nothing to draw
    from, or when it is drawn."""
    draw = lock(activity)
    preparation = _preparation(draw.activity)
    drawing, _created = Drawing.objects.get_or_create(draw=draw)
    drawing.draw = draw
    if drawing.drawn_at is not None:
        raise Conflict(_("The panel is drawn already. A draw happens once."), code="drawn")
    return drawing, preparation


def _preparation(activity: Activity) -> Preparation:
    found = (
        Preparation.objects.select_related("draw__activity__process", "draw__pool")
        .filter(draw__activity=activity)
        .exclude(prepared_at=None)
        .first()
    )
    if found is None:
        raise Conflict(
            _("There is no list of panels yet: it is prepared and published before the draw."),
            code="not_prepared",
        )
    return found


def _refuse_confirmed(drawing: Drawing) -> None:
    if drawing.witnesses.exists():
        raise Conflict(
            _(
                "Somebody has confirmed what was entered: it changes only if that is disputed first."
            ),
            code="confirmed",
        )


def _signed(drawing: Drawing) -> tuple[tuple[str, str, datetime], ...]:
    signed: Any = drawing.witnesses.order_by("role").values_list("role", "name", "at")
    return tuple(signed)
