"""What must be there before a panel hands anything over: somebody who answers, and by when."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.queries import CAPABILITY
from isegoria.commons.processes.models import Activity, Body, BodyKind, Process
from isegoria.core import registry
from isegoria.core.component import Readiness
from isegoria.core.texts import Text


def _asking() -> list[str]:
    """The capabilities in which something is written that is handed over."""
    return [
        component.name
        for component in registry.components()
        if any(kind.answerable for kind in component.post_kinds)
    ]


def _missing(process: Process) -> Sequence[Text]:
    placed = set(Activity.objects.filter(process=process).values_list("capability", flat=True))
    problems: list[Text] = []
    if placed & set(_asking()) and CAPABILITY not in placed:
        problems.append(
            _(
                "Add the activity of the answers: it says by when the authority answers each measure."
            )
        )
    authority = Body.objects.filter(process=process, kind=BodyKind.AUTHORITY)
    if CAPABILITY in placed and not authority.exists():
        problems.append(_("Add the authority to the bodies: it is the one that answers."))
    return problems


READINESS = Readiness(
    label=_("The answers of the authority"),
    missing=_missing,
    mend=lambda process: reverse("processes:manage-activities", args=[process.slug]),
)
