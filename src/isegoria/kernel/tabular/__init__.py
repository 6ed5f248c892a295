"""Reading tables that people made: CSV in its dialects and XLSX, with every problem at once.

::

    SCHEMA = Schema((
        Column("feature", aliases=("category", "critère"), required=True),
        Column("value", aliases=("name", "modalité"), required=True),
        Column("min", integer(low=0), required=True),
    ))
    table = read_table(stream, SCHEMA)
    if table.errors:
        for problem in table.problems:
            print(problem.sentence())

The caller opens the file; this package only reads the bytes it is given. Whatever was decided
(encoding, separator, sheet, line of the headers) is told in ``table.source``. Bytes that are no
table never raise: they come back as a table without rows and with a problem.
"""

from isegoria.kernel.tabular.guard import guard, unguard
from isegoria.kernel.tabular.limits import Limits
from isegoria.kernel.tabular.parsers import (
    Parser,
    boolean,
    choice,
    date_,
    decimal,
    instant,
    integer,
    percentage,
    text,
    uuid_,
)
from isegoria.kernel.tabular.problems import TEMPLATES, Problem, Severity
from isegoria.kernel.tabular.reader import Reader, Row, Table, open_table, read_table
from isegoria.kernel.tabular.remarks import Remark
from isegoria.kernel.tabular.schema import Column, Extra, Found, Schema
from isegoria.kernel.tabular.source import Source

__all__ = [
    "TEMPLATES",
    "Column",
    "Extra",
    "Found",
    "Limits",
    "Parser",
    "Problem",
    "Reader",
    "Remark",
    "Row",
    "Schema",
    "Severity",
    "Source",
    "Table",
    "boolean",
    "choice",
    "date_",
    "decimal",
    "guard",
    "instant",
    "integer",
    "open_table",
    "percentage",
    "read_table",
    "text",
    "unguard",
    "uuid_",
]
