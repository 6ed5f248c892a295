"""Everything somebody publishes, what others think of it, and the threads between texts."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Act, Person
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Activity, Body, Process, Theme
from isegoria.core import clock
from isegoria.core.files.models import Upload
from isegoria.core.journal.models import SealedAct
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData


def new_shuffle() -> int:
    """A number that nobody chose, by which lists are put in a fair order."""
    return secrets.randbelow(2**31)


LISTED = {
    "recent": ("-published_at", "-id"),
    "supported": ("-agree_count", "-id"),
    "debated": ("-comment_count", "-id"),
    "quiet": ("voices", "shuffle", "id"),
    "fair": ("shuffle", "id"),
}
"""The orders of a list, by name: each has its index, so that page 900 costs what page 1 does."""


class Post(Act):
    """One text: contribution, comment, petition, thread, synthesis note, measure, answer...

    A body speaks when ``body`` is set; ``author`` is then who typed it. ``shown`` is the one place that
    says whether everybody sees the post: the database computes it, lists and counters only read it. The
    counters are those of the rows of Stance, of the comments that are shown, and of Follow, kept in the
    transaction that changes them; ``voices`` is how many positions and comments there are, the nearest we
    know to having been read. ``cover`` is what a list shows of the first image: ref, alt, width and height.
    ``excerpt`` is the beginning of the text in plain words, for lists.
    ``signature`` is a name shown in place of the author's; ``side`` says whether a comment argues against
    (−1) or for (+1) what it answers.
    """

    personal_data = PersonalData(
        fields={
            "author": _("who wrote the text"),
            "title": _("what the person wrote"),
            "text": _("what the person wrote"),
            "excerpt": _("the beginning of what the person wrote"),
            "place": _("where the text is about"),
            "signature": _("the name that the person shows instead of theirs"),
            "cover": _("the first image, and what its author says that it shows"),
            "entered_by": _("the agent who typed it for somebody"),
        },
        why="to publish what people say, and to let each find what became of it",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="posts", db_index=False
    )
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="posts", db_index=False
    )
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="posts")
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="comments", db_index=False
    )
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    excerpt = models.CharField(max_length=300, blank=True, editable=False)
    place = models.CharField(_("place"), max_length=120, blank=True)
    signature = models.CharField(max_length=80, blank=True)
    side = models.SmallIntegerField(default=0, editable=False)
    state = models.CharField(
        max_length=16, choices=PostState.choices, default=PostState.DRAFT, editable=False
    )
    visibility = models.CharField(
        max_length=16, choices=Visibility.choices, default=Visibility.VISIBLE, editable=False
    )
    shown = models.GeneratedField(
        expression=models.ExpressionWrapper(
            Q(state=PostState.PUBLISHED, visibility=Visibility.VISIBLE),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    shuffle = models.PositiveIntegerField(default=new_shuffle, editable=False)
    revision_count = models.PositiveIntegerField(default=0, editable=False)
    agree_count = models.PositiveIntegerField(default=0, editable=False)
    disagree_count = models.PositiveIntegerField(default=0, editable=False)
    neutral_count = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    follow_count = models.PositiveIntegerField(default=0, editable=False)
    picture_count = models.PositiveSmallIntegerField(default=0, editable=False)
    cover = models.JSONField(default=dict, editable=False)
    voices = models.GeneratedField(
        expression=F("agree_count") + F("disagree_count") + F("neutral_count") + F("comment_count"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            *(
                models.Index(fields=["activity", "kind", "shown", *keys], name=f"post_{name}")
                for name, keys in LISTED.items()
            ),
            models.Index(fields=["author", "-created_at", "-id"]),
            models.Index(fields=["parent", "shown", "published_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PostState.DRAFT) | Q(published_at__isnull=False),
                name="post_published_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.pk}"


class Revision(Model):
    """A text as it stood after one save. Never changed; ``withheld`` when a moderator's reason stands against
    its words."""

    personal_data = PersonalData(
        fields={
            "author": _("who made the change"),
            "title": _("the title as it stood"),
            "text": _("the text as it stood"),
            "reason": _("why it was changed"),
        },
        why="to show what was changed in a text, when, and why",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    withheld = models.BooleanField(default=False, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="revision_number_once_per_post")
        ]


class Picture(Model):
    """An image of a text, from the version ``since`` until before the version ``until`` (None: still there).

    Taken away, its file is destroyed at once and ``upload`` is None; the description stays with the
    versions that had it.
    """

    personal_data = PersonalData(
        fields={
            "post": _("which text it belongs to"),
            "upload": _("the file"),
            "alt": _("what its author says that it shows"),
        },
        why="to show what words do not, and to say it to those who do not see",
        kept_for=None,
        erasure=Erasure.DELETE,
        about="post__author",
    )

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.SET_NULL, related_name="+")
    alt = models.CharField(_("description of the image"), max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField()
    since = models.PositiveIntegerField(default=0)
    until = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["rank", "id"]


class Stance(Act):
    """A person's present position on a post: −1 disagree, 0 neutral, +1 agree.

    ``qualifiers`` is the set of bits that the kind of the post declares.
    """

    personal_data = PersonalData(
        fields={
            "person": _("whose position it is"),
            "value": _("the person's opinion"),
            "qualifiers": _("what the person added to it"),
            "entered_by": _("the agent who typed it for somebody"),
        },
        why="to count positions, one per person, and to let each change theirs",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="stances", db_index=False)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="stances", db_index=False
    )
    value = models.SmallIntegerField()
    qualifiers = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["person", "-changed_at", "-id"])]
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="one_stance_per_person"),
            models.CheckConstraint(condition=Q(value__in=(-1, 0, 1)), name="stance_value"),
        ]


class StanceAct(SealedAct):
    """One change of position, as the public journal seals it. ``value`` None: taken back.

    ``former_value`` and ``former_qualifiers`` say what it replaces (None: nothing), so that the sum of
    the acts on a post is its counters, for whoever checks. ``salt`` opens ``commitment`` =
    SHA-256(salt ‖ person); both the salt and the person go at an erasure, the commitment stays.
    """

    personal_data = PersonalData(
        fields={
            "person": _("who took the position"),
            "salt": _("what opens the commitment to the person"),
            "value": _("the person's opinion"),
        },
        why="to let everybody check the counts, and each person their own positions",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField(null=True, editable=False)
    value = models.SmallIntegerField(null=True, editable=False)
    qualifiers = models.PositiveSmallIntegerField(default=0, editable=False)
    former_value = models.SmallIntegerField(null=True, editable=False)
    former_qualifiers = models.PositiveSmallIntegerField(default=0, editable=False)
    channel = models.CharField(max_length=8, editable=False)
    at = models.DateTimeField(editable=False)
    salt = models.BinaryField(max_length=32, null=True, editable=False)
    commitment = models.CharField(max_length=64, editable=False)

    class Meta(SealedAct.Meta):
        indexes = [models.Index(fields=["person"]), models.Index(fields=["post", "id"])]


class QualifierCount(Model):
    """How many present positions on a post carry one qualifier."""

    personal_data = NoPersonalData("counts of a post")

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="qualifier_counts", db_index=False
    )
    bit = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "bit"], name="qualifier_counted_once")
        ]


class Relation(models.TextChoices):
    """How a text came out of another."""

    MERGED_INTO = "merged_into", _("merged into")
    GROUPED_IN = "grouped_in", _("grouped in")
    CITED_BY = "cited_by", _("cited by")
    BECAME = "became", _("became")
    ANSWERED_BY = "answered_by", _("answered by")


class Source(Model):
    """A link of provenance: ``origin`` → ``post``, read "origin was *relation* post"."""

    personal_data = PersonalData(
        fields={"linked_by": _("who made the link"), "excerpt": _("the passage it rests on")},
        why="to show from which words a text came, and what became of each",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="sources", db_index=False)
    origin = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="became")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    excerpt = models.TextField(blank=True)
    linked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "origin", "relation"], name="source_linked_once"
            ),
            models.CheckConstraint(condition=~Q(post=F("origin")), name="source_is_another_post"),
        ]


class Follow(Model):
    """A person who wants to be told what becomes of a post, or of a whole process."""

    personal_data = PersonalData(
        fields={"person": _("who follows")},
        why="to tell people what becomes of what they follow",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="follows", db_index=False
    )
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="follows")
    process = models.ForeignKey(
        Process, null=True, on_delete=models.CASCADE, related_name="follows"
    )
    since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="post_followed_once"),
            models.UniqueConstraint(fields=["person", "process"], name="process_followed_once"),
            models.CheckConstraint(
                condition=Q(post__isnull=True) ^ Q(process__isnull=True), name="follows_one_thing"
            ),
        ]
