"""The addresses of background runs."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.core.tasks import views

_tasks = [
    path("<uuid:run_id>/", views.run_page, name="run"),
    path("<uuid:run_id>/cancel/", views.cancel, name="cancel"),
]

urlpatterns = [path(_("background/"), include((_tasks, "tasks")))]
