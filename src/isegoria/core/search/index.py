"""Writes of the index: called by services, in the transaction that changes the text."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from isegoria.core.search.models import SearchDocument
from isegoria.core.search.source import SearchSource
from isegoria.kernel.text import Language, index_text

_CHANGES = ("title_terms", "body_terms", "updated_at")


def index(source: SearchSource, obj: Any) -> None:
    """Make ``obj`` findable with its present texts, or not at all when it is no longer public."""
    index_all(source, (obj,))


def remove(source: SearchSource, pk: Any) -> None:
    """Forget the object ``pk``. Forgetting what was never indexed changes nothing."""
    _rows(source, (pk,)).delete()


def index_all(source: SearchSource, objects: Iterable[Any]) -> int:
    """:func:`index` for several objects, in two statements; answers how many can now be found."""
    rows, gone = [], []
    for obj in objects:
        if documents := source.documents(obj):
            rows.append(
                SearchDocument(
                    source=source.name,
                    title_terms=_terms((item.language, item.title) for item in documents),
                    body_terms=_terms((item.language, item.body) for item in documents),
                    updated_at=max(item.updated_at for item in documents),
                    **{source.key_column: obj.pk},
                )
            )
        else:
            gone.append(obj.pk)
    if rows:
        SearchDocument.objects.bulk_create(
            rows,
            update_conflicts=True,
            update_fields=_CHANGES,
            unique_fields=("source", source.key_column),
        )
    if gone:
        _rows(source, gone).delete()
    return len(rows)


def _rows(source: SearchSource, pks: Iterable[Any]) -> QuerySet[SearchDocument]:
    return SearchDocument.objects.filter(
        source=source.name, **{f"{source.key_column}__in": list(pks)}
    )


def _terms(texts: Iterable[tuple[Language, str]]) -> str:
    return " ".join(
        language + term for language, text in texts for term in index_text(text, language).split()
    )
