"""The page that describes the API, as the site serves it."""

import re

import pytest
from django.urls import reverse

from isegoria.core.api.reference import described
from isegoria.core.api.scaffold import api

pytestmark = pytest.mark.django_db


def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(client):
    page = client.get(reverse("api-v1:api-root"))
    text = page.content.decode()
    operations = described(api().get_openapi_schema())
    assert page.status_code == 200
    assert operations
    for operation in operations:
        assert operation.path in text
        assert f'id="{operation.anchor}"' in text
    by_name = {operation.anchor: operation for operation in operations}
    assert by_name["list_posts"].summary != by_name["read_process"].summary
    assert "null while not everybody may see them" in by_name["list_posts"].meaning
    assert "`" not in by_name["list_posts"].meaning
    assert "positions are null" in " ".join(text.split())
    loaded = re.findall(r'<(?:script|img|iframe)[^>]*\ssrc="([^"]*)"', text)
    loaded += re.findall(r'<link rel="stylesheet" href="([^"]*)"', text)
    assert loaded
    assert all(re.match("/[^/]", address) for address in loaded)


def test_the_description_is_served_without_an_account(client):
    answer = client.get(reverse("api-v1:openapi-json"))
    assert answer.json()["info"]["version"] == "1"
    assert not answer.cookies
