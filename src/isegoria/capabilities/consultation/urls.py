"""The addresses of a consultation."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation import dashboard_views, import_views, views

_consultation = [
    path(
        _("processes/<slug:slug>/manage/participation/"),
        dashboard_views.dashboard,
        name="dashboard",
    ),
    path(_("processes/<slug:slug>/manage/import/"), import_views.bring, name="import"),
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
