"""What can be decided about a text, why, and the lives of a visibility and of an appeal."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.states import Visibility
from isegoria.core.machine import Machine, Transition


class Reason(TextChoices):
    """Why a text is reported or hidden. The words are those of the public charter."""

    INSULT = "insult", _("Insults or threatens somebody")
    HATE = "hate", _("Attacks people for what they are")
    PRIVATE = "private", _("Reveals somebody’s private life")
    ILLEGAL = "illegal", _("Is against the law")
    ADVERTISING = "advertising", _("Sells something, or floods the site")
    ELSEWHERE = "elsewhere", _("Is about something else altogether")


class Act(TextChoices):
    """What a moderator decides."""

    APPROVE = "approve", _("Approved")
    HIDE = "hide", _("Hidden")
    RESTORE = "restore", _("Restored")
    KEEP = "keep", _("Kept after reports")
    WARN = "warn", _("Author warned")
    REWRITE = "rewrite", _("Restored, rewritten")


class AppealState(TextChoices):
    """Where an appeal stands."""

    OPEN = "open", _("waiting for somebody else’s decision")
    UPHELD = "upheld", _("the decision stands")
    OVERTURNED = "overturned", _("the decision was overturned")


VISIBILITY_MACHINE = Machine(
    "visibility",
    Visibility,
    Visibility.PENDING,
    (
        Transition(
            Act.APPROVE,
            frozenset({Visibility.PENDING}),
            Visibility.VISIBLE,
            _("a moderator approves it"),
        ),
        Transition(
            Act.HIDE,
            frozenset({Visibility.PENDING, Visibility.VISIBLE}),
            Visibility.HIDDEN,
            _("a moderator hides it, with a public reason"),
        ),
        Transition(
            Act.RESTORE,
            frozenset({Visibility.HIDDEN}),
            Visibility.VISIBLE,
            _("a moderator restores it, or an appeal does"),
        ),
        Transition(
            Act.REWRITE,
            frozenset({Visibility.HIDDEN}),
            Visibility.VISIBLE,
            _("its author accepts the rewriting that was proposed"),
        ),
    ),
)
APPEAL_MACHINE = Machine(
    "appeal",
    AppealState,
    AppealState.OPEN,
    (
        Transition(
            "uphold",
            frozenset({AppealState.OPEN}),
            AppealState.UPHELD,
            _("another moderator agrees with the decision"),
        ),
        Transition(
            "overturn",
            frozenset({AppealState.OPEN}),
            AppealState.OVERTURNED,
            _("another moderator does not"),
        ),
    ),
)
