"""Measures: their sections and every version of them, who is writing, what they rest on, what others
propose to change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.capabilities.drafting.states import MeasureState, Outcome
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData


class Measure(Model):
    """What a panel asks of the authority. Its title and its words put together are those of ``post``,
    whose ``body`` is in charge of writing it. ``number`` is its rank in the report, 0 before."""

    personal_data = NoPersonalData("where a text of a body stands; its words are sections")

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="measure")
    state = models.CharField(
        max_length=16, choices=MeasureState.choices, default=MeasureState.DRAFT, editable=False
    )
    number = models.PositiveSmallIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MeasureState.SUBMITTED) | Q(handed_over_at__isnull=False),
                name="measure_handed_over_has_date",
            )
        ]


class Section(Model):
    """One section of a measure as it stands: ``text`` is that of its last version, ``version``."""

    personal_data = NoPersonalData("the words of a body; who wrote them is said by the versions")

    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="sections", db_index=False
    )
    code = models.CharField(max_length=16, choices=SectionCode.choices)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "code"], name="section_once_per_measure")
        ]


class Version(Model):
    """A section as one save left it. Never changed. ``merged`` when the save put two changes together;
    ``aside`` for words that their author gave up for those of somebody else: they were never the text."""

    personal_data = PersonalData(
        fields={
            "author": _("who wrote this version"),
            "reason": _("why it was changed"),
        },
        why="to tell how a text that several people write came about",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    merged = models.BooleanField(default=False)
    aside = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="version_once_per_section")
        ]


class Writing(Model):
    """What somebody is typing in a section and has not saved: kept as they type, so that nothing is lost.
    ``base`` is the version it came out of; whoever was ``seen_at`` a moment ago is writing now."""

    personal_data = PersonalData(
        fields={
            "person": _("who is writing"),
            "text": _("what the person typed and has not saved"),
        },
        why="to lose no word, and to tell the others of the group who is writing now",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="writings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    base = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "section"], name="writes_once_in_a_section")
        ]


class Reference(Model):
    """Something a measure rests on: a text of the site (``origin``) or a document elsewhere (``title``,
    ``address``). Paragraphs name it by its number: ``[#3]``."""

    personal_data = PersonalData(
        fields={"added_by": _("who added it"), "excerpt": _("the passage it rests on")},
        why="to show what each paragraph of a measure rests on",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="references", db_index=False
    )
    number = models.PositiveIntegerField()
    origin = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=500, blank=True)
    excerpt = models.TextField(blank=True)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"], name="reference_number_once_per_measure"
            ),
            models.UniqueConstraint(fields=["measure", "origin"], name="origin_once_per_measure"),
            models.CheckConstraint(
                condition=Q(origin__isnull=False) ^ ~Q(title=""), name="reference_to_one_thing"
            ),
        ]


class Amendment(Model):
    """What somebody wants changed in a section: the words of ``post`` say why.

    ``passage`` are the words it is about, in version ``base``; ``text`` the whole section as it should
    read, None for a remark that proposes no words. ``answer`` is the reason of the outcome.
    """

    personal_data = PersonalData(
        fields={
            "text": _("the words that a person proposes"),
            "decided_by": _("who answered for the group"),
        },
        why="to answer whoever proposes a change, with a reason",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
        about="post__author",
    )

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="amendment")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="amendments")
    base = models.PositiveIntegerField()
    passage = models.TextField(blank=True)
    text = models.TextField(null=True)  # noqa: DJ001 - no words proposed is not an empty section
    outcome = models.CharField(
        max_length=16, choices=Outcome.choices, default=Outcome.WAITING, editable=False
    )
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
