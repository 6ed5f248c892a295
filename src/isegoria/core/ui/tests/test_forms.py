"""Forms that everybody can fill in: what the templates promise to a screen reader, and to the rest of us."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from isegoria.core.errors import Conflict, Invalid
from isegoria.core.ui.forms import DateInput, FileInput, Form, answers


class Example(Form):
    name = forms.CharField(label="Name", help_text="As on <your> card", max_length=20)
    born = forms.DateField(label="Born", required=False, widget=DateInput)
    stance = forms.ChoiceField(
        label="Stance",
        help_text="Freely",
        choices=[("y", "Yes"), ("n", "No")],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label="Themes",
        required=False,
        choices=[("More", [("a", "Air"), ("w", "Water")])],
        widget=forms.CheckboxSelectMultiple,
    )
    charter = forms.BooleanField(label="Charter", help_text="Read it")
    paper = forms.FileField(label="Paper", required=False, widget=FileInput)
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


class Page(HTMLParser):
    """The elements of a page, each with its attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag, **having):
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and all(attrs.get(key) == value for key, value in having.items())
        ]

    @property
    def ids(self):
        return [attrs["id"] for _tag, attrs in self.elements if "id" in attrs]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def shown(form):
    return Page(engines["django"].from_string("{{ form }}").render({"form": form}))


REFUSED = {"name": "x" * 30, "secret": "s"}


@pytest.mark.parametrize("form", [Example(), Example(REFUSED)], ids=["blank", "refused"])
def test_every_field_has_its_label_and_every_reference_its_target(form):
    page = shown(form)
    labelled = {attrs["for"] for attrs in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for attrs in page.all(tag):
            if attrs.get("type") != "hidden":
                assert attrs["id"] in labelled
    assert len(page.ids) == len(set(page.ids))
    for _tag, attrs in page.elements:
        for reference in attrs.get("aria-describedby", "").split():
            assert reference in page.ids
    assert all(target in page.ids for target in labelled)


def test_choices_are_a_group_with_a_legend_and_their_hint():
    page = shown(Example())
    groups = page.all("fieldset")
    assert len(groups) == len(page.all("legend")) == 2
    assert groups[0]["aria-describedby"] == "id_stance_helptext"


def test_optional_is_said_in_words_and_nothing_with_a_star():
    page = shown(Example())
    assert page.text.count("(optional)") == 3
    assert "*" not in page.text


def test_a_hint_is_text():
    assert "<your>" in shown(Example()).text


def test_a_blank_form_speaks_of_no_problem():
    page = shown(Example())
    assert "There is a problem" not in page.text
    assert not page.all("div", role="alert")


def test_a_refused_form_lists_every_problem_with_a_link_to_its_field():
    form = Example(REFUSED)
    page = shown(form)
    (summary,) = page.all("div", role="alert")
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    links = [attrs["href"] for attrs in page.all("a")]
    assert links == ["#id_name", "#id_stance_0", "#id_charter"]
    assert all(link[1:] in page.ids for link in links)
    assert page.all("input", id="id_name")[0]["aria-invalid"] == "true"
    assert "id_name_error" in page.all("input", id="id_name")[0]["aria-describedby"]
    assert page.text.count("has 30") == 2


def test_what_was_typed_is_kept():
    page = shown(Example({**REFUSED, "born": "2001-02-03", "themes": ["w"]}))
    assert page.all("input", id="id_name")[0]["value"] == "x" * 30
    assert page.all("input", id="id_born")[0]["value"] == "2001-02-03"
    assert [attrs["value"] for attrs in page.all("input", name="themes") if "checked" in attrs] == [
        "w"
    ]


def test_the_refusal_of_a_service_is_shown_at_the_top():
    form = Example({"name": "Ann", "stance": "y", "charter": "on", "secret": "s"})
    assert form.is_valid()
    form.refuse(Invalid("Not accepted.", ["Too late.", "Too long."]))
    form.refuse(Conflict("Somebody was faster."))
    page = shown(form)
    for sentence in ("Too late.", "Too long.", "Somebody was faster."):
        assert sentence in page.text
    assert page.all("input", id="id_name")[0]["value"] == "Ann"


def test_check_your_answers_says_each_answer_in_words():
    form = Example(
        {"name": "Ann", "born": "2001-02-03", "stance": "n", "themes": ["a", "w"],
         "charter": "on", "secret": "s"}
    )  # fmt: skip
    assert form.is_valid(), form.errors
    lines = {str(line.question): line for line in answers(form, "/form/")}
    assert lines["Name"].answer == "Ann"
    assert lines["Born"].answer.replace("\u00a0", " ") == "3 February 2001"
    assert lines["Stance"].answer == "No"
    assert lines["Themes"].answer == "Air, Water"
    assert lines["Charter"].answer == "Yes"
    assert lines["Paper"].answer == "Not provided"
    assert not lines["Paper"].given
    assert lines["Name"].change_url == "/form/#id_name"
    assert lines["Stance"].change_url == "/form/#id_stance_0"
    assert form.cleaned_data["born"] == date(2001, 2, 3)
