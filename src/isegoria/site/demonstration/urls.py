"""The addresses of the tour."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.site.demonstration import views

_tour = [
    path(_("tour/"), views.tour, name="tour"),
    path(_("tour/<slug:key>/"), views.become, name="become"),
]
urlpatterns = [path("", include((_tour, "demonstration")))]
