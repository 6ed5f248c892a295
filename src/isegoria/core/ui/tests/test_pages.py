"""The frame of every page, the style guide and the headers, through the whole stack."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from isegoria.core.phases import Window
from isegoria.core.ui.middleware import PlainResponsesMiddleware
from isegoria.core.ui.tests.test_forms import Example, Page
from isegoria.core.ui.timeline import Action, step

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
UI = Path(__file__).parents[1]


@pytest.fixture
def guide(client):
    return client.get("/en/style/")


def test_the_style_guide_needs_no_database(client):
    assert client.get(reverse("style")).status_code == 200


def test_a_page_has_its_landmarks_and_its_language(guide):
    page = Page(guide.text)
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("main")[0]["id"] == "main"
    assert page.all("a", href="#main")
    assert len(page.all("h1")) == 1
    names = [attrs.get("aria-label") for attrs in page.all("nav")]
    assert len(names) == len(set(names))
    assert None not in names


def test_a_page_asks_nothing_of_others_and_holds_nothing_inline(guide):
    page = Page(guide.text)
    assert "style=" not in guide.text.replace("hreflang", "")
    assert not page.all("style")
    assert all("src" in attrs for attrs in page.all("script"))
    for tag, name in (("link", "href"), ("script", "src"), ("img", "src")):
        assert all(attrs[name].startswith("/") for attrs in page.all(tag))
    assert not [
        attrs for _tag, attrs in page.elements if any(key.startswith("on") for key in attrs)
    ]


def test_the_other_language_keeps_the_page_and_its_question(client):
    page = Page(client.get("/style/?name=&x=1").text)
    (link,) = page.all("a", hreflang="en")
    assert link["href"] == "/en/style/?name=&x=1"
    assert link["lang"] == "en"
    page = Page(client.get("/en/style/?name=&x=1").text)
    assert page.all("a", hreflang="fr")[0]["href"] == "/style/?name=&x=1"


def test_the_title_says_when_a_form_was_refused(client):
    with translation.override("en"):
        assert "<title>Error: " in client.get("/en/style/?name=").text
        assert "<title>Style guide" in client.get("/en/style/").text


def test_the_first_visit_weighs_less_than_sixty_kilobytes(guide):
    page = Page(guide.text)
    files = [attrs["href"] for attrs in page.all("link") if attrs["rel"] in ("stylesheet", "icon")]
    files += [attrs["src"] for attrs in page.all("script")]
    weight = len(gzip.compress(guide.content))
    for url in files:
        path = finders.find(url.removeprefix("/static/"))
        weight += len(gzip.compress(Path(path).read_bytes()))
    assert weight < 60_000


def test_the_script_that_is_served_is_the_one_we_name():
    folder = UI / "static" / "ui" / "vendor" / "htmx"
    vendor = json.loads((folder / "vendor.json").read_text())
    script = (folder / "htmx.min.js").read_bytes()
    assert sha256(script).hexdigest() == vendor["sha256"]
    assert vendor["version"].encode() in script
    assert (folder / "LICENSE").exists()


@pytest.mark.django_db
def test_nobody_keeps_an_answer_made_for_one_person(client):
    answer = client.get("/style/")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    known = Client()
    known.cookies["sessionid"] = "somebody"
    assert known.get("/style/").headers["Cache-Control"] == "private, no-store"
    visitor = Client()
    visitor.cookies["visitor"] = "somebody"
    assert visitor.get("/style/").headers["Cache-Control"] == "private, no-store"


def test_a_page_that_gives_a_cookie_is_not_kept(rf):
    def give(_request):
        response = HttpResponse()
        response.set_cookie("choice", "1")
        return response

    answer = PlainResponsesMiddleware(give)(rf.get("/"))
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_view_may_decide_for_itself(rf):
    answer = PlainResponsesMiddleware(
        lambda _request: HttpResponse(headers={"Cache-Control": "public, max-age=1"})
    )(rf.get("/"))
    assert answer.headers["Cache-Control"] == "public, max-age=1"


def rendered_steps(actions=()):
    day = timedelta(days=1)
    windows = [
        Window(NOW - 9 * day, NOW - day),
        Window(NOW - day, NOW + 3 * day),
        Window(NOW + 5 * day, None),
    ]
    with translation.override("en"):
        steps = [
            step(f"Step {index}", "Kind", window, NOW, actions=actions)
            for index, window in enumerate(windows)
        ]
        return render_to_string("ui/timeline.html", {"steps": steps})


def test_the_timeline_says_each_state_in_words_and_marks_the_open_step():
    html = rendered_steps()
    page = Page(html)
    for words in ("Finished", "Open now", "To come", "Closes in 3", "Opens in 5"):
        assert words in page.text
    assert len(page.all("li", **{"aria-current": "step"})) == 1


def test_only_an_open_step_offers_what_one_can_do():
    page = Page(rendered_steps(actions=[Action("Write", "/write/")]))
    assert len(page.all("a", href="/write/")) == 1


class Run:
    label, error, can_cancel, done, total = "Export", "", True, 5, 20

    def __init__(self, state, **facts):
        self.state = state
        self.__dict__.update(facts)


def progress(run, rf):
    with translation.override("en"):
        return Page(render_to_string("ui/progress.html", {"run": run}, request=rf.get("/runs/1/")))


def test_work_in_progress_is_a_progress_bar_that_renews_itself_in_silence(rf):
    page = progress(Run("running"), rf)
    assert page.all("progress", value="5", max="20")
    (section,) = page.all("section")
    assert section["hx-get"] == "/runs/1/"
    assert section["aria-live"] == "off"
    assert page.all("a", href="/runs/1/")
    assert page.all("button")
    assert "5 of 20" in page.text


def test_work_that_is_over_stops_asking_and_says_why(rf):
    page = progress(Run("failed", error="The disk is full."), rf)
    (section,) = page.all("section")
    assert "hx-get" not in section
    assert "aria-live" not in section
    assert "The disk is full." in page.text
    assert not page.all("button")


def test_a_decision_can_be_asked_in_a_template(rf):
    template = engines["django"].from_string(
        '{% decision "ui.read_style" as may %}{{ may.allowed }}'
    )
    assert template.render({}, request=rf.get("/")) == "True"


def test_the_title_looks_at_forms_and_wakes_nothing_else(rf):
    from django.utils.functional import SimpleLazyObject

    asleep = SimpleLazyObject(lambda: pytest.fail("a lazy value was woken"))
    template = engines["django"].from_string("{% error_prefix %}")
    with translation.override("en"):
        assert template.render({"a": asleep, "form": Example({})}) == "Error: "
        assert template.render({"a": asleep, "form": Example()}) == ""


def test_an_error_page_tells_the_reason_and_the_date(rf):
    from isegoria.core.decision import no

    decision = no("not_yet_open", "This has not opened yet.", when=NOW)
    with translation.override("en"):
        page = Page(render_to_string("403.html", {"decision": decision}, request=rf.get("/")))
    assert "This has not opened yet." in page.text
    assert "11\u00a0March 2026" in page.text


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html"])
def test_error_pages_lead_somewhere(name, rf):
    page = Page(render_to_string(name, request=rf.get("/nowhere/")))
    assert page.all("a", href="/")
    assert len(page.all("h1")) == 1


def test_the_page_for_a_broken_server_needs_nothing():
    page = Page(render_to_string("500.html"))
    assert page.all("a", href="/")
    assert len(page.all("h1")) == 1
