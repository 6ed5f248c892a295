"""How our own exports are read back: the schema that makes a table of the same values."""

from isegoria.core.exports.declare import Export, ExportColumn, Kind
from isegoria.kernel.tabular import (
    Column,
    Parser,
    Schema,
    boolean,
    date_,
    decimal,
    instant,
    integer,
    text,
    uuid_,
)


def schema_of(export: Export) -> Schema:
    """The schema under which ``read_table(content, schema, guarded=True)`` gives the exported
    values.

    An absent text comes back as the empty one: a CSV file cannot tell them apart.
    """
    return Schema(
        tuple(
            Column(column.name, _parser(column), required=True, may_be_blank=True)
            for column in export.columns
        ),
        exact=True,
    )


def _parser(column: ExportColumn) -> Parser:
    if column.choices is not None:
        return Parser("choice", lambda word: word, strip=False)
    return {
        Kind.TEXT: text(strip=False),
        Kind.INTEGER: integer(),
        Kind.DECIMAL: decimal(mark="."),
        Kind.BOOLEAN: boolean(),
        Kind.DATE: date_(),
        Kind.INSTANT: instant(),
        Kind.UUID: uuid_(),
    }[column.kind]
