"""What this room forgets about a person who asks for it: the texts stay, signed by nobody."""

from uuid import UUID

from django.db.models import F

from isegoria.commons.posts.models import Follow, Picture, Post, Revision, Source, Stance, StanceAct
from isegoria.commons.posts.states import PostState


def erase_person(person_id: UUID) -> None:
    """Cut every link between a person and what they wrote or thought.

    Drafts, images and follows go. Published texts, their versions, the positions and the links of provenance
    stay, of nobody. The salt of each act of position goes, so that its commitment, which the public
    journal sealed, can never be opened again.
    """
    Post.objects.filter(author=person_id, state=PostState.DRAFT).delete()
    Picture.objects.filter(post__author=person_id).delete()
    Post.objects.filter(author=person_id).update(
        author=None, signature="", picture_count=0, cover={}
    )
    Post.objects.filter(entered_by=person_id).update(entered_by=None)
    Revision.objects.filter(author=person_id).update(author=None)
    Stance.objects.filter(person=person_id).update(person=None)
    Stance.objects.filter(entered_by=person_id).update(entered_by=None)
    StanceAct.objects.filter(person=person_id).update(person=None, salt=None)
    Source.objects.filter(linked_by=person_id).update(linked_by=None)
    Post.objects.filter(follows__person=person_id).update(follow_count=F("follow_count") - 1)
    Follow.objects.filter(person=person_id).delete()
