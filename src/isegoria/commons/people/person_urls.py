"""The addresses of the pages about a person."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import person_views as views

_pages = [
    path(_("my-age/"), views.age, name="age"),
    path(_("checked/"), views.levels, name="checks"),
    path(_("checked/list/"), views.check_register, name="register"),
]

PERSON_PAGES = [path("", include((_pages, "people")))]
