"""How a volunteer came into the pool, and what the organiser says of their place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """How a volunteer came into the pool."""

    SIGN_UP = "sign_up", _("signed up")
    FILE = "file", _("imported from a file")


class Place(models.TextChoices):
    """What the organiser says of a volunteer's place in the draw."""

    ELIGIBLE = "eligible", _("can be drawn")
    SET_ASIDE = "set_aside", _("set aside")
    SEATED = "seated", _("already seated")
