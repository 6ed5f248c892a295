"""What the pages of a text say of its answer, and the page where the authority reports."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import override

from isegoria.capabilities.answers.models import Milestone
from isegoria.capabilities.answers.notes import notes_on_demands
from isegoria.capabilities.answers.tests.support import (
    NOW,
    answered,
    begun,
    place,
    promise,
    reported,
)
from isegoria.commons.people.models import Account
from isegoria.commons.posts.mine import my_posts
from isegoria.core import clock

pytestmark = pytest.mark.django_db


def test_a_text_says_by_when_it_is_answered_then_how_much_is_done() -> None:
    here = place(days=30)

    def said(days: int) -> tuple[str, str]:
        with clock.frozen(NOW + timedelta(days=days)), override("en"):
            note = notes_on_demands([here.post.pk])[here.post.pk]
            return note.text.partition(": ")[2], note.tone

    assert said(18) == ("12 days left", "open")
    assert said(42) == ("12 days late", "bad")
    with clock.frozen(NOW):
        promise(here, begun(here), 5)
    assert said(18) == ("12 days left", "open")
    with clock.frozen(NOW):
        answered(here, 10, 20, verdict="partly")
        reported(here, Milestone.objects.filter(commitment__answer__post__shown=True)[0])
    assert said(15) == ("1 of 2", "warn")
    assert said(25) == ("1 of 2", "bad")
    with clock.frozen(NOW):
        left = Milestone.objects.filter(commitment__answer__post__shown=True)[1]
        reported(here, left, "drop", text="The land is sold.")
    assert said(25) == ("1 of 2, given up: 1", "bad")


def test_whoever_wrote_sees_among_their_texts_what_the_measure_became() -> None:
    here = place(days=30)
    with clock.frozen(NOW):
        answered(here, 10, verdict="accepted")
        page = my_posts(here.author)
    (thread,) = page.items[0].became
    assert thread.title == here.post.title
    assert [note.text.partition(" – ")[0] for note in thread.notes] == ["Acceptée telle quelle"]


def test_everything_that_was_answered_is_said_part_by_part() -> None:
    here = place(days=30)
    with clock.frozen(NOW), override("en"):
        answered(here, verdict="refused", part="The budget", closes=False)
        note = notes_on_demands([here.post.pk])[here.post.pk]
        assert note.text.endswith(": 30 days left · The budget: Refused")
        answered(here, 10, verdict="accepted")
        answered(here, 10, verdict="partly", part="The budget")
        note = notes_on_demands([here.post.pk])[here.post.pk]
    assert note.text.startswith("The budget: Partly accepted · Accepted as it stands – ")
    assert note.tone == "warn"


def test_a_text_to_which_nothing_is_owed_says_nothing() -> None:
    here = place()
    assert notes_on_demands([here.post.pk + 1]) == {}


@override_settings(TEAM_SECOND_FACTOR=False)
def test_the_authority_reads_the_form_of_a_step() -> None:
    here = place()
    with clock.frozen(NOW):
        answered(here, 10)
        step = Milestone.objects.get()
        who = Account.objects.create_user("elue@exemple.test", display_name="Valérie")
        Account.objects.filter(pk=who.pk).update(person_id=here.elected.person_id)
        client = Client()
        client.force_login(Account.objects.get(pk=who.pk))
        page = client.get(reverse("answers:report", args=[step.ref]))
    assert page.status_code == 200
    assert "Étape 1" in page.text
