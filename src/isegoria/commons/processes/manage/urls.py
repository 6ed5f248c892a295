"""The addresses of the team's pages."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.manage import (
    activities,
    answering,
    bodies,
    desk,
    publication,
    timeline,
    words,
)

_themes: list[URLPattern | URLResolver] = [
    path("", words.themes, name="manage-themes"),
    path("<slug:theme>/", words.theme, name="manage-theme"),
    path(_("<slug:theme>/move/"), words.theme_move, name="manage-theme-move"),
    path(_("<slug:theme>/remove/"), words.theme_remove, name="manage-theme-remove"),
]
_activities: list[URLPattern | URLResolver] = [
    path("", activities.activities, name="manage-activities"),
    path(_("add/<slug:capability>/"), activities.activity_add, name="manage-activity-add"),
    path("<slug:activity>/", activities.activity, name="manage-activity"),
    path(_("<slug:activity>/move/"), activities.activity_move, name="manage-activity-move"),
    path(_("<slug:activity>/remove/"), activities.activity_remove, name="manage-activity-remove"),
    path(_("<slug:activity>/add-phase/"), timeline.phase_add, name="manage-phase-add"),
]
_timeline: list[URLPattern | URLResolver] = [
    path("", timeline.timeline, name="manage-timeline"),
    path("<uuid:ref>/", timeline.phase, name="manage-phase"),
    path(_("<uuid:ref>/reschedule/"), timeline.phase_reschedule, name="manage-phase-reschedule"),
    path(_("<uuid:ref>/remove/"), timeline.phase_remove, name="manage-phase-remove"),
]
_bodies: list[URLPattern | URLResolver] = [
    path("", bodies.bodies, name="manage-bodies"),
    path(_("add-body/"), bodies.body_add, name="manage-body-add"),
    path("<slug:body>/", bodies.body, name="manage-body"),
    path(_("<slug:body>/edit/"), bodies.body_edit, name="manage-body-edit"),
    path(_("<slug:body>/move/"), bodies.body_move, name="manage-body-move"),
    path(_("<slug:body>/remove/"), bodies.body_remove, name="manage-body-remove"),
    path(_("<slug:body>/invite/"), bodies.body_invite, name="manage-body-invite"),
]
_mandates: list[URLPattern | URLResolver] = [
    path("<uuid:ref>/", bodies.mandate, name="manage-mandate"),
    path(_("<uuid:ref>/end/"), bodies.mandate_end, name="manage-mandate-end"),
    path(_("<uuid:ref>/withdraw/"), bodies.mandate_withdraw, name="manage-mandate-withdraw"),
]
_invitations: list[URLPattern | URLResolver] = [
    path(_("<uuid:ref>/resend/"), bodies.invitation_resend, name="manage-invitation-resend"),
    path(_("<uuid:ref>/cancel/"), bodies.invitation_cancel, name="manage-invitation-cancel"),
]
_of_one: list[URLPattern | URLResolver] = [
    path("", desk.home, name="manage"),
    path(_("texts/"), words.texts, name="manage-texts"),
    path(_("settings/"), words.settings, name="manage-settings"),
    path(_("themes/"), include(_themes)),
    path(_("activities/"), include(_activities)),
    path(_("timeline/"), include(_timeline)),
    path(_("bodies/"), include(_bodies)),
    path(_("mandates/"), include(_mandates)),
    path(_("invitations/"), include(_invitations)),
    path(_("publish/"), publication.publish, name="manage-publish"),
    path(_("archive/"), publication.archive, name="manage-archive"),
    path(_("reopen/"), publication.reopen, name="manage-reopen"),
]
of_processes: list[URLPattern | URLResolver] = [path(_("<slug:slug>/manage/"), include(_of_one))]
at_the_root: list[URLPattern | URLResolver] = [
    path(_("manage/"), desk.managed, name="managed"),
    path(_("manage/new/"), desk.begin, name="begin"),
    path(_("manage/new/<slug:template>/"), desk.begin_from, name="begin-from"),
    path(_("invitation/<str:token>/"), answering.invitation, name="invitation"),
]
