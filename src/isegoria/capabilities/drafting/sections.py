"""The sections of a measure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SectionCode(TextChoices):
    """The sections of a measure, in order. Its title is that of its post."""

    PROBLEM = "problem", _("The problem")
    ASK = "ask", _("What we ask")
    HOW = "how", _("How it can be done")
    COST = "cost", _("What it costs, and who does it")
    EFFECTS = "effects", _("What it changes, and for whom")
