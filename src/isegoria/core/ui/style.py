"""The living style guide: every component, drawn by the templates that the pages use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.phases import Window
from isegoria.core.policy import EVERYONE, Policy
from isegoria.core.routes import page
from isegoria.core.ui.accent import themes, tones_by_theme
from isegoria.core.ui.charts import (
    BarChart,
    GradesChart,
    LineChart,
    bar_chart,
    grades_chart,
    line_chart,
)
from isegoria.core.ui.colours import PAIRS, contrast
from isegoria.core.ui.formatting import number
from isegoria.core.ui.forms import Answer, DateInput, Form
from isegoria.core.ui.icons import ICONS
from isegoria.core.ui.pagination import Page
from isegoria.core.ui.strip import strip
from isegoria.core.ui.texts import TextsField
from isegoria.core.ui.timeline import Action, Step, step

READ_STYLE = Policy("ui.read_style", _("Read the style guide"), EVERYONE)


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour on its ground in one theme, with its contrast in figures."""

    colour: str
    ground: str
    ratio: str
    least: str
    text_hex: str
    ground_hex: str


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of work in progress, as ``ui/progress.html`` expects it."""

    label: Promise
    state: str
    done: int
    total: int
    can_cancel: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in words and what it counts, as ``ui/numbers.html`` expects it."""

    label: Promise
    value: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a text, as ``ui/images.html`` expects it; ``url`` is '' once it was taken away."""

    alt: Promise
    language: str | None
    url: str = ""
    small_url: str = ""
    width: int = 320
    height: int = 320


class ExampleForm(Form):
    """One field of each sort."""

    name = forms.CharField(
        label=_("Name shown beside your texts"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We write to you only when something you follow changes."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    born = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput)
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[
            ("", _("Choose a theme")),
            ("health", _("Health")),
            ("homes", _("Homes")),
            ("culture", _("Culture")),
        ],
    )
    stance = forms.ChoiceField(
        label=_("Your position"),
        help_text=_("You can change it until the end of the consultation."),
        choices=[("1", _("I agree")), ("0", _("I am undecided")), ("-1", _("I disagree"))],
        widget=forms.RadioSelect,
    )
    news = forms.MultipleChoiceField(
        label=_("What we may tell you about"),
        required=False,
        choices=[("answers", _("Answers of the authority")), ("steps", _("New steps"))],
        widget=forms.CheckboxSelectMultiple,
    )
    slogan = TextsField(
        label=_("Slogan in each language"),
        required=False,
        max_length=200,
        initial={"fr": "De l’eau pour tout le monde"},
    )
    text = forms.CharField(
        label=_("Your contribution"),
        help_text=_("A few sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    charter = forms.BooleanField(label=_("I have read the charter"))


@page(READ_STYLE)
def style(request: HttpRequest) -> HttpResponse:
    """The style guide. Its example form is sent by GET, so that its errors can be seen."""
    now = clock.now()
    context: dict[str, Any] = {
        "themes": swatches(),
        "icons": sorted(ICONS),
        "steps": _steps(now),
        "strip": strip(_windows(now), now),
        "numbers": (
            Figure(_("Contributions"), number(4120)),
            Figure(_("Positions"), number(31877)),
        ),
        "form": ExampleForm(request.GET if "name" in request.GET else None),
        "answers": (
            Answer(_("Theme"), str(_("Health")), "#id_theme"),
            Answer(_("Your position"), str(_("I agree")), "#id_stance_0"),
            Answer(_("Date of birth"), str(_("Not provided")), "#id_born", given=False),
        ),
        "images": _images(),
        "pages": Page((), next="next", previous="previous"),
        "run": Run(_("Export of the contributions"), "done", done=1200, total=1200),
        "shares": _shares(),
        "compared": _compared(),
        "grades": _grades(),
        "growth": _growth(now),
        "text": _(
            "## A heading\nSome *emphasis*, a [link](https://example.org/) and\n\n- a list\n- of two"
        ),
    }
    return render(request, "ui/style.html", context)


def served_themes() -> dict[str, dict[str, str]]:
    """The colour tokens as they are served: the house's, with the organiser's where they differ."""
    if not settings.ACCENT_COLOUR:
        return themes()
    ours = tones_by_theme(settings.ACCENT_COLOUR)
    return {name: {**tokens, **ours[name]} for name, tokens in themes().items()}


def swatches() -> dict[str, tuple[Swatch, ...]]:
    """Every pair of colours that the interface uses, by theme, with its contrast."""
    return {
        name: tuple(
            Swatch(
                colour=pair.colour,
                ground=pair.ground,
                ratio=number(contrast(tokens[pair.colour], tokens[pair.ground]), 1),
                least=number(pair.least, 1),
                text_hex=tokens[pair.colour],
                ground_hex=tokens[pair.ground],
            )
            for pair in PAIRS
        )
        for name, tokens in served_themes().items()
    }


def _images() -> tuple[Picture, ...]:
    sign = static("ui/favicon.svg")
    return (
        Picture(
            _("A yellow token among the slots of a machine for drawing by lot."),
            get_language(),
            url=sign,
            small_url=sign,
        ),
        Picture(_("A hedge along a dry river."), get_language()),
    )


def _windows(now: datetime) -> list[Window]:
    today, day = timezone.localtime(now), timedelta(days=1)
    days = ((-60, -20), (-10, 5), (-4, 12), (20, 90), (120, 160))
    return [Window(today + first * day, today + last * day) for first, last in days]


def _steps(now: datetime) -> tuple[Step, ...]:
    day = timedelta(days=1)
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        step(
            _("Call for volunteers"),
            _("Volunteering"),
            Window(today - 60 * day, today - 20 * day),
            now,
        ),
        step(
            _("Propose your ideas"),
            _("Consultation"),
            Window(today - 10 * day, today + 5 * day),
            now,
            note=_("Everybody may write, read and take a position."),
            actions=(
                Action(_("Write a contribution"), "#timeline"),
                Action(_("Read the contributions"), "#timeline"),
            ),
        ),
        step(
            _("The panel deliberates"),
            _("Sessions"),
            Window(today + 20 * day, today + 90 * day),
            now,
        ),
        step(_("The council answers"), _("Answers"), Window(today + 120 * day, None), now),
    )


def _shares() -> BarChart:
    return bar_chart(
        _("Contributions by theme"),
        [(_("Health"), [4120]), (_("Homes"), [2980]), (_("Culture"), [1260]), (_("Sport"), [310])],
        series=[_("Contributions")],
        label_heading=_("Theme"),
        summary=_("Health gathers the most contributions."),
    )


def _compared() -> BarChart:
    return bar_chart(
        _("Who volunteered, who lives here"),
        [
            (_("16 to 24"), [0.09, 0.15]),
            (_("25 to 39"), [0.22, 0.24]),
            (_("40 to 64"), [0.43, 0.39]),
            (_("65 and over"), [0.26, 0.22]),
        ],
        series=[_("Volunteers"), _("Population")],
        label_heading=_("Age"),
        summary=_("People under 25 are fewer among the volunteers than in the population."),
        as_shares=True,
    )


def _grades() -> GradesChart:
    labels = (_("No"), _("Secondary"), _("Useful"), _("Essential"))
    return grades_chart(
        labels, (3, 6, 14, 17), grade=_("Useful"), voters=_("for most of 40 members")
    )


def _growth(now: datetime) -> LineChart:
    days = [(now + timedelta(days=index - 13)).date() for index in range(14)]
    return line_chart(
        _("Contributions received"),
        days,
        [
            (_("Online"), [12 * index + index * index for index in range(14)]),
            (_("On paper"), [4 * index for index in range(14)]),
        ],
        summary=_("Most contributions are sent online, and more each day."),
    )
