"""The addresses of notices."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.notifications import views

_notices = [
    path("", views.notice_list, name="list"),
    path(_("read/"), views.mark_read, name="read"),
    path(_("settings/"), views.notice_settings, name="settings"),
    path(_("stop/<str:token>/"), views.stop_mails, name="stop"),
]

urlpatterns = [path(_("notices/"), include((_notices, "notifications")))]
