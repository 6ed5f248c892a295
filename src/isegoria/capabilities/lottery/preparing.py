"""From a frozen pool to a published list of panels: asked for once, computed by a worker, published whole.

The list, its certificate and the programs that check them are published the moment they are there, before
any number is drawn. Nobody sees a list and prepares another.
"""

from collections import Counter
from datetime import datetime
from fractions import Fraction

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import announcing, archives
from isegoria.capabilities.lottery import draw_journal as journal
from isegoria.capabilities.lottery.announcing import Origin
from isegoria.capabilities.lottery.draw_policies import PREPARE
from isegoria.capabilities.lottery.models import Draw, FrozenPool, Volunteer
from isegoria.capabilities.lottery.pool import pool_again
from isegoria.capabilities.lottery.preparation_models import (
    LEAST_K,
    MOST_K,
    Aim,
    Chance,
    Edition,
    Preparation,
)
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.steps import Steps
from isegoria.capabilities.lottery.writing import lock
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service
from isegoria.core.tasks.background import background
from isegoria.core.tasks.errors import GiveUp
from isegoria.core.tasks.models import Queue, Run
from isegoria.core.tasks.progress import Progress
from isegoria.core.tasks.states import ACTIVE
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import percent
from isegoria.kernel.lottery.edition import EDITION, publish
from isegoria.kernel.lottery.optimum import CapTooLow, Objective
from isegoria.kernel.lottery.preparation import Prepared, prepare
from isegoria.kernel.lottery.record import digest

WHOLE = 100
ASKED = Private("what is asked of the list is published whole with the list itself")


@service(journal=ASKED)
def ask_for_list(
    *,
    actor: Actor,
    activity: Activity,
    aim: Aim,
    cap: int,
    k: int,
    origin: Origin,
    at: datetime | None = None,
) -> Preparation:
    """Have the list of panels prepared: how chances are shared, no chance above ``cap`` percent, published
    profiles of ``k`` people or more, and what the number will come from (``at``: the hour of the beacon).

    Raises Conflict when the pool is not frozen, when the list is there, or being prepared for somebody who
    was faster; Invalid with all that cannot be.
    """
    draw = lock(activity)
    PREPARE.authorise(actor, draw.activity)
    if draw.frozen_at is None:
        raise Conflict(_("Freeze the pool first: the list is made from it."), code="not_frozen")
    before = Preparation.objects.filter(draw=draw).first()
    if before is not None:
        _refuse_twice(before)
    if problems := _problems(draw, cap, k, origin, at):
        raise Invalid(_("The list is not being prepared."), problems, code="preparation")
    asked = before or Preparation(draw=draw)
    asked.aim, asked.cap, asked.k = aim, cap, k
    asked.sources = announcing.announced(origin, at)
    asked.asked_at = clock.now()
    asked.run = prepare_list.enqueue(draw=draw.pk, requested_by=actor)
    asked.save()
    return asked


def _refuse_twice(before: Preparation) -> None:
    if before.prepared_at is not None:
        raise Conflict(
            _("The list is published already: there is one list for one draw."), code="prepared"
        )
    if Run.objects.filter(pk=before.run, state__in=ACTIVE).exists():
        raise Conflict(
            _("The list is being prepared already: somebody was faster. Follow it on this page."),
            code="preparing",
        )


def _problems(draw: Draw, cap: int, k: int, origin: Origin, at: datetime | None) -> list[Text]:
    eligible = FrozenPool.objects.values_list("eligible", flat=True).get(draw=draw)
    problems: list[Text] = []
    if not 1 <= cap <= WHOLE:
        problems.append(_("The highest chance is from 1 to 100 %."))
    if not LEAST_K <= k <= MOST_K:
        problems.append(_("A published profile stands for 3 to 50 people at least."))
    elif eligible < k:
        problems.append(
            _("%(people)s people can be drawn: they cannot hide among %(k)s.")
            % {"people": eligible, "k": k}
        )
    if origin != Origin.DICE and (at is None or not clock.now() < at < announcing.LAST):
        problems.append(_("Give an hour to come for the beacon: its number must not be known yet."))
    return problems


@background(label=_("Preparing the list of panels"), queue=Queue.BULK)
def prepare_list(progress: Progress, *, draw: int) -> None:
    """Compute the list and publish it. A second run finds it published, or computes the same octets."""
    asked = (
        Preparation.objects.select_related("draw__activity__process", "draw__pool")
        .filter(draw=draw, prepared_at=None)
        .first()
    )
    if asked is None:
        return
    prepared = _computed(asked, Steps(progress))
    with archives.laid_out(prepared.files) as folder:
        edition = publish(folder, asked.k)
    publish_list(actor=SYSTEM, preparation=asked, prepared=prepared, edition=edition)


def _computed(asked: Preparation, steps: Steps) -> Prepared:
    draw = asked.draw
    try:
        return prepare(
            pool_again(draw, sheet(draw)),
            bytes.fromhex(draw.seed),
            objective=Objective(asked.aim),
            cap=Fraction(asked.cap, WHOLE),
            sources=asked.sources,
            progress=steps,
        )
    except CapTooLow as low:
        raise GiveUp(
            _(
                "The quotas give somebody a chance of %(least)s at least, however chances are shared: a"
                " lower one cannot be kept. Choose a higher limit and prepare again."
            )
            % {"least": percent(low.least, 1)},
            code="cap_too_low",
        ) from None
    except ArithmeticError:
        raise GiveUp(
            _(
                "The computation failed. Nothing was published: choose another way of sharing chances."
            ),
            code="solver",
        ) from None


@service(journal=journal.LIST_PREPARED)
def publish_list(
    *, actor: Actor, preparation: Preparation, prepared: Prepared, edition: dict[str, bytes]
) -> Preparation:
    """Keep and publish the record and its public edition, with the chance of each volunteer.

    Raises GiveUp when the hour announced for the beacon has passed meanwhile: its number is known.
    """
    draw = lock(preparation.draw.activity)
    PREPARE.authorise(actor, draw.activity)
    kept = Preparation.objects.get(pk=preparation.pk)
    if kept.prepared_at is not None:
        nothing_changed()
        return kept
    now = clock.now()
    beacon = announcing.beacon_of(kept.sources)
    if beacon is not None and announcing.published_at(beacon["round"]) <= now:
        raise GiveUp(
            _("The hour announced for the beacon has passed. Announce another and prepare again."),
            code="beacon_passed",
        )
    lottery = prepared.lottery
    kept.prepared_at, kept.panels = now, len(lottery.panels)
    kept.fingerprint, kept.edition = prepared.fingerprint, digest(edition[EDITION])
    kept.figures = figures_of(prepared)
    kept.save()
    name = folder_of(draw)
    complete = archives.for_observers(prepared.files)
    archives.keep(kept, Edition.COMPLETE, archives.packed(complete, f"{name}-complete", now), now)
    archives.keep(kept, Edition.PUBLIC, archives.packed(edition, name, now), now)
    _tell_chances(draw, prepared)
    record(
        journal.LIST_PREPARED,
        subject=draw.ref,
        facts={
            "panels": kept.panels,
            "sources": announcing.in_words(kept.sources),
            "aim": kept.aim,
            "cap": kept.cap,
            "k": kept.k,
            "pool": lottery.pool.root.hex(),
            "transcript": kept.fingerprint,
            "edition": kept.edition,
        },
    )
    return kept


def figures_of(prepared: Prepared) -> dict[str, object]:
    """What the public page says of the chances."""
    people = Counter(prepared.lottery.chance_of)
    return {
        "smallest": float(min(people)),
        "largest": float(max(people)),
        "certain": people[Fraction(1)],
        "never": people[Fraction(0)],
        "label": prepared.lottery.optimum.label.name.lower(),
    }


def folder_of(draw: Draw) -> str:
    """The name of the folder in the archives of a draw."""
    return slugify(f"{draw.activity.process.slug}-{draw.activity.slug}")[:60]


def _tell_chances(draw: Draw, prepared: Prepared) -> None:
    lottery = prepared.lottery
    rows = {
        str(ref): pk for pk, ref in Volunteer.objects.filter(draw=draw).values_list("pk", "ref")
    }
    Chance.objects.bulk_create(
        (
            Chance(
                volunteer_id=rows[lottery.pool.keys[position].id],
                chance=float(chance),
                panels=panels,
            )
            for position, chance, panels in zip(
                lottery.eligible, lottery.chance_of, lottery.counts, strict=True
            )
        ),
        batch_size=2_000,
    )
