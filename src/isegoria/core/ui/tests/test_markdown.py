"""What people write is shown, what attacks is not."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.ui.markdown import MAX_LENGTH, plain, render_markdown

SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")
"""What a browser takes for a scheme (https://url.spec.whatwg.org/#scheme-start-state)."""
SAFE_TAGS = {
    *("p", "br", "hr", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}


class Inspector(HTMLParser):
    """Raises on anything a browser could run, load or style."""

    def handle_starttag(self, tag, attrs):
        assert tag in SAFE_TAGS, tag
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start")}
            if name == "href":
                scheme = SCHEME.match("".join(value.split()))
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}


def inspect(html):
    Inspector().feed(html)


def test_the_usual_marks():
    html = render_markdown("# Title\n\nA *b* **c** [d](https://e.org/)\n\n1. one\n2. two\n\n> so\n")
    assert "<h3>Title</h3>" in html
    assert "<em>b</em>" in html
    assert 'href="https://e.org/"' in html
    assert 'rel="nofollow ugc noopener noreferrer"' in html
    assert "<ol>" in html
    assert "<blockquote>" in html


def test_html_and_pictures_come_out_as_what_was_typed():
    assert "&lt;b&gt;bold&lt;/b&gt;" in render_markdown("<b>bold</b>")
    assert '!<a href="https://e.org/a.png"' in render_markdown("![a](https://e.org/a.png)")


def test_headings_never_go_below_the_sixth():
    assert "<h6>deep</h6>" in render_markdown("###### deep", top_heading=4)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](  javascript:alert(1))",
        "[a](java&#10;script:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](//evil.example/)",
        "<javascript:alert(1)>",
        "![a](https://evil.example/pixel.png)",
        '[a](https://x.org "\\" onmouseover=alert(1)")',
        "<svg/onload=alert(1)>",
        "<a href='x' style='position:fixed'>x</a>",
        "[a]: javascript:alert(1)\n\n[a]",
        "`<b>`\n\n```html\n<script>\n```",
        "<!-- --><iframe src=x></iframe>",
        "\x00<b>\ufffe",
    ],
)
def test_attacks_come_out_as_text(text):
    html = render_markdown(text)
    inspect(html)
    assert "<script" not in html
    assert "<img" not in html


@given(st.text(alphabet=st.sampled_from("[]()<>!*_`#>\n -:/\\\"'&;javscriptdaonel=1"), max_size=80))
def test_nothing_typed_gets_out(text):
    inspect(render_markdown(text))


@pytest.mark.parametrize(
    "bomb",
    [">" * 20_000, "[" * 20_000, "*a_" * 10_000, "- " * 10_000, "`" * 20_000, "![" * 10_000,
     "[a]: /" + "u" * 20_000 + "\n\n" + "[a] " * 5_000, "<" * 20_000, "\\" * 20_000],
)  # fmt: skip
def test_a_bomb_gives_a_page_of_its_own_size(bomb):
    assert len(render_markdown(bomb)) < 10 * len(bomb) + 1_000


def test_a_text_without_end_is_cut():
    assert len(render_markdown("a" * (MAX_LENGTH + 50))) <= MAX_LENGTH + len("<p></p>\n")


def test_a_plain_text_has_no_marks_left():
    assert plain("**L’eau** & le [pain](https://example.org)") == "L’eau & le pain"
    assert plain("1 < 2") == "1 < 2"
