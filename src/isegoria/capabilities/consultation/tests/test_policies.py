"""Who may contribute and argue: one activity at a time, or all of them at once."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from isegoria.capabilities.consultation.phases import PHASE_KINDS
from isegoria.capabilities.consultation.policies import POLICIES
from isegoria.capabilities.consultation.tests.support import LIST, proposal
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import NOW, citizen, text_of
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor, Verification
from isegoria.core.errors import Refused
from isegoria.core.policy import Policy

HOUR = timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_the_two_faces_of_each_policy_agree(policy: Policy) -> None:
    levels = (Verification.NONE, Verification.IDENTITY)
    for state, kind, level in product(ProcessState.values, PHASE_KINDS, levels):
        process = Process.objects.create(
            slug=f"{state}-{kind.code}-{level}".replace(".", "-"),
            state=state,
            published_at=NOW,
            title={},
        )
        activity = Activity.objects.create(
            process=process, capability="consultation", slug="a", title={}, verification=level
        )
        Phase.objects.create(
            activity=activity, kind=kind.code, opens_at=NOW - HOUR, closes_at=NOW + HOUR
        )
    found = list(Activity.objects.select_related("process").prefetch_related("phases"))
    known = citizen()
    child = Actor(person_id=known.person_id, verification=Verification.IDENTITY, declared_age=9)
    checked = Actor(person_id=known.person_id, verification=Verification.IDENTITY, declared_age=40)
    allowed = 0
    for actor, now in product((ANONYMOUS, SYSTEM, known, child, checked), (NOW, NOW + HOUR)):
        one_by_one = {one.pk for one in found if policy.decide(actor, one, now=now)}
        at_once = policy.allowed_among(Activity.objects.all(), actor, now=now)
        assert set(at_once.values_list("pk", flat=True)) == one_by_one
        allowed += len(one_by_one)
    assert allowed


def test_each_kind_of_phase_opens_what_it_says(place) -> None:
    post = proposal(citizen(), place)
    for kind, writes, votes in (
        ("consultation.writing", True, False),
        ("consultation.voting", False, True),
        ("consultation.reading", False, False),
    ):
        Phase.objects.update(kind=kind)
        if writes:
            proposal(citizen(), place)
        else:
            with pytest.raises(Refused):
                proposal(citizen(), place)
        if votes:
            services.take_stance(actor=citizen(), ref=post.ref, value=1)
        else:
            with pytest.raises(Refused):
                services.take_stance(actor=citizen(), ref=post.ref, value=1)


def test_a_vote_after_closing_or_on_a_hidden_text_is_told_so_and_counts_nothing(
    place, camille
) -> None:
    client, _reader = camille
    post = proposal(citizen(), place)
    address = reverse("posts:stance", args=[post.ref])
    with clock.frozen(Phase.objects.get().closes_at):
        closed = client.post(address, {"value": "1"}, follow=True)
        listed = text_of(client.get(LIST))
    assert gettext("This has closed.") in text_of(closed)
    assert listed.count(gettext("This has closed.")) == 1
    Post.objects.update(visibility=Visibility.HIDDEN)
    assert client.post(address, {"value": "1"}).status_code == 404
    assert Client().post(address, {"value": "1"}).status_code in (302, 404)
    assert not Stance.objects.exists()


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"text": "a" * 1_000_000}, False),
        ({"text": "Un signe \x00 caché."}, False),
        ({"text": "Un texte \u202eretourné."}, False),
        ({"place": "\u202ePartout"}, False),
        ({"place": "x" * 121}, False),
        ({"title": "<script>alert(1)</script>"}, True),
    ],
)
def test_bad_words_get_their_sentence_and_publish_nothing(place, camille, changes, kept) -> None:
    client, _author = camille
    given = {"title": "Titre", "text": "Des mots.", "language": "fr", "act": "publish", **changes}
    answer = client.post(reverse("consultation:propose", args=["eau", "textes"]), given)
    assert Post.objects.exists() is kept
    if kept:
        page = client.get(answer["Location"]).content.decode()
        assert "<script>alert" not in page
    else:
        assert answer.status_code == 200
        assert 'aria-invalid="true"' in text_of(answer)
