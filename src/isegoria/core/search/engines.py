"""The two engines behind one condition: SQLite's FTS5 and PostgreSQL's tsvector.

Both are given the terms that :mod:`isegoria.kernel.text` made, and neither interprets them: FTS5 cuts at
spaces alone (its ``ascii`` tokenizer), the vector is built from an array of lexemes without a parser. A
document matches exactly when, for every term of the query, it holds the stem or a term that begins with
the prefix; so they cannot answer differently.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Field, Lookup, Value
from django.db.models.sql.compiler import SQLCompiler

from isegoria.core.compiled import Given
from isegoria.kernel.text import Language, Term, query_terms

_FTS5_SELECT = "SELECT rowid FROM search_index WHERE search_index MATCH %s"


def asked(query: str, language: Language) -> tuple[Term, ...]:
    """The terms of ``query`` as the index spells them: after the code of their language."""
    return tuple(
        Term(language + term.stem, language + term.prefix if term.prefix else "")
        for term in query_terms(query, language)
    )


type Queries = tuple[tuple[Term, ...], ...]


class QueriesField(Field[Any, Any]):
    """The terms of queries on their way to the engine; no column has this type."""

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: ARG002, FBT001, FBT002 Django passes it
    ) -> str:
        """The question that the engine of ``connection`` is asked."""
        if connection.vendor == "sqlite":
            return " OR ".join(f"({_fts5(terms)})" for terms in value)
        return " | ".join(f"({_tsquery(terms)})" for terms in value)


class Matches(Lookup[Any]):
    """A condition on :class:`SearchDocument`: every term of one of ``queries`` is in the title or the body;
    a query is read in each language, hence several.

    Terms hold nothing but letters and digits (a law of :mod:`isegoria.kernel.text`, tested there); they
    are quoted for the engine all the same, and reach it as a parameter. It is a lookup, because SQLite walks
    its index for a condition alone and not for one that is compared with true.
    """

    def __init__(self, queries: Queries | Given) -> None:
        given = queries if isinstance(queries, Given) else Value(queries, QueriesField())
        super().__init__(F("pk"), given)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """The rows that FTS5 finds."""
        rowid, parameters = self.process_lhs(compiler, connection)
        _hole, question = self.process_rhs(compiler, connection)
        return f"{rowid} IN ({_FTS5_SELECT})", (*parameters, *question)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """The rows whose vector matches."""
        pk, parameters = self.process_lhs(compiler, connection)
        _hole, question = self.process_rhs(compiler, connection)
        return f"{pk.rpartition('.')[0]}.vector @@ %s::tsquery", (*parameters, *question)


def _fts5(terms: Sequence[Term]) -> str:
    return " AND ".join(
        f'("{term.stem}" OR "{term.prefix}"*)' if term.prefix else f'"{term.stem}"'
        for term in terms
    )


def _tsquery(terms: Sequence[Term]) -> str:
    return " & ".join(
        f"('{term.stem}' | '{term.prefix}':*)" if term.prefix else f"'{term.stem}'"
        for term in terms
    )


def repair() -> None:
    """Make the engine's own index anew from the table.

    Needed on SQLite after a migration that made the table anew, for its triggers went with the old one.
    PostgreSQL keeps its column and its index by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in (*SQLITE_DROP_TRIGGERS, *SQLITE_TRIGGERS):
                cursor.execute(statement)
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")


SQLITE_TABLE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title_terms, body_terms,
    content='search_searchdocument', content_rowid='id', detail='none', tokenize='ascii'
)
"""
SQLITE_TRIGGERS = (
    """
CREATE TRIGGER search_index_insert AFTER INSERT ON search_searchdocument BEGIN
    INSERT INTO search_index(rowid, title_terms, body_terms)
    VALUES (new.id, new.title_terms, new.body_terms);
END
""",
    """
CREATE TRIGGER search_index_delete AFTER DELETE ON search_searchdocument BEGIN
    INSERT INTO search_index(search_index, rowid, title_terms, body_terms)
    VALUES ('delete', old.id, old.title_terms, old.body_terms);
END
""",
    """
CREATE TRIGGER search_index_update AFTER UPDATE ON search_searchdocument BEGIN
    INSERT INTO search_index(search_index, rowid, title_terms, body_terms)
    VALUES ('delete', old.id, old.title_terms, old.body_terms);
    INSERT INTO search_index(rowid, title_terms, body_terms)
    VALUES (new.id, new.title_terms, new.body_terms);
END
""",
)
SQLITE_DROP_TRIGGERS = (
    "DROP TRIGGER IF EXISTS search_index_insert",
    "DROP TRIGGER IF EXISTS search_index_delete",
    "DROP TRIGGER IF EXISTS search_index_update",
)
POSTGRESQL = (
    """
ALTER TABLE search_searchdocument ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    array_to_tsvector(string_to_array(btrim(title_terms || ' ' || body_terms), ' '))
) STORED
""",
    "CREATE INDEX search_index ON search_searchdocument USING gin (vector)",
)
"""The statements that make each engine's index; migration 0002 runs those of its database."""
