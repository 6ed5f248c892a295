"""Reading many rows in bounded memory."""

from collections.abc import Iterator

from django.db.models import Model, QuerySet

CHUNK = 2000


def chunked[M: Model, R](queryset: QuerySet[M, R]) -> Iterator[R]:
    """The rows of ``queryset`` by cursor, :data:`CHUNK` at a time: one statement (and one per prefetch
    and chunk), no more memory for a million rows than for a thousand.
    """
    return queryset.iterator(chunk_size=CHUNK)
