"""Inviting somebody to a body by e-mail, and their answer."""

import secrets
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.mails import digest_of, post_invitation
from isegoria.commons.processes.models import INVITATION_LASTS, Body, Invitation, Membership
from isegoria.commons.processes.seats import (
    journal_mandate,
    locked_body,
    new_mandate,
    problems_of_a_mandate,
    sits_there,
)
from isegoria.commons.processes.states import INVITATION_MACHINE, InvitationState, ProcessState
from isegoria.commons.processes.writing import tidy
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.service import service
from isegoria.core.texts import Texts


@service(journal=journal.INVITATION)
def invite(
    *,
    actor: Actor,
    body: Body,
    address: str,
    because: str,
    language: str,
    role: str = "",
    function: Texts | None = None,
    begins_at: datetime | None = None,
) -> Invitation:
    """Offer a mandate to whoever reads the mail of ``address``, for the time of INVITATION_LASTS.

    Nothing is looked up about the address. Raises Invalid with all that is wrong, Conflict when the
    same mandate is already offered there.
    """
    body = locked_body(body)
    policies.EDIT_BODY.authorise(actor, body)
    if problems := problems_of_a_mandate(body, role, because):
        raise Invalid(_("The invitation was not sent."), problems, code="invitation")
    address = address.strip().lower()
    pending = Invitation.objects.filter(
        body=body, role=role, address=address, state=InvitationState.PENDING
    )
    if pending.exists():
        raise Conflict(
            _("This address is already invited to this. You can send the invitation again."),
            code="invited_already",
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        body=body,
        role=role,
        function=tidy(function),
        address=address,
        language=language,
        because=because.strip(),
        begins_at=begins_at,
        token_digest=digest_of(token),
        invited_by_id=actor.person_id,
        expires_at=clock.now() + INVITATION_LASTS,
    )
    post_invitation(invitation, token)
    return invitation


@service(journal=journal.INVITATION)
def resend_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Send an invitation again, with a new link: the one sent before no longer opens anything."""
    invitation = _locked(invitation)
    policies.MANAGE_INVITATION.authorise(actor, invitation)
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(token)
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + INVITATION_LASTS
    invitation.save(update_fields=["token_digest", "sent_at", "expires_at"])
    post_invitation(invitation, token)
    return invitation


@service(journal=journal.INVITATION)
def cancel_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back: its link no longer opens anything."""
    invitation = _locked(invitation)
    policies.MANAGE_INVITATION.authorise(actor, invitation)
    return _close(invitation, "cancel")


@service(journal=journal.INVITATION)
def decline_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Say no to an invitation."""
    invitation = _locked(invitation)
    policies.ANSWER_INVITATION.authorise(actor, invitation)
    return _close(invitation, "decline")


@service(journal=journal.INVITATION)
def accept_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Say yes to an invitation: the mandate begins, in the journal when the process is public.

    Whoever has that place already keeps the mandate they have.
    """
    invitation = _locked(invitation)
    policies.ANSWER_INVITATION.authorise(actor, invitation)
    person = Person.objects.get(pk=cast("UUID", actor.person_id))
    if not sits_there(invitation.body, person, invitation.role):
        public = invitation.body.process.state != ProcessState.DRAFT
        begin = _begin_invited if public else _seat_invited
        begin(actor=actor, invitation=invitation, person=person)
    invitation.person = person
    return _close(invitation, "accept")


@service(journal=journal.DRAFT)
def _seat_invited(*, actor: Actor, invitation: Invitation, person: Person) -> Membership:
    """Seat whoever accepts in a body of a draft: part of accepting."""
    policies.ANSWER_INVITATION.authorise(actor, invitation)
    return _mandate(invitation, person)


@service(journal=journal.MANDATE_BEGAN)
def _begin_invited(*, actor: Actor, invitation: Invitation, person: Person) -> Membership:
    """Begin the mandate of whoever accepts, in public: part of accepting."""
    policies.ANSWER_INVITATION.authorise(actor, invitation)
    mandate = _mandate(invitation, person)
    journal_mandate(journal.MANDATE_BEGAN, mandate, invitation.body)
    return mandate


def _mandate(invitation: Invitation, person: Person) -> Membership:
    return new_mandate(
        invitation.body,
        person,
        invitation.because,
        invitation.role,
        invitation.function,
        invitation.begins_at,
    )


def _close(invitation: Invitation, event: str) -> Invitation:
    invitation.state = INVITATION_MACHINE.after(invitation.state, event)
    invitation.save(update_fields=["state", "person"])
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_related("body").get(pk=invitation.pk)
    body = locked_body(found.body)
    found = Invitation.objects.get(pk=invitation.pk)
    found.body = body
    return found
