"""The index: one row per object that can be found, with its terms and not its texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData


class SearchDocument(Model):
    """The terms of one public object.

    A term is the stem of a word after the code of its language (``frmesur``), so that one row holds an
    object written in several languages. The engine's own index (an FTS5 table kept by triggers, or a
    generated ``tsvector`` column) is made by the migrations and follows this table by itself.
    """

    personal_data = PersonalData(
        fields={
            "title_terms": _("stems of the words of a public title, which may name its author"),
            "body_terms": _("stems of the different words of a public text, without their order"),
        },
        why="to find public texts by their words",
        kept_for=None,
        erasure=Erasure.DELETE,
        unlinked="stems of public texts, which stand whole in their own tables",
    )

    source = models.CharField(_("kind of object"), max_length=64)
    object_int = models.BigIntegerField(null=True, blank=True)
    object_uuid = models.UUIDField(null=True, blank=True)
    title_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    updated_at = models.DateTimeField(_("last change of the text"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "object_int"], name="search_one_per_int"),
            models.UniqueConstraint(fields=["source", "object_uuid"], name="search_one_per_uuid"),
            models.CheckConstraint(
                condition=models.Q(object_int__isnull=True) ^ models.Q(object_uuid__isnull=True),
                name="search_one_kind_of_key",
            ),
        ]
