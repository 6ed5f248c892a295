"""The bare format of a workbook (ECMA-376, *Office Open XML*): its parts, its cells, its rows.

A cell is held here by what follows its address: ``' t="b"><v>1</v>'``; one that is empty by ''.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

DAY, BOLD = ' s="1"', ' s="2"'
"""Formats of cells, by their rank in the styles."""
_DAY_ZERO = date(1899, 12, 30)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
    ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
).encode()
TAIL = b"</sheetData></worksheet>"


def parts(sheets: Sequence[str]) -> Mapping[str, str]:
    """Everything in a workbook but its sheets, which are called so, by path: sheets stand at
    ``xl/worksheets/sheet1.xml`` and on."""
    numbered = list(enumerate(sheets, 1))
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n, _name in numbered
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _name in numbered
    )
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }


_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_ODD = re.compile("[_&<>\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def text_cell(text: str, style: str = "") -> str:
    """A string, and never anything else: characters that XML does not allow, and what looks like the
    escape of one, are escaped as the format asks."""
    if _ODD.search(text):
        text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
        text = escape(_NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f'{style} t="inlineStr"><is><t{space}>{text}</t></is>'


def number_cell(number: float) -> str:
    """A number, by its shortest digits."""
    return f"><v>{number!r}</v>"


def boolean_cell(yes: bool) -> str:  # noqa: FBT001 - a value like the others
    """True or false."""
    return f' t="b"><v>{yes:d}</v>'


def day_cell(day: date) -> str:
    """A day, shown as ISO 8601 has it."""
    return f"{DAY}><v>{(day - _DAY_ZERO).days}</v>"


def lines(first: int, columns: Sequence[Sequence[str]]) -> bytes:
    """Rows as the file holds them, numbered from ``first``, of columns of cells."""
    numbers = range(first, first + len(columns[0]))
    addressed = [_addressed(letters(n), numbers, column) for n, column in enumerate(columns)]
    return "".join(
        f'<row r="{n}">{"".join(row) or f'<c r="A{n}"/>'}</row>'
        for n, row in zip(numbers, zip(*addressed, strict=True), strict=True)
    ).encode()


def _addressed(letter: str, numbers: Iterable[int], column: Iterable[str]) -> list[str]:
    return [
        cell and f'<c r="{letter}{n}"{cell}</c>' for n, cell in zip(numbers, column, strict=True)
    ]


def letters(position: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    before, letter = divmod(position, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + letter)
