"""Markdown written by citizens and institutions, made into HTML that can do no harm.

CommonMark without raw HTML and without images (a picture of somebody else's server would tell it who reads
us) or reference links (a long address defined once and cited ten thousand times is a bomb), then an
allow-list on the result, so that a fault in one of the two stays harmless. Headings start below the page's
own. Links carry ``nofollow ugc noopener noreferrer``.
"""

from functools import cache, lru_cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MAX_LENGTH = 100_000
"""Characters that are read; a longer text is cut. Forms refuse much earlier."""

MAX_NESTING = 16
_LOWEST_HEADING = 6
_TAGS = {
    *("p", "br", "hr", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li"),
    *(f"h{level}" for level in range(1, 7)),
}
_SCHEMES = {"http", "https", "mailto"}
_REL = "nofollow ugc noopener noreferrer"


@cache
def _parser(top_heading: int) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.disable(["image", "html_block", "html_inline", "reference"])

    def lower_headings(state: StateCore) -> None:
        for token in state.tokens:
            if token.type in {"heading_open", "heading_close"}:
                level = int(token.tag[1]) + top_heading - 1
                token.tag = f"h{min(level, _LOWEST_HEADING)}"

    parser.core.ruler.push("lower_headings", lower_headings)
    return parser


def plain(text: str) -> str:
    """``text`` without its marks, for an excerpt, a feed or a page title."""
    return unescape(nh3.clean(render_markdown(text), tags=set())).strip()


@lru_cache(500)
def render_markdown(text: str, *, top_heading: int = 3) -> SafeString:
    """``text`` as HTML, its first level of headings at ``<h{top_heading}>``."""
    html = _parser(top_heading).render(text[:MAX_LENGTH])
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )
    return mark_safe(clean)  # noqa: S308 (the allow-list above is what makes it safe)
