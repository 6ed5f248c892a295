"""The legal pages: what visitors read before and after an administrator fills them in."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.people.services import open_account
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Invalid, Refused
from isegoria.core.ui.tests.test_forms import Page
from isegoria.site.models import SiteText
from isegoria.site.queries import starter, text_draft, text_page
from isegoria.site.rules import blanks, missing_before_publication
from isegoria.site.services import write_site_text

pytestmark = pytest.mark.django_db
SLUGS = SiteText.Slug.values


@pytest.fixture
def administrator() -> Client:
    """Signed in, and an administrator."""
    account = open_account(
        actor=SYSTEM, email="a@exemple.test", display_name="A", is_administrator=True
    )
    client = Client()
    client.force_login(account)
    return client


@given(st.lists(st.text(st.characters(exclude_characters="[]"), min_size=1).filter(str.strip)))
def test_every_blank_is_found_once_in_its_order(names):
    text = " et ".join(f"[[ {name.strip()} ]]" for name in names)
    assert blanks(text) == tuple(dict.fromkeys(name.strip() for name in names))


def test_a_text_without_blanks_in_the_site_s_language_can_be_published():
    assert not missing_before_publication({"fr": "Mairie de Valombre"}, "fr")
    assert len(missing_before_publication({"en": "Town hall [[ name ]]"}, "fr")) == 2


@pytest.mark.parametrize("slug", SLUGS)
def test_until_it_is_filled_in_a_page_says_so(client, slug):
    page = client.get(reverse(slug))
    assert page.status_code == 200
    assert 'class="notice warn"' in page.text
    assert "[[" not in page.text
    assert f'href="{reverse(slug)}"' in client.get(reverse("home")).text


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_text_to_start_from_has_its_blanks_marked(slug, language):
    text = starter(slug)[language]
    assert blanks(text)
    assert "{%" not in text
    assert settings.SITE_NAME in text or slug == "privacy"
    assert "</mark>" in text_draft(slug).preview


def test_a_text_with_blanks_is_kept_but_not_published():
    texts = {"fr": "Publié par [[ nom ]]"}
    with pytest.raises(Invalid):
        write_site_text(actor=SYSTEM, slug="legal", texts=texts, publish=True)
    assert not SiteText.objects.exists()
    write_site_text(actor=SYSTEM, slug="legal", texts=texts, publish=False)
    assert text_page("legal").html == ""
    assert text_draft("legal").blanks == (("fr", ("nom",)),)


def test_a_published_text_is_read_and_can_be_taken_offline(client):
    texts = {"fr": "# Qui publie\nLa mairie de Valombre.", "en": ""}
    write_site_text(actor=SYSTEM, slug="legal", texts=texts, publish=True)
    page = client.get(reverse("legal")).text
    assert "La mairie de Valombre." in page
    assert 'class="notice warn"' not in page
    assert len(Page(page).all("h1")) == 1
    english = client.get("/en" + reverse("legal").replace("mentions-legales", "legal-notice"))
    if english.status_code == 200:
        assert '<div class="flow" lang="fr">' in english.text
    write_site_text(actor=SYSTEM, slug="legal", texts=texts, publish=False)
    assert "La mairie de Valombre." not in client.get(reverse("legal")).text


def test_only_administrators_write(client, administrator):
    address = reverse("edit-site-text", args=["legal"])
    citizen = open_account(actor=SYSTEM, email="c@exemple.test", display_name="C")
    client.force_login(citizen)
    assert client.get(address).status_code == 403
    assert client.post(address, {"fr": "x", "act": "publish"}).status_code == 403
    assert not SiteText.objects.exists()
    page = administrator.get(address)
    assert page.status_code == 200
    assert "[[ nom de l’institution ]]" in page.text
    assert administrator.get(reverse("edit-site-text", args=["other"])).status_code == 404


def test_an_administrator_fills_in_a_page_and_publishes_it(client, administrator):
    address = reverse("edit-site-text", args=["legal"])
    refused = administrator.post(address, {"fr": "Par [[ nom ]]", "en": "", "act": "publish"})
    assert refused.status_code == 200
    assert "Par [[ nom ]]" in refused.text
    assert (
        administrator.post(address, {"fr": "Par nous", "en": "", "act": "publish"}).url == address
    )
    assert "Par nous" in client.get(reverse("legal")).text


def test_a_service_refuses_whoever_is_no_administrator():
    from isegoria.core.actor import ANONYMOUS

    with pytest.raises(Refused):
        write_site_text(actor=ANONYMOUS, slug="legal", texts={"fr": "x"}, publish=True)
