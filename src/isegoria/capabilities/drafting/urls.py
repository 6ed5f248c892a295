"""The addresses of measures."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting import act_views, views, writing_views
from isegoria.capabilities.drafting.exports import MEASURES_EXPORT
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.exports.views import export_urls

_drafting = [
    path(_("measures/<slug:slug>/<slug:activity>/"), views.measures, name="list"),
    path(_("measures/<slug:slug>/<slug:activity>/begin/"), views.begin, name="begin"),
    path(_("measures/<slug:slug>/<slug:activity>/report.pdf"), views.report, name="report"),
    path(
        _("measures/<slug:slug>/<slug:activity>/report.json"),
        views.report_as_data,
        name="report-data",
    ),
    path(_("measures/<slug:slug>/<slug:activity>/hand-over/"), views.hand_over, name="hand-over"),
    *export_urls(MEASURES_EXPORT, "measures/<slug:slug>", load=process_by_slug),
    path(_("measure/<uuid:ref>/"), views.measure, name="measure"),
    path(_("measure/<uuid:ref>/history/"), views.history, name="history"),
    path(_("measure/<uuid:ref>/workshop/"), writing_views.work, name="work"),
    path(_("measure/<uuid:ref>/workshop/present/"), writing_views.who_is_here, name="present"),
    path(_("measure/<uuid:ref>/workshop/title/"), writing_views.title, name="title"),
    path(_("measure/<uuid:ref>/workshop/sources/"), act_views.cite, name="cite"),
    path(_("measure/<uuid:ref>/workshop/answer/"), act_views.answer, name="answer"),
    path(_("measure/<uuid:ref>/workshop/open/"), act_views.open_to_all, name="open"),
    path(_("measure/<uuid:ref>/workshop/vote/"), act_views.call_vote, name="call-vote"),
    path(_("measure/<uuid:ref>/workshop/close/"), act_views.close_vote, name="close-vote"),
    path(_("measure/<uuid:ref>/workshop/<slug:code>/"), writing_views.section, name="section"),
    path(
        _("measure/<uuid:ref>/workshop/<slug:code>/begin/"), writing_views.take_up, name="take-up"
    ),
    path(_("measure/<uuid:ref>/workshop/<slug:code>/settle/"), writing_views.settle, name="settle"),
    path(_("measure/<uuid:ref>/propose/<slug:code>/"), act_views.propose, name="propose"),
]

urlpatterns = [path("", include((_drafting, "drafting")))]
