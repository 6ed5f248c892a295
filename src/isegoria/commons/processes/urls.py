"""The addresses of processes."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import views

_processes = [
    path("", views.process_list, name="list"),
    path("<slug:slug>/", views.process_page, name="page"),
    path("<slug:slug>/feed.atom", views.process_feed, name="feed"),
    path("<slug:slug>/timeline.<slug:form>", views.timeline_file, name="timeline-file"),
]

urlpatterns = [path(_("processes/"), include((_processes, "processes")))]
