"""The addresses of answers."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers import views, writing_views
from isegoria.capabilities.answers.exports import ANSWERS_EXPORT
from isegoria.capabilities.answers.feeds import ANSWERS_FEED
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.exports.views import export_urls

_answers = [
    path(_("answers/<slug:slug>/<slug:activity>/"), views.dashboard, name="list"),
    path(_("answers/<slug:slug>/<slug:activity>/feed.atom"), ANSWERS_FEED, name="feed"),
    path(_("answer/to/<uuid:ref>/"), views.demand, name="demand"),
    path(_("answer/to/<uuid:ref>/write/"), writing_views.begin, name="begin"),
    path(_("answer/to/<uuid:ref>/opinion/"), views.opinion, name="opinion"),
    path(_("answer/<uuid:ref>/"), views.by_answer, name="by-answer"),
    path(_("answer/<uuid:ref>/draft/"), writing_views.draft, name="draft"),
    path(_("answer/<uuid:ref>/change/"), writing_views.change, name="change"),
    path(_("answer/<uuid:ref>/promise/"), writing_views.promise, name="promise"),
    path(_("answer/<uuid:ref>/take-back/"), writing_views.take_back, name="take-back"),
    path(_("answer/<uuid:ref>/throw-away/"), writing_views.throw_away, name="throw-away"),
    path(_("answer/<uuid:ref>/publish/"), writing_views.publish, name="publish"),
    path(_("answer/<uuid:ref>/react/"), views.react, name="react"),
    path(_("answer/step/<uuid:ref>/"), views.report, name="report"),
    *export_urls(ANSWERS_EXPORT, "answers/<slug:slug>", load=process_by_slug),
]

urlpatterns = [path("", include((_answers, "answers")))]
