"""Feeds as a reader's program sees them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.errors import Refused
from isegoria.core.feeds import Entry, Feed, feed_view, written
from isegoria.core.policy import EVERYONE, Policy, about_actor

OPEN = Policy("tests.open", "Read", EVERYONE)
MEMBERS = Policy(
    "tests.members", "Read", about_actor("no", "No.", lambda actor: not actor.is_anonymous)
)
AT = datetime(2026, 3, 31, 10, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org"


def entry(title="Une contribution", **changes):
    given_ = {"ref": uuid4(), "title": title, "address": "/c/1", "updated": AT}
    return Entry(**{**given_, **changes})


def feed(*entries, ref=None):
    return Feed(ref=ref or uuid4(), title="Fil", address="/demarches/x", entries=entries)


def content(declared, site=SITE, path="/f"):
    return written(declared, site=site, publisher="Ville", path=path, language="fr").content


def parsed(declared, site=SITE, path="/demarches/x/fil.atom"):
    return ET.fromstring(content(declared, site, path))  # noqa: S314  our own


def ask(view, actor=ANONYMOUS, **headers):
    request = RequestFactory().get("/fil.atom", headers=headers)
    request.actor = actor
    return view(request)


def test_ids_last_when_addresses_change():
    ref, about = uuid4(), uuid4()
    roots = [
        parsed(feed(entry(ref=ref, address=address), ref=about), path=path)
        for address, path in (("/c/1", "/a.atom"), ("/moved/1", "/b.atom"))
    ]
    ids = [[node.text for node in root.iter(f"{ATOM}id")] for root in roots]
    assert (
        ids[0]
        == ids[1]
        == [f"tag:example.org,2026-01-01:{about}", f"tag:example.org,2026-01-01:{ref}"]
    )


def test_links_dates_and_language():
    older, newer = entry(updated=AT - timedelta(days=1)), entry(updated=AT)
    root = parsed(feed(newer, older))
    links = {node.get("rel"): node.get("href") for node in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://example.org/demarches/x",
        "self": "https://example.org/demarches/x/fil.atom",
    }
    assert root.findtext(f"{ATOM}updated") == "2026-03-31T10:30:00+00:00"
    assert root.find(f"{ATOM}author").findtext(f"{ATOM}name") == "Ville"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert [node.findtext(f"{ATOM}updated") for node in root.iter(f"{ATOM}entry")] == [
        "2026-03-31T10:30:00+00:00",
        "2026-03-30T10:30:00+00:00",
    ]


def test_an_empty_feed_has_a_date_all_the_same():
    assert parsed(feed()).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"


@given(st.text(max_size=60))
def test_any_title_is_text_and_nothing_else(title):
    root = parsed(feed(entry(title=title, summary=title, author=title)))
    (found,) = root.iter(f"{ATOM}entry")
    assert list(found.find(f"{ATOM}title")) == []
    assert "<svg" not in ET.tostring(found, encoding="unicode")


def test_a_hostile_title_is_escaped():
    title = "<svg onload=alert(1)>]]>&\x00\x0b"
    declared = feed(entry(title=title, summary=f"{title}\n\nb"))
    assert "<svg" not in content(declared)
    root = parsed(declared)
    as_html = root.find(f"{ATOM}entry").find(f"{ATOM}summary")
    assert as_html.get("type") == "html"
    assert as_html.text == "<p>&lt;svg onload=alert(1)&gt;]]&gt;&amp;</p>\n\n<p>b</p>"
    assert root.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "<svg onload=alert(1)>]]>&"


def test_a_reader_who_has_it_is_told_so():
    declared = feed(entry())
    view = feed_view(OPEN, lambda: declared)
    first = ask(view)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Cache-Control"] == "no-cache"
    assert ask(view, **{"if-none-match": first["ETag"]}).status_code == 304
    assert ask(view, **{"if-modified-since": first["Last-Modified"]}).status_code == 304
    declared = feed(entry(updated=AT + timedelta(minutes=1)))
    assert ask(view, **{"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_a_private_feed_has_a_policy_and_no_cache():
    view = feed_view(MEMBERS, lambda: feed(entry()))
    assert view.policy is MEMBERS
    with pytest.raises(Refused):
        ask(view)
    assert ask(view, Actor(person_id=uuid4()))["Cache-Control"] == "private, no-store"


def test_addresses_come_from_the_configuration_not_from_the_request(settings):
    settings.SITE_URL = "https://example.org"
    request = RequestFactory().get("/fil.atom", headers={"host": "localhost"})
    request.actor = ANONYMOUS
    content = feed_view(OPEN, lambda: feed(entry()))(request).content.decode()
    assert "localhost" not in content
    assert "https://example.org/c/1" in content
