"""The addresses of the desk."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.desk import views

_pages = [
    path("", views.desks, name="list"),
    path(_("stop/"), views.stop, name="stop"),
    path(_("at/<slug:slug>/"), views.arrive, name="arrive"),
]

urlpatterns = [path(_("desk/"), include((_pages, "desk")))]
