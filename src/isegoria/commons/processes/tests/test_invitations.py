"""Invitations: one link, one use, one confirmed address, fourteen days, and nothing told about accounts."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from isegoria.commons.processes.erasure import forget_invitations
from isegoria.commons.processes.mails import digest_of
from isegoria.commons.processes.models import (
    INVITATION_LASTS,
    INVITATIONS_KEPT,
    BodyKind,
    Invitation,
    Membership,
    TeamRole,
)
from isegoria.commons.processes.roles import mandates_of_person
from isegoria.commons.processes.services import (
    accept_invitation,
    add_body,
    cancel_invitation,
    invite,
    resend_invitation,
)
from isegoria.commons.processes.tests.support import (
    account,
    actor,
    draft,
    kinds,
    published,
    signed_in,
    team_of,
    token_sent_to,
)
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.mail.models import Mail

pytestmark = pytest.mark.django_db
ADDRESS = "garance@exemple.test"


def invited(process, role: str = TeamRole.MODERATOR, address: str = ADDRESS) -> Invitation:
    return invite(
        actor=SYSTEM,
        body=team_of(process),
        address=address,
        role=role,
        because="Recrutée par la ville",
        language="fr",
    )


def page_of(token: str) -> str:
    return reverse("processes:invitation", args=[token])


def test_the_secret_is_in_the_e_mail_and_its_digest_alone_with_the_invitation() -> None:
    invitation = invited(draft())
    token = token_sent_to(ADDRESS)
    assert invitation.token_digest == digest_of(token)
    assert token not in str(Invitation.objects.values().get())


def test_the_e_mail_says_what_for_and_in_the_language_chosen() -> None:
    process = draft()
    for language, words in (("fr", "L’eau"), ("en", "The link works once")):
        invite(
            actor=SYSTEM,
            body=team_of(process),
            address=f"{language}@exemple.test",
            role=TeamRole.AGENT,
            because="Volontaire",
            language=language,
        )
        text = Mail.objects.get(to=f"{language}@exemple.test").text
        assert words in text
        assert "Volontaire" in text
        assert ("/en/" in text) is (language == "en")


def test_whoever_reads_the_address_accepts_once_and_has_the_role() -> None:
    process = published(account("o"))
    invited(process)
    garance = account("garance")
    link = page_of(token_sent_to(ADDRESS))
    browser = signed_in(garance)
    assert browser.get(link).status_code == 200
    assert browser.post(link, {"answer": "accept"}).status_code == 302
    assert mandates_of_person(garance.person_id).team == {process.pk: {TeamRole.MODERATOR}}
    assert browser.get(link).status_code == 403
    assert browser.post(link, {"answer": "accept"}).status_code == 403
    assert kinds() == ["process.published", "mandate.began"]


def test_in_a_draft_the_mandate_begins_without_a_trace() -> None:
    process = draft(account("o"))
    invited(process)
    garance = account("garance")
    accept_invitation(actor=actor(garance), invitation=Invitation.objects.get())
    assert Membership.objects.filter(person=garance.person).exists()
    assert kinds() == []


def test_a_stranger_with_the_link_learns_nothing_and_takes_nothing() -> None:
    invited(published())
    link = page_of(token_sent_to(ADDRESS))
    stranger = signed_in(account("stranger"))
    for answer in (stranger.get(link), stranger.post(link, {"answer": "accept"})):
        assert answer.status_code == 403
        assert "L’eau" not in answer.content.decode()
    assert Client().get(link).status_code == 302
    assert Client().get(page_of("x" * 43)).status_code == 404
    assert not Membership.objects.exists()


def test_an_address_that_is_not_confirmed_opens_nothing() -> None:
    invited(published())
    garance = account("garance")
    EmailAddress.objects.filter(user=garance).update(verified=False)
    assert signed_in(garance).get(page_of(token_sent_to(ADDRESS))).status_code == 403


def test_a_link_lives_fourteen_days() -> None:
    invitation = invited(published())
    garance = account("garance")
    with clock.frozen(clock.now() + INVITATION_LASTS), pytest.raises(Refused) as late:
        accept_invitation(actor=actor(garance), invitation=invitation)
    assert late.value.decision.code == "expired"
    accept_invitation(actor=actor(garance), invitation=invitation)


def test_sent_again_the_first_link_is_dead_and_cancelled_both_are() -> None:
    invitation = invited(published())
    first = token_sent_to(ADDRESS)
    resend_invitation(actor=SYSTEM, invitation=invitation)
    second = token_sent_to(ADDRESS)
    browser = signed_in(account("garance"))
    assert browser.get(page_of(first)).status_code == 404
    assert browser.get(page_of(second)).status_code == 200
    cancel_invitation(actor=SYSTEM, invitation=invitation)
    assert browser.get(page_of(second)).status_code == 403
    with pytest.raises(Refused):
        resend_invitation(actor=SYSTEM, invitation=invitation)


def test_declined_the_team_sees_it_and_can_invite_again() -> None:
    organiser = account("o")
    process = published(organiser)
    invited(process)
    signed_in(account("garance")).post(page_of(token_sent_to(ADDRESS)), {"answer": "decline"})
    body = reverse("processes:manage-body", args=["eau", team_of(process).slug])
    assert ADDRESS in signed_in(organiser).get(body).content.decode()
    assert not Membership.objects.filter(role=TeamRole.MODERATOR).exists()
    invited(process)


def test_the_same_is_said_of_an_address_with_an_account_and_of_one_without() -> None:
    organiser = account("o")
    process = published(organiser)
    account("known")
    url = reverse("processes:manage-body-invite", args=["eau", team_of(process).slug])
    pages = []
    for address in ("known@exemple.test", "unknown@exemple.test"):
        browser = signed_in(organiser)
        typed = {"address": address, "role": "observer", "because": "Huissier", "language": "fr"}
        answer = browser.post(url, typed, follow=True).content.decode()
        pages.append(answer.count("exemple.test"))
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]


def test_an_invitation_that_cannot_be_says_everything_at_once() -> None:
    process = draft()
    panel = add_body(actor=SYSTEM, process=process, kind=BodyKind.PANEL, title={"fr": "Panel"})
    with pytest.raises(Invalid) as told:
        invite(
            actor=SYSTEM,
            body=panel,
            address=ADDRESS,
            role=TeamRole.OBSERVER,
            because="",
            language="fr",
        )
    assert len(told.value.problems) == 2
    invited(process)
    with pytest.raises(Conflict):
        invited(process, address=ADDRESS.upper())
    assert Mail.objects.count() == 1


def test_whoever_sits_there_already_keeps_the_mandate_they_have() -> None:
    garance = account("garance")
    process = published(garance)
    invitation = invited(process, role=TeamRole.ORGANISER)
    accept_invitation(actor=actor(garance), invitation=invitation)
    assert Membership.objects.filter(person=garance.person).count() == 1
    assert kinds() == ["process.published"]


def test_a_mandate_can_be_offered_for_a_day_to_come() -> None:
    process = published(account("o"))
    begins = clock.now() + timedelta(days=7)
    invitation = invite(
        actor=SYSTEM,
        body=team_of(process),
        address=ADDRESS,
        role=TeamRole.AGENT,
        because="Contrat",
        language="fr",
        begins_at=begins,
    )
    garance = account("garance")
    accept_invitation(actor=actor(garance), invitation=invitation)
    assert not mandates_of_person(garance.person_id).team
    with clock.frozen(begins):
        assert mandates_of_person(garance.person_id).team


def test_invitations_are_forgotten_after_ninety_days() -> None:
    invited(draft())
    written = Invitation.objects.get().created_at
    with clock.frozen(written + INVITATIONS_KEPT):
        assert forget_invitations() == 0
    with clock.frozen(written + INVITATIONS_KEPT + timedelta(seconds=1)):
        assert forget_invitations() == 1
