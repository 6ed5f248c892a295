"""The whole index made again from the objects, while people search and write."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from isegoria.core.search.engines import repair
from isegoria.core.search.index import index_all
from isegoria.core.search.models import SearchDocument
from isegoria.core.search.query import all_sources
from isegoria.core.search.source import SearchSource
from isegoria.core.tasks.progress import SILENT, Progress

CHUNK = 200


def rebuild(sources: Sequence[SearchSource] | None = None, *, progress: Progress = SILENT) -> int:
    """Index every object of ``sources`` (all by default) again, and forget what no longer exists.

    Objects are read, locked and indexed by chunks, each in its transaction: a service that changes one
    meanwhile waits for milliseconds, and its own indexing is never overwritten by an older text.
    Answers how many objects can now be found.
    """
    among = all_sources() if sources is None else tuple(sources)
    repair()
    progress.start(sum(source.queryset().count() for source in among))
    findable = 0
    for source in among:
        for chunk in _chunks(source):
            with transaction.atomic():
                locked = source.queryset().filter(pk__in=chunk).select_for_update(of=("self",))
                findable += index_all(source, locked)
            progress.advance(len(chunk), step=str(source.label))
        _forget_what_is_gone(source)
    if sources is None:
        SearchDocument.objects.exclude(source__in=[source.name for source in among]).delete()
    return findable


def _forget_what_is_gone(source: SearchSource) -> None:
    existing = source.queryset().filter(pk=OuterRef(source.key_column))
    SearchDocument.objects.filter(~Exists(existing), source=source.name).delete()


def _chunks(source: SearchSource) -> Iterator[list[Any]]:
    last = None
    while True:
        keys = source.queryset().order_by("pk")
        if last is not None:
            keys = keys.filter(pk__gt=last)
        chunk = list(keys.values_list("pk", flat=True)[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1]
