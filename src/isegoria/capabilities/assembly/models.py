"""How much an idea matters, to each member of the panel. The idea itself is a post."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData


class Worth(models.IntegerChoices):
    """The scale, from the worst: what the majority grade of an idea is one of."""

    NO = 0, _("No")
    SECONDARY = 1, _("Secondary")
    USEFUL = 2, _("Useful")
    ESSENTIAL = 3, _("Essential")


class Grade(Model):
    """What one member of the panel finds of an idea. Counted in public, never shown one by one."""

    personal_data = PersonalData(
        fields={"person": _("whose grade it is"), "worth": _("the person's opinion")},
        why="to rank ideas by what most members of the panel find of them",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    worth = models.PositiveSmallIntegerField(choices=Worth.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_grade_each")]
