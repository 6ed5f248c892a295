"""Writes about processes. Each one: lock, authorise, decide, write, journal."""

from isegoria.commons.processes.services.activities import (
    add_activity,
    change_activity,
    move_activity,
    remove_activity,
)
from isegoria.commons.processes.services.bodies import (
    add_body,
    change_body,
    create_body,
    move_body,
    remove_body,
)
from isegoria.commons.processes.services.creation import begin_from_template, begin_process
from isegoria.commons.processes.services.invitations import (
    accept_invitation,
    cancel_invitation,
    decline_invitation,
    invite,
    resend_invitation,
)
from isegoria.commons.processes.services.lifecycle import (
    archive_process,
    publish_process,
    reopen_process,
)
from isegoria.commons.processes.services.mandates import (
    begin_mandate,
    change_function,
    end_mandate,
    seat_person,
    withdraw_mandate,
)
from isegoria.commons.processes.services.texts import change_settings, write_texts
from isegoria.commons.processes.services.themes import (
    add_theme,
    move_theme,
    remove_theme,
    rename_theme,
)
from isegoria.commons.processes.services.timeline import (
    add_phase,
    change_phase,
    plan_phase,
    remove_phase,
    reschedule_phase,
)

__all__ = [
    "accept_invitation",
    "add_activity",
    "add_body",
    "add_phase",
    "add_theme",
    "archive_process",
    "begin_from_template",
    "begin_mandate",
    "begin_process",
    "cancel_invitation",
    "change_activity",
    "change_body",
    "change_function",
    "change_phase",
    "change_settings",
    "create_body",
    "decline_invitation",
    "end_mandate",
    "invite",
    "move_activity",
    "move_body",
    "move_theme",
    "plan_phase",
    "publish_process",
    "remove_activity",
    "remove_body",
    "remove_phase",
    "remove_theme",
    "rename_theme",
    "reopen_process",
    "reschedule_phase",
    "resend_invitation",
    "seat_person",
    "withdraw_mandate",
    "write_texts",
]
