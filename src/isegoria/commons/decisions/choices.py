"""What a body asks of itself to adopt something, and what its members can vote."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Majority(TextChoices):
    """What a body asks of itself to adopt something."""

    SIMPLE = "simple", _("Simple majority: more votes for than against")
    ABSOLUTE = "absolute", _("Absolute majority: more than half of the members for")
    TWO_THIRDS = "two_thirds", _("Two thirds of those for or against")
    UNANIMITY = "unanimity", _("Unanimity: nobody against")


class Quorum(TextChoices):
    """How many members must vote, abstentions included."""

    NONE = "none", _("No quorum")
    HALF = "half", _("Half of the members must vote")
    TWO_THIRDS = "two_thirds", _("Two thirds of the members must vote")


class Choice(IntegerChoices):
    """What one can vote."""

    FOR = 1, _("For")
    AGAINST = -1, _("Against")
    ABSTAIN = 0, _("Abstention")
