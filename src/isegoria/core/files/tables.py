"""What is wrong with a table, in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from isegoria.kernel.tabular import TEMPLATES, Problem

SENTENCES = (
    _("The file is empty."),
    _("There is a line of headers, and no row under it."),
    _("The file is larger than {limit} bytes."),
    _("This is not a table: a CSV file holds text only."),
    _("This is a {format} file. Save the table as CSV or XLSX."),
    _("The text is not in {encoding}. Save the file as UTF-8."),
    _("This workbook is damaged, protected, or not a real XLSX file."),
    _("Once unpacked, this workbook is larger than {limit} bytes."),
    _("There is no sheet “{sheet}”. There are: {found}."),
    _("There are more than {limit} rows."),
    _("There are more than {limit} columns."),
    _("This row is longer than {limit} characters: is a quote left open?"),
    _("The column “{header}” is missing. Found: {found}."),
    _("“{header}” and “{other}” are the same column; keep one of them."),
    _("The column “{header}” is not expected here."),
    _("This row has {cells} cells for {expected} headers: is a separator unquoted?"),
    _("A quote opens here and is never closed."),
    _("After a closing quote, a separator is expected."),
    _("This cell is longer than {limit} characters."),
    _("Some characters are damaged: “{value}”."),
    _("This cell must not be empty."),
    _("“{value}” is already on line {first}."),
    _("“{value}” is longer than {limit} characters."),
    _("“{value}” is not a whole number."),
    _("“{value}” is not a number."),
    _("“{value}” can be read in two ways: use a point, and no thousands."),
    _("“{value}” is not a percentage."),
    _("“{value}” has no % sign: is it a percentage or a fraction?"),
    _("“{value}” is below {limit}."),
    _("“{value}” is above {limit}."),
    _("“{value}” is neither yes nor no."),
    _("“{value}” is not a date: write 2026-03-31 or 31/03/2026."),
    _("“{value}” is not a date and time with its zone: write 2026-03-31T12:00:00Z."),
    _("“{value}” is not a reference."),
    _("“{value}” is not one of: {choices}."),
    _("This row has {cells} cells for {expected} headers: the last are empty."),
    _("Column {position} holds values and has no header: it was ignored."),
    _("This row at the end of the file holds no “{header}”: it was ignored."),
    _("The headers were found on line {found}: what stands above was ignored."),
    _("Only the sheet “{sheet}” was read. Not read: {found}."),
    _("And {count} more of the same kind ({kind})."),
)
"""The templates of the kernel once more, where the catalogue of messages finds them."""

_LINE = _("Line {line}")


def sentence(problem: Problem) -> str:
    """One problem in words, with its line and its column."""
    return problem.sentence(gettext(TEMPLATES[problem.code]), where=gettext(_LINE))
