"""Freezing the pool, in front of everybody, once."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import journal
from isegoria.capabilities.lottery.kinds import VOLUNTEERING
from isegoria.capabilities.lottery.models import Draw, FrozenPool, Volunteer
from isegoria.capabilities.lottery.notices import FROZEN
from isegoria.capabilities.lottery.pool import frozen, terms_now
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.verdict import verdict
from isegoria.capabilities.lottery.writing import organised
from isegoria.commons.notifications.notify import notify
from isegoria.commons.processes.conditions import windows
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.phases import action_open
from isegoria.core.service import service
from isegoria.core.texts import pick
from isegoria.kernel.lottery.identities import Pool, veiled


@service(journal=journal.POOL_FROZEN)
def freeze_pool(*, actor: Actor, activity: Activity) -> FrozenPool:
    """Give each volunteer a pseudonym, keep the pool as it stands, and publish its SHA-256.

    Raises Conflict while people may still volunteer and when somebody else froze it meanwhile, Invalid
    with the reason and the smallest relaxation when no panel is possible.
    """
    draw = organised(actor, activity)
    now = clock.now()
    if action_open(windows(draw.activity.phases.all()), VOLUNTEERING, now):
        raise Conflict(
            _("The call for volunteers is still open: the pool is frozen when it has closed."),
            code="call_open",
        )
    features = sheet(draw)
    found = verdict(draw, features)
    if not found.possible:
        raise Invalid(_("The pool was not frozen."), found.sentences, code="infeasible")
    terms = terms_now(draw, features)
    pool = veiled(terms, bytes.fromhex(draw.seed))
    _name(draw, pool)
    kept = frozen(draw, features, pool)
    kept.save()
    draw.frozen_at = now
    draw.save(update_fields=["frozen_at"])
    record(
        journal.POOL_FROZEN,
        subject=draw.ref,
        facts={
            "people": kept.people,
            "eligible": kept.eligible,
            "seats": terms.seats,
            "pool": kept.digest,
            "root": kept.root,
            "terms": kept.terms,
        },
    )
    people = Volunteer.objects.filter(draw=draw).exclude(person=None)
    told = [row.person_id for row in people if row.person_id is not None]
    notify(FROZEN, told, about=draw.ref, title=pick(draw.activity.title), actor=actor)
    return kept


_SET_PSEUDONYM = "UPDATE lottery_volunteer SET pseudonym = %s WHERE id = %s"
"""One prepared statement for all: ``bulk_update`` takes ten times as long, under the lock."""


def _name(draw: Draw, pool: Pool) -> None:
    pseudonyms = {
        key.id: person.volunteer.id
        for key, person in zip(pool.keys, pool.terms.people, strict=True)
    }
    rows = Volunteer.objects.filter(draw=draw).values_list("pk", "ref")
    named = [(pseudonyms[str(ref)], pk) for pk, ref in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_SET_PSEUDONYM, named)
