"""What this room forgets about a person who asks for it."""

from uuid import UUID

from isegoria.core.mail.models import Mail


def erase_mail(person_id: UUID) -> None:
    """Delete every e-mail to the person, sent or not."""
    Mail.objects.filter(person=person_id).delete()


def merge_mail(kept: UUID, gone: UUID) -> None:
    """Two persons are one: the e-mails of both are that one's."""
    Mail.objects.filter(person=gone).update(person=kept)
