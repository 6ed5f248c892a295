"""Reading a page as a browser would, to see what a text brought into it."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

MARK = "zqx"
"""Stands in every hostile text."""
_ADDRESSES = {
    "hx-get",
    "hx-post",
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "srcdoc",
    "poster",
    "data",
}
_BAD_SCHEME = re.compile(r"^[\s\x00-\x1f]*(javascript|data|vbscript|file):", re.IGNORECASE)
_TOLD = {"aria-", "data-"}
_WORDS = {"id", "value", "title", "alt", "content", "placeholder", "datetime", "lang", "dir"}
"""Attributes that hold words: a browser runs nothing of them."""


class Page(HTMLParser):
    """What of a page can do harm, in ``harm``; its forms, as the names of their fields, in ``forms``."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.fields: dict[str, str] = {}
        self.typed: set[str] = set()
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name.startswith("on") or name == "style" or MARK in name:
                self.harm.append(f"<{tag} {name}>")
            elif (name in _ADDRESSES and (_BAD_SCHEME.match(value) or self._leads(given))) or (
                MARK in value and name not in _WORDS | _ADDRESSES and name[:5] not in _TOLD
            ):
                self.harm.append(f"<{tag} {name}={value[:60]}>")
        if MARK in tag:
            self.harm.append(f"<{tag}>")
        self._field(tag, given)

    def _leads(self, given: dict[str, str]) -> bool:
        """Whether an address out of a text is anything but a link that is told to be one."""
        address = next((given[name] for name in _ADDRESSES if name in given), "")
        try:
            host = urlsplit(address).netloc
        except ValueError:
            host = ""
        if MARK not in host:
            return False
        return "nofollow" not in given.get("rel", "")

    def handle_data(self, data: str) -> None:
        if self._inside in {"script", "style"} and MARK in data:
            self.harm.append(f"<{self._inside}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or tag not in {"input", "textarea", "select"}:
            return
        if tag == "textarea" or kind in {"text", "email", "search", "url", "tel", "password"}:
            self.typed.add(name)
        elif tag == "input" and (kind == "hidden" or "checked" in given):
            self.fields[name] = given.get("value", "")
