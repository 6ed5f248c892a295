"""The addresses of the seats of a panel."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import seat_team_views as team
from isegoria.capabilities.lottery import seat_views as views
from isegoria.capabilities.lottery.panel import SEATS_EXPORT
from isegoria.capabilities.lottery.queries import activity_of_draw
from isegoria.core.exports.views import export_urls

OF_DRAW: list[URLPattern | URLResolver] = [
    path(_("panel/"), views.panel, name="panel"),
    *export_urls(SEATS_EXPORT, "panel/seats", load=activity_of_draw),
    path(_("my-seat/"), views.my_seat, name="my-seat"),
    path(_("my-seat/leave/"), views.leave_seat, name="leave-seat"),
    path(_("seats/"), team.seats, name="seats"),
    path(_("seats/to-call/"), team.to_call, name="to-call"),
    path(_("seats/settings/"), team.settings, name="seating"),
    path(_("seats/<int:pk>/answer/"), team.note, name="note-answer"),
    path(_("seats/<int:pk>/replace/"), team.replace, name="replace-member"),
]
OF_SITE: list[URLPattern | URLResolver] = [
    path(_("seat/"), views.type_code, name="type-code"),
    path(_("seat/<slug:code>/"), views.answer, name="answer"),
    path(_("draws/<uuid:ref>/seat/"), views.seat_by_ref, name="seat-by-ref"),
    path(_("draws/<uuid:ref>/seats/"), views.seats_by_ref, name="seats-by-ref"),
]
