"""The addresses of moderation."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation import views

_moderation = [
    path(_("contributions/<uuid:ref>/report/"), views.report, name="report"),
    path(_("contributions/<uuid:ref>/moderate/"), views.item_view, name="item"),
    path(_("contributions/<uuid:ref>/decision/"), views.ruling_on_post, name="ruling-on-post"),
    path(_("decisions/<uuid:ref>/"), views.ruling_view, name="ruling"),
    path(_("decisions/<uuid:ref>/appeal/"), views.appeal, name="appeal"),
    path(_("decisions/<uuid:ref>/accept/"), views.accept_rewriting, name="accept-rewriting"),
    path(_("appeals/<int:pk>/"), views.appeal_view, name="decide-appeal"),
    path(_("processes/<slug:slug>/moderation/"), views.log, name="log"),
    path(_("processes/<slug:slug>/moderation/queue/"), views.queue_view, name="queue"),
    path(_("moderation/<uuid:ref>/"), views.queue_by_ref, name="queue-by-ref"),
]

urlpatterns = [path("", include((_moderation, "moderation")))]
