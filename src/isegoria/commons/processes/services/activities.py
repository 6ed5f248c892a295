"""The activities of a process: the capabilities placed in it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Activity, Process
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import (
    ACTIVITY_SETTINGS,
    check_edition,
    free_slug,
    in_use,
    last_position,
    lock,
    move,
    tidy,
)
from isegoria.core.actor import Actor, Verification
from isegoria.core.errors import Conflict
from isegoria.core.service import service
from isegoria.core.texts import Texts


@service(journal=journal.OWN_WORDS)
def add_activity(
    *,
    actor: Actor,
    process: Process,
    capability: str,
    title: Texts,
    slug: str = "",
    activity_settings: dict[str, Any] | None = None,
    verification: int = Verification.EMAIL,
    approve_first: bool = False,
) -> Activity:
    """Place a capability in a process; its address is made of its title unless given."""
    process = lock(process.pk)
    policies.WRITE_PROCESS.authorise(actor, process)
    activities = Activity.objects.filter(process=process)
    return Activity.objects.create(
        process=process,
        capability=capability,
        slug=slug or free_slug(activities, title, capability),
        title=tidy(title),
        settings=activity_settings or {},
        verification=verification,
        approve_first=approve_first,
        position=last_position(activities),
    )


@service(journal=journal.OWN_WORDS)
def change_activity(
    *,
    actor: Actor,
    activity: Activity,
    title: Texts,
    verification: int,
    approve_first: bool = False,
    activity_settings: dict[str, Any] | None = None,
    seen: str = "",
) -> Activity:
    """Change the title of an activity, who may take part, whether texts are approved before they are
    shown, and its settings (None leaves them)."""
    activity = _locked(activity)
    policies.EDIT_ACTIVITY.authorise(actor, activity)
    check_edition(activity, ACTIVITY_SETTINGS, seen)
    activity.title, activity.verification = tidy(title), verification
    activity.approve_first = approve_first
    if activity_settings is not None:
        activity.settings = activity_settings
    activity.save(update_fields=ACTIVITY_SETTINGS)
    return activity


@service(journal=journal.OWN_WORDS)
def move_activity(*, actor: Actor, activity: Activity, by: int) -> None:
    """Put an activity further down (up when ``by`` is negative)."""
    activity = _locked(activity)
    policies.EDIT_ACTIVITY.authorise(actor, activity)
    move(Activity.objects.filter(process_id=activity.process_id), activity, by)


@service(journal=journal.OWN_WORDS)
def remove_activity(*, actor: Actor, activity: Activity) -> None:
    """Remove an activity in which nothing happened, with the phases of a draft.

    Raises Conflict when something hangs on it, or when its phases are already public.
    """
    activity = _locked(activity)
    policies.EDIT_ACTIVITY.authorise(actor, activity)
    if in_use(activity):
        raise Conflict(
            _("Something was already done in this activity: it stays, to be read."),
            code="activity_in_use",
        )
    if activity.process.state != ProcessState.DRAFT and activity.phases.exists():
        raise Conflict(
            _("The phases of this activity are public: it stays. You can move them."),
            code="phases_public",
        )
    activity.delete()


def _locked(activity: Activity) -> Activity:
    lock(activity.process_id)
    return Activity.objects.select_related("process").get(pk=activity.pk)
