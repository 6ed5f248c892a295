"""What this room forgets about a person who asks for it."""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from isegoria.commons.people.models import FormerPerson, Person, Proof
from isegoria.core.actor import Verification
from isegoria.core.mail.models import Mail


def erase_person(person_id: UUID) -> None:
    """Forget the name, the age, how the person was recognised and under what former references; end their
    sessions, and delete the e-mails written to their addresses.

    The texts stay, signed by nobody. A line of the register is free again: it names nobody here.
    """
    devices = UserSession.objects.filter(user__person=person_id)
    Session.objects.filter(session_key__in=devices.values("session_key")).delete()
    addresses = EmailAddress.objects.filter(user__person=person_id)
    Mail.objects.filter(to__in=addresses.values("email")).delete()
    Person.objects.filter(pk=person_id).update(
        display_name="", declared_age=0, verification=Verification.NONE, already_counted=[]
    )
    Proof.objects.filter(person_id=person_id).delete()
    Proof.objects.filter(entered_by_id=person_id).update(entered_by=None)
    FormerPerson.objects.filter(person_id=person_id).delete()
