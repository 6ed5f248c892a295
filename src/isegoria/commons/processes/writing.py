"""What the services of this room share: locks, editions, addresses, order, and what is in use."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Activity, Body, Phase, Process, Theme
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.registry import declared
from isegoria.core.texts import Texts, pick

PROCESS_TEXTS = ("title", "summary", "description")
PROCESS_SETTINGS = ("slug", "minimum_age")
THEME_TEXTS = ("title",)
ACTIVITY_SETTINGS = ("title", "verification", "approve_first", "settings")
PHASE_TEXTS = ("kind", "title", "description", "opens_at", "closes_at")
BODY_TEXTS = ("title", "description")
MANDATE_TEXTS = ("function",)


def tell_who_follows(process: Process, actor: Actor) -> None:
    """Let the rooms that keep who follows a process say that its timeline moved."""
    for tell in declared(lambda component: filter(None, [component.process_moved])):
        tell(process, actor)


def lock(process_id: int) -> Process:
    """The process, which nobody else changes until the end of the transaction."""
    return Process.objects.select_for_update().get(pk=process_id)


def edition(obj: Model, fields: Sequence[str]) -> str:
    """A digest of some fields of a row: the form carries the one it was written from."""
    values = [getattr(obj, field) for field in fields]
    return sha256(json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


def check_edition(obj: Model, fields: Sequence[str], seen: str) -> None:
    """Raise Conflict when ``obj`` is no longer what the writer saw; '' compares nothing."""
    if seen and seen != edition(obj, fields):
        raise Conflict(
            _(
                "Meanwhile somebody else changed this. What you typed is still here, not saved yet:"
                " compare it with theirs, then save again."
            ),
            code="edited_meanwhile",
        )


def tidy(texts: Texts | None) -> dict[str, str]:
    """Texts without the spaces around them and without the languages left empty."""
    return {code: text.strip() for code, text in (texts or {}).items() if text.strip()}


def free_slug(taken: QuerySet[Any], texts: Texts, otherwise: str) -> str:
    """An address made of a title, that no row of ``taken`` has."""
    stem = slugify(pick(texts))[:70].strip("-") or otherwise
    used = set(taken.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(used) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in used)


def last_position(siblings: QuerySet[Any]) -> int:
    """The place after all of ``siblings``."""
    highest = siblings.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1


def move[M: (Theme, Activity, Body)](siblings: QuerySet[M], moved: M, by: int) -> None:
    """Put ``moved`` ``by`` places further down (up when negative), as far as there are places."""
    rows = list(siblings)
    start = next(place for place, row in enumerate(rows) if row.pk == moved.pk)
    rows.insert(max(0, start + by), rows.pop(start))
    for place, row in enumerate(rows):
        row.position = place
    siblings.model._default_manager.bulk_update(rows, ["position"])


def in_use(obj: Model, *, beside: type[Model] = Phase) -> bool:
    """Does any row of any room point to ``obj``? Those of the model ``beside`` do not count."""
    return any(
        related.related_model is not beside
        and related.related_model._base_manager.filter(**{related.field.name: obj}).exists()
        for related in obj._meta.related_objects
    )


def first_instant(day: date) -> datetime:
    """The midnight at which ``day`` begins where the installation lives."""
    return timezone.make_aware(datetime.combine(day, time.min))
