"""The open data of a process: every table in each format, and all of them in one file."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.processes.models import Activity, Process
from isegoria.commons.processes.tests.support import account, draft, published, signed_in
from isegoria.core.registry import components

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="([^"]+\.(?:csv|json|xlsx))"')


def whole(client: Client) -> zipfile.ZipFile:
    answer = client.get(reverse("processes:bundle", args=["eau"]))
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "application/zip",
        "private, no-store",
    )
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def lottery(process: Process) -> None:
    Activity.objects.create(
        process=process, capability="lottery", slug="tirage", title={"fr": "Tirage"}
    )


def test_every_table_of_a_process_can_be_taken_in_each_format() -> None:
    lottery(published())
    page = Client().get(reverse("processes:data", args=["eau"])).content.decode()
    links = LINK.findall(page)
    declared = [
        export.name
        for room in components()
        for export in room.exports
        if export.policy.model is Process
    ]
    assert {"posts", "timeline", "measures", "answers"} <= set(declared)
    assert len(links) == (len(declared) + 1) * 4
    assert len([link for link in links if "/eau/tirage/panel/seats." in link]) == 4
    for link in links:
        answer = Client().get(link)
        assert answer.status_code == 200, link
        assert b"".join(answer.streaming_content)


def test_the_whole_is_one_file_that_says_what_it_holds() -> None:
    lottery(published())
    archive = whole(Client())
    assert archive.testzip() is None
    package = json.loads(archive.read("datapackage.json"))
    paths = [resource["path"] for resource in package["resources"]]
    assert "data/posts.csv" in paths
    assert {*paths, "README.md", "data/posts.dictionary.csv"} <= set(archive.namelist())
    titles = {resource["name"]: resource["title"] for resource in package["resources"]}
    assert titles["seats-tirage"].endswith(" (Tirage)")
    assert "data/seats-tirage.csv" in paths
    steps = list(csv.reader(io.StringIO(archive.read("data/timeline.csv").decode())))
    assert len(steps) == 2
    assert "L’eau" in archive.read("LISEZMOI.md").decode()


def test_the_data_of_a_draft_are_its_team_s_alone() -> None:
    organiser = account("ariane")
    draft(organiser)
    for route in ("data", "bundle"):
        assert Client().get(reverse(f"processes:{route}", args=["eau"])).status_code == 404
    assert signed_in(organiser).get(reverse("processes:data", args=["eau"])).status_code == 200
    assert "data/timeline.csv" in whole(signed_in(organiser)).namelist()


def test_the_page_of_the_process_leads_to_its_data(django_assert_max_num_queries) -> None:
    published()
    page = Client().get(reverse("processes:page", args=["eau"])).content.decode()
    data = reverse("processes:data", args=["eau"])
    assert f'href="{data}"' in page
    with django_assert_max_num_queries(8):
        Client().get(data)
