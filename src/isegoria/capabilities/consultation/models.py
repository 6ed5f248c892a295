"""What helps to find texts that say nearly the same, and which do. The texts themselves are posts."""

from django.db import models
from django.db.models import F, Q

from isegoria.capabilities.consultation.import_models import (
    ImportedPerson,
    ImportedPost,
    ImportReport,
)
from isegoria.commons.posts.models import Post
from isegoria.core.models import Model
from isegoria.core.privacy import NoPersonalData

__all__ = ["DuplicateKey", "ImportReport", "ImportedPerson", "ImportedPost", "Likeness"]


class DuplicateKey(Model):
    """A key of a text that everybody sees: texts that look alike share one (kernel/text/duplicates).

    ``activity`` and ``language`` are those of the post: texts are compared within both.
    """

    personal_data = NoPersonalData(
        "a number made of the words of a public text, gone when it is withdrawn"
    )

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    activity = models.BigIntegerField()
    language = models.CharField(max_length=8)
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "activity", "language", "post"])]


class Likeness(Model):
    """Two texts that everybody sees and that say nearly the same: ``later`` was published, or last
    changed, after ``earlier``. ``jaccard`` is the share of their pairs of words that they share, in
    thousandths."""

    personal_data = NoPersonalData("how much two public texts have in common")

    earlier = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    jaccard = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier"], name="likeness_once"),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="likeness_of_two"),
        ]
