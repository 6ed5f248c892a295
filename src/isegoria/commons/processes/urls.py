"""The addresses of processes."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import views
from isegoria.commons.processes.exports import TIMELINE_EXPORT
from isegoria.commons.processes.feeds import TIMELINE_FEED
from isegoria.commons.processes.manage import urls as manage
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.exports.views import export_urls

_processes = [
    path("", views.process_list, name="list"),
    path("<slug:slug>/", views.process_page, name="page"),
    path("<slug:slug>/timeline.atom", TIMELINE_FEED, name="feed"),
    path("<slug:slug>/timeline.pdf", views.timeline_pdf, name="pdf"),
    path(_("<slug:slug>/data/"), views.open_data, name="data"),
    path(_("<slug:slug>/data.zip"), views.whole_data, name="bundle"),
    *export_urls(TIMELINE_EXPORT, "<slug:slug>/timeline", load=process_by_slug),
]

_all = [path(_("processes/"), include([*_processes, *manage.of_processes])), *manage.at_the_root]

urlpatterns = [path("", include((_all, "processes")))]
