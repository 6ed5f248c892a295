"""The last analyses of an activity. No text and no person stands here: pages read both where they live."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData


class Analysis(Model):
    """What the team chose for one activity, and what was found there last.

    ``findings`` is what the page of results shows (:mod:`.findings`), ``table`` one line per text, ``votes``
    the file of positions from which both were computed, compressed: whoever reads a row leaves the last two
    out. ``grouping`` holds the figures of the last grouping of texts and the words of its themes.
    """

    personal_data = PersonalData(
        fields={
            "votes": _("the positions of everybody, each person under a number drawn for this file")
        },
        why="to let everybody compute the opinion map again",
        kept_for=None,
        erasure=Erasure.DELETE,
        unlinked="which number is whose is kept nowhere; each map draws others and leaves out who left",
    )

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="analysis")
    hourly = models.BooleanField(default=False)
    votes_published = models.BooleanField(default=False)
    mapped_at = models.DateTimeField(null=True, editable=False)
    findings = models.JSONField(default=dict, editable=False)
    table = models.JSONField(default=list, editable=False)
    votes = models.BinaryField(null=True, editable=False)
    grouped_at = models.DateTimeField(null=True, editable=False)
    grouping = models.JSONField(default=dict, editable=False)


class Idea(Model):
    """Texts that say the same thing. ``kept``: somebody of the team found it right, and it stays.

    ``number`` and ``theme`` are those of the kernel; ``words`` are its own, ``name`` is the team's.
    ``central``, ``dissenting`` and ``rarest`` are keys of posts; ``different`` counts texts without copies.
    """

    personal_data = NoPersonalData(
        "words that public texts have in common, and a name that the team gave"
    )

    analysis = models.ForeignKey(
        Analysis, on_delete=models.CASCADE, related_name="ideas", db_index=False
    )
    number = models.PositiveIntegerField()
    theme = models.PositiveIntegerField()
    words = models.JSONField(default=list)
    name = models.CharField(_("name"), max_length=120, blank=True)
    kept = models.BooleanField(default=False)
    texts = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    central = models.JSONField(default=list)
    dissenting = models.JSONField(default=list)
    rarest = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "number"], name="idea_numbered_once")
        ]


class Seat(Model):
    """The idea of a text, and why: its likeness to the others there (cosine, thousandths), the words of the
    idea that it uses, the nearest other text, and the text whose copy it is."""

    personal_data = NoPersonalData("which public texts resemble one another")

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="seat")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="seats")
    likeness = models.SmallIntegerField()
    words = models.JSONField(default=list)
    nearest = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    copy_of = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
