"""A fragment shows what it is given, in the language of its page, and nothing else."""

from dataclasses import dataclass, replace

import pytest
from django.template import Context, Template
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
