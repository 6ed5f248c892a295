"""A fragment shows what it is given, in the language of its page, and nothing else."""

from dataclasses import dataclass, replace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from isegoria.core.ui.fragments import rendered

TEMPLATE = Template('{% fragment "ui/numbers.html" numbers=numbers %}')


@dataclass(frozen=True, slots=True)
class Figure:
    """What ``ui/numbers.html`` shows."""

    label: str
    value: str


def shown(*figures: Figure, **more: object) -> str:
    return TEMPLATE.render(Context({"numbers": figures, **more}))


def test_another_value_is_another_fragment() -> None:
    figure = Figure("<i>textes</i>", "12")
    first = shown(figure)
    assert "&lt;i&gt;" in first
    assert "12" in first
    assert shown(figure) == first
    assert "13" in shown(replace(figure, value="13"))


def test_the_rest_of_the_page_does_not_reach_it() -> None:
    figure = Figure("textes", "12")
    assert shown(figure, language="xx", request="secret") == shown(figure)


def test_the_holes_are_filled_for_each_reader_and_for_nobody_else() -> None:
    form = Template('{% fragment "ui/hole.html" text=text %}')
    texts = "{% csrf_token %}<a href='{{ here }}'>{{ text }}</a>"
    loader = [("django.template.loaders.locmem.Loader", {"ui/hole.html": texts})]
    engine = settings.TEMPLATES[0]
    options = {**engine["OPTIONS"], "loaders": loader}
    with override_settings(TEMPLATES=[{**engine, "APP_DIRS": False, "OPTIONS": options}]):
        pages = [
            form.render(
                Context({"text": "<b>", "csrf_token": token, "request": RequestFactory().get(path)})
            )
            for token, path in (("aaa", "/un/?a=1&b=2"), ("bbb", "/deux/"))
        ]
    assert 'value="aaa"' in pages[0]
    assert "/un/?a=1&amp;b=2" in pages[0]
    assert pages[1] == pages[0].replace("aaa", "bbb").replace("/un/?a=1&amp;b=2", "/deux/")
    assert "&lt;b&gt;" in pages[1]


def test_each_language_has_its_own() -> None:
    strip = (("strip", None), ("plain", True))
    with override("fr"):
        french = rendered("ui/strip.html", "fr", strip)
    with override("en"):
        english = rendered("ui/strip.html", "en", strip)
    assert french != english


def test_what_can_change_is_refused() -> None:
    with pytest.raises(TypeError):
        rendered("ui/numbers.html", "fr", (("numbers", [1]),))
