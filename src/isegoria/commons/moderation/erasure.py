"""What moderation forgets: about a person who asks for it, and about everybody as time passes."""

from uuid import UUID

from isegoria.commons.moderation.models import REPORTS_KEPT, Appeal, Report, Ruling
from isegoria.core import clock


def erase_moderation(person_id: UUID) -> None:
    """Reports, rulings and appeals stay, made by nobody; the words of the person's appeals and reports go,
    and so do rewritings of their texts."""
    Report.objects.filter(person=person_id).update(person=None, words="")
    Report.objects.filter(entered_by=person_id).update(entered_by=None)
    Ruling.objects.filter(moderator=person_id).update(moderator=None)
    Ruling.objects.filter(post__author=person_id).update(rewriting="")
    Appeal.objects.filter(ruling__post__author=person_id).update(words="")
    Appeal.objects.filter(decided_by=person_id).update(decided_by=None)


def merge_moderation(kept: UUID, gone: UUID) -> None:
    """Give the acts of ``gone`` to ``kept``; of two open reports on one text, that of ``kept`` stays."""
    reported = Report.objects.filter(person=kept, ruling=None).values("post")
    Report.objects.filter(person=gone, ruling=None, post__in=reported).delete()
    Report.objects.filter(person=gone).update(person=kept)
    Report.objects.filter(entered_by=gone).update(entered_by=kept)
    Ruling.objects.filter(moderator=gone).update(moderator=kept)
    Appeal.objects.filter(decided_by=gone).update(decided_by=kept)


def forget_old_reports() -> int:
    """Empty who reported and what they said, a year later; answer how many reports."""
    old = Report.objects.filter(at__lt=clock.now() - REPORTS_KEPT).exclude(person=None, words="")
    return old.update(person=None, words="")
