"""The addresses of a consultation."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation import views

_consultation = [
    path(_("consultation/<slug:slug>/<slug:activity>/"), views.proposals, name="list"),
    path(
        _("consultation/<slug:slug>/<slug:activity>/testimonies/"),
        views.testimonies,
        name="testimonies",
    ),
    path(_("consultation/<slug:slug>/<slug:activity>/propose/"), views.propose, name="propose"),
    path(_("consultation/<slug:slug>/<slug:activity>/testify/"), views.testify, name="testify"),
]

urlpatterns = [path("", include((_consultation, "consultation")))]
