"""The texts that an institution owes to whoever visits its site."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import NoPersonalData
from isegoria.core.texts import TextsField


class SiteText(Model):
    """One page that the administrators fill in. Shown to everybody once it is published."""

    class Slug(models.TextChoices):
        """Which page."""

        LEGAL = "legal", _("Legal notice")
        PRIVACY = "privacy", _("Personal data")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    personal_data = NoPersonalData(
        "written by the institution about itself; whoever it names answers for it by their function"
    )

    slug = models.CharField(max_length=16, primary_key=True, choices=Slug.choices)
    texts = TextsField(_("text"))
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.slug
