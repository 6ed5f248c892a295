"""The addresses of analyses."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.analysis import manage_views, views
from isegoria.capabilities.analysis.exports import GROUPS_EXPORT, RESULTS_EXPORT
from isegoria.commons.posts.queries import activity_by_slugs
from isegoria.core.exports.views import export_urls

_ONE = "<slug:slug>/<slug:activity>/"
_analysis = [
    path(_("analysis/<slug:slug>/<slug:activity>/"), views.results, name="results"),
    path(f"analysis/{_ONE}map.json", views.summary, name="summary"),
    path(f"analysis/{_ONE}votes.csv", views.votes, name="votes"),
    *export_urls(RESULTS_EXPORT, f"analysis/{_ONE}opinion", load=activity_by_slugs),
    *export_urls(GROUPS_EXPORT, f"analysis/{_ONE}text-groups", load=activity_by_slugs),
    path(_("processes/<slug:slug>/manage/analysis/"), manage_views.manage, name="manage"),
    path(
        _("processes/<slug:slug>/manage/analysis/<slug:activity>/plan/"),
        manage_views.plan,
        name="plan",
    ),
    path(
        _("processes/<slug:slug>/manage/analysis/<slug:activity>/map/"),
        manage_views.ask_map,
        name="ask-map",
    ),
    path(
        _("processes/<slug:slug>/manage/analysis/<slug:activity>/group/"),
        manage_views.ask_groups,
        name="ask-groups",
    ),
    path(
        _("processes/<slug:slug>/manage/analysis/<slug:activity>/texts/"),
        manage_views.groups,
        name="groups",
    ),
    path(
        _("processes/<slug:slug>/manage/analysis/<slug:activity>/texts/alone/"),
        manage_views.not_grouped,
        name="alone",
    ),
    path(
        _("processes/<slug:slug>/manage/analysis/<slug:activity>/texts/<int:number>/"),
        manage_views.idea,
        name="idea",
    ),
]

urlpatterns = [path("", include((_analysis, "analysis")))]
