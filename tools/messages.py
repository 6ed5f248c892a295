"""The French catalogue, without gettext: extract, check, compile.

python tools/messages.py update     add new messages to the catalogue, drop those no longer used
python tools/messages.py check      fail if a message is missing, untranslated, fuzzy or ill-formed
python tools/messages.py compile    write the binary catalogue that Django reads
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "isegoria"
CATALOGUE = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = {
    "Project-Id-Version": "isegoria",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
TAG = re.compile(r"{[{%].*?[%}]}")
LITERAL = re.compile(r"""\b_\((["'])(.*?)\1\)""")

type Key = tuple[str | None, str, str | None]


def messages() -> dict[Key, set[str]]:
    """Every message of the code: (context, singular, plural) → the files that use it."""
    found: dict[Key, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if "tests" in parts or "migrations" in parts or "vendor" in parts:
            continue
        if path.suffix == ".py":
            keys = _of_python(path)
        elif path.suffix in {".html", ".txt", ".xml"} and "templates" in parts:
            keys = _of_template(path)
        else:
            continue
        for key in keys:
            found.setdefault(key, set()).add(str(path.relative_to(PACKAGE)))
    return found


def _of_python(path: Path) -> Iterator[Key]:
    from babel.messages.extract import extract

    with path.open("rb") as file:
        for _line, message, _comments, context in extract("python", file, keywords=KEYWORDS):
            if isinstance(message, tuple):
                yield context, message[0], message[1] if len(message) > 1 else None
            elif message:
                yield context, message, None


def _of_template(path: Path) -> Iterator[Key]:
    from django.template import engines
    from django.template.base import Node
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    source = path.read_text()
    template = engines["django"].from_string(source).template  # type: ignore[attr-defined]
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield _context(node), str(node.filter_expression.var.literal), None
        elif isinstance(node, BlockTranslateNode):
            singular, _names = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            if node.trimmed:
                from django.utils.translation import trim_whitespace

                singular = trim_whitespace(singular)
                plural = trim_whitespace(plural) if plural else None
            yield _context(node), singular, plural
    for tag in TAG.findall(source):
        for _quote, literal in LITERAL.findall(tag):
            yield None, literal, None


def _percents() -> Iterator[str]:
    """Sentences of ``{% translate %}`` with a percent sign, which Django doubles before it looks them up."""
    for key, files in messages().items():
        if "%" in key[1] and not _holes(key[1]) and any(file.endswith(".html") for file in files):
            yield f"a percent sign in a template is never translated: {key[1]!r}"


def _context(node: object) -> str | None:
    expression = getattr(node, "message_context", None)
    return str(expression.var) if expression is not None else None


def update() -> int:
    """Bring the catalogue up to the code; what is new has an empty translation."""
    old = {_key(entry): entry for entry in _load()}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = HEADER
    for key, files in sorted(messages().items(), key=lambda item: (item[0][1], item[0][0] or "")):
        context, singular, plural = key
        entry = old.get(key) or polib.POEntry(msgctxt=context, msgid=singular)
        if plural is not None and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: "", 1: ""}
        entry.occurrences = [(file, "") for file in sorted(files)]
        catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    empty = sum(not entry.translated() for entry in catalogue)
    print(f"{len(catalogue)} messages, {empty} to translate.")
    return 0


def faults() -> list[str]:
    """Everything wrong with the catalogue, in sentences."""
    entries = {_key(entry): entry for entry in _load()}
    wanted = messages()
    found = [
        f"not in the catalogue: {key[1]!r} ({min(wanted[key])})" for key in wanted.keys() - entries
    ]
    found += [f"no longer used: {key[1]!r}" for key in entries.keys() - wanted.keys()]
    found += _percents()
    for key, entry in entries.items():
        if not entry.translated() or entry.fuzzy:
            found.append(f"not translated: {key[1]!r}")
            continue
        # A French singular covers 0 and 1, so it may spell the number out.
        originals = {_holes(entry.msgid), _holes(entry.msgid_plural or entry.msgid)}
        translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
        found += [
            f"other placeholders than the original: {translation!r}"
            for translation in translations
            if _holes(translation) not in originals
        ]
    return sorted(found)


def check() -> int:
    """Print every fault of the catalogue; 1 if there is one."""
    found = faults()
    for fault in found:
        print(fault)
    return 1 if found else 0


def compile_catalogue() -> int:
    """Write the binary catalogue beside the text one, if it is older."""
    binary = CATALOGUE.with_suffix(".mo")
    if not binary.exists() or binary.stat().st_mtime < CATALOGUE.stat().st_mtime:
        _load().save_as_mofile(str(binary))
    return 0


def _holes(text: str) -> frozenset[str]:
    return frozenset(match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def _load() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), wrapwidth=100) if CATALOGUE.exists() else polib.POFile()


def main() -> int:
    """Run the verb given on the command line."""
    verbs = {"update": update, "check": check, "compile": compile_catalogue}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        print(__doc__)
        return 2
    if sys.argv[1] != "compile":
        import os

        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isegoria.config.settings")
        os.environ.setdefault("ISEGORIA_ENV", "test")
        django.setup()
    return verbs[sys.argv[1]]()


if __name__ == "__main__":
    raise SystemExit(main())
