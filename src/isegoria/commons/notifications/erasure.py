"""Two persons who are one: whose notices are whose."""

from uuid import UUID

from isegoria.commons.notifications.models import Notice, Stop, Wish


def erase_notices(person_id: UUID) -> None:
    """Delete a person's notices and choices."""
    for model in (Notice, Wish, Stop):
        model.objects.filter(person=person_id).delete()


def merge_notices(kept: UUID, gone: UUID) -> None:
    """Give the notices of ``gone`` to ``kept``; where both have one, that of ``kept`` stays."""
    same = Notice.objects.filter(person=kept, read_at__isnull=True).values_list("kind", "about")
    for kind, about in same:
        Notice.objects.filter(person=gone, read_at__isnull=True, kind=kind, about=about).delete()
    Notice.objects.filter(person=gone).update(person=kept)
    chosen = Wish.objects.filter(person=kept).values("kind")
    Wish.objects.filter(person=gone, kind__in=chosen).delete()
    Wish.objects.filter(person=gone).update(person=kept)
    if Stop.objects.filter(person=kept).exists():
        Stop.objects.filter(person=gone).delete()
    Stop.objects.filter(person=gone).update(person=kept)
