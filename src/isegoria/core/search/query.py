"""Searching: what was asked, filtered by what the asker may see, ranked alike on both engines.

The order is ours, not the engine's: a whole word in the title counts twice, the unfinished last word
once in the title and once more where it stands whole; then the latest change, then the latest key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add, or_
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat
from django.utils.dateparse import parse_datetime

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.compiled import Compiled, Given
from isegoria.core.registry import declared
from isegoria.core.search.engines import Matches, Queries, QueriesField, asked
from isegoria.core.search.models import SearchDocument
from isegoria.core.search.source import Found, SearchSource
from isegoria.core.texts import Text
from isegoria.kernel.text import LANGUAGES, Language, Piece, Term, excerpt, highlight, query_terms

PAGE_SIZE = 20
MAX_LIMIT = 100
COMMON = 1_000
"""Answers from which on a list looks for them in its own order."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its title and a passage, cut where the matching words are."""

    source: str
    label: Text
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    language: Language
    url: str
    about: str
    about_language: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. ``is_vague``: nothing, and the words asked are very common ones."""

    query: str
    hits: tuple[Hit, ...]
    next: str = ""
    is_vague: bool = False


def all_sources() -> tuple[SearchSource, ...]:
    """Every source of the installation, in the order of the manifests."""
    return tuple(declared(lambda component: component.search))


def search(
    query: str,
    *,
    actor: Actor,
    language: Language | None = None,
    sources: Sequence[SearchSource] | None = None,
    cursor: str = "",
    limit: int = PAGE_SIZE,
) -> Results:
    """What answers ``query`` among what ``actor`` may see: every term is there, the last one perhaps
    unfinished.

    ``language`` reads the query in that language alone, and finds texts written in it alone. One
    statement for the index, then those of each source that has something on the page. Any string is a
    query; none is an error.
    """
    among = all_sources() if sources is None else tuple(sources)
    languages = LANGUAGES if language is None else (language,)
    terms = {code: found for code in languages if (found := asked(query, code))}
    is_vague = len(terms) < len(languages)
    if not terms or not among:
        return Results(query=query, hits=(), is_vague=is_vague)
    limit = max(1, min(limit, MAX_LIMIT))
    signer = Signer(salt=f"search:{terms!r}")
    rows: QuerySet[Any] = SearchDocument.objects.annotate(
        padded_title=_padded("title_terms"), padded_body=_padded("body_terms")
    ).filter(Matches(tuple(terms.values())), _visible(among, actor))
    rows = rows.annotate(score=_score(terms))
    if (start := _read(cursor, signer)) is not None:
        rows = rows.filter(_after(*start))
    page: list[dict[str, Any]] = list(
        rows.order_by("-score", "-updated_at", "-pk").values(
            "pk", "source", "object_int", "object_uuid", "score", "updated_at"
        )[: limit + 1]
    )
    shown = page[:limit]
    hits = _hits(query, shown, among, actor)
    last = shown[-1] if len(page) > limit else None
    return Results(
        query=query,
        hits=hits,
        next=_write(last, signer) if last else "",
        is_vague=is_vague and not hits,
    )


def answering(query: str, source: SearchSource) -> Q | None:
    """What answers ``query`` in one source, for a list that has its own order and says itself who sees what;
    None when the query holds no word that can be looked for. One statement a minute, besides
    that of the list."""
    queries = queries_of(query)
    return _answering(queries, source, is_common=are_common(queries)) if queries else None


def queries_of(query: str) -> Queries:
    """``query`` in each language in which it holds a word that can be looked for."""
    return tuple(found for code in LANGUAGES if (found := asked(query, code)))


def are_common(queries: Queries) -> bool:
    """Whether more than :data:`COMMON` documents answered within this minute: it changes how they are looked
    for, never what is found. One statement a minute at most."""
    return _are_common(queries, int(clock.now().timestamp()) // 60)


@lru_cache(1_000)
def _are_common(
    queries: Queries,
    minute: int,  # noqa: ARG001 - it tells what was counted from what must be counted again
) -> bool:
    return bool(_BEYOND(queries=queries))


def answering_given(source: SearchSource, *, is_common: bool) -> Q:
    """:func:`answering` for a :class:`~isegoria.core.compiled.Compiled` statement, which is given
    ``queries``, what :func:`queries_of` found."""
    return _answering(_QUERIES, source, is_common=is_common)


_QUERIES = Given("queries", QueriesField())


def beyond(count: int) -> Compiled[SearchDocument, tuple[int]]:
    """One document when more than ``count`` answer what the statement is given, else none."""
    documents = SearchDocument.objects.filter(Matches(_QUERIES)).values_list("pk")
    return Compiled(lambda: documents[count : count + 1])


_BEYOND = beyond(COMMON)


def _answering(queries: Queries | Given, source: SearchSource, *, is_common: bool) -> Q:
    """Where many answer, the list is walked in its order and each row asked about, for its page is soon full;
    where few do, they are read first. The database is held to it: a case cannot be turned into a join that
    reads all answers, and a source compared as an expression is not looked up among all its documents."""
    documents = SearchDocument.objects.filter(Matches(queries))
    if is_common:
        here = {"source": source.name, source.key_column: OuterRef("pk")}
        return Q(
            Case(
                When(Exists(documents.filter(**here)), then=True),
                default=False,
                output_field=BooleanField(),
            )
        )
    few = documents.alias(of=Concat("source", Value(""))).filter(of=source.name)
    return Q(pk__in=few.values(source.key_column))


def _padded(column: str) -> Concat:
    return Concat(Value(" "), F(column), Value(" "), output_field=TextField())


def _visible(sources: Sequence[SearchSource], actor: Actor) -> Q:
    now = clock.now()
    conditions = []
    for source in sources:
        objects = source.model._default_manager.filter(pk=OuterRef(source.key_column))
        allowed = source.policy.allowed_among(objects, actor, now=now)
        conditions.append(Q(Exists(allowed), source=source.name))
    return reduce(or_, conditions)


def _score(terms: dict[Language, tuple[Term, ...]]) -> Any:
    parts = []
    for found in terms.values():
        for term in found:
            whole = When(padded_title__contains=f" {term.stem} ", then=Value(2))
            if not term.prefix:
                parts.append(_case(whole))
                continue
            begun = When(padded_title__contains=f" {term.prefix}", then=Value(1))
            parts.append(_case(whole, begun))
            anywhere = Q(padded_title__contains=f" {term.stem} ")
            anywhere |= Q(padded_body__contains=f" {term.stem} ")
            parts.append(_case(When(anywhere, then=Value(1))))
    return reduce(add, parts)


def _case(*whens: When) -> Case:
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _hits(
    query: str, rows: Sequence[dict[str, Any]], sources: Sequence[SearchSource], actor: Actor
) -> tuple[Hit, ...]:
    found: dict[tuple[str, Any], tuple[SearchSource, Found]] = {}
    for source in sources:
        pks = [row[source.key_column] for row in rows if row["source"] == source.name]
        if pks:
            queryset: QuerySet[Any] = source.queryset().filter(pk__in=pks)
            visible = source.policy.allowed_among(queryset, actor)
            found |= {(source.name, item.pk): (source, item) for item in source.result(visible)}
    hits = []
    for row in rows:
        key = (
            row["source"],
            row["object_int"] if row["object_uuid"] is None else row["object_uuid"],
        )
        if key in found:
            hits.append(_hit(query, *found[key]))
    return tuple(hits)


def _hit(query: str, source: SearchSource, item: Found) -> Hit:
    terms = query_terms(query, item.language)
    return Hit(
        source=source.name,
        label=item.kind or source.label,
        title=highlight(item.title, terms, item.language),
        excerpt=excerpt(item.text, terms, item.language),
        language=item.language,
        url=item.url,
        about=item.about,
        about_language=item.about_language,
    )


def _after(score: int, updated_at: Any, pk: int) -> Q:
    return Q(score__lt=score) | Q(score=score) & (
        Q(updated_at__lt=updated_at) | Q(updated_at=updated_at, pk__lt=pk)
    )


def _write(row: dict[str, Any], signer: Signer) -> str:
    return signer.sign_object([row["score"], row["updated_at"].isoformat(), row["pk"]])


def _read(cursor: str, signer: Signer) -> tuple[int, Any, int] | None:
    try:
        score, updated_at, pk = signer.unsign_object(cursor)
    except BadSignature:
        return None
    return score, parse_datetime(updated_at), pk
