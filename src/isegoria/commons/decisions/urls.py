"""The addresses of votes."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions import views

_decisions = [
    path(_("vote/<uuid:ref>/"), views.decision, name="decision"),
    path(_("vote/<uuid:ref>/cast/"), views.vote, name="vote"),
    path(_("vote/<uuid:ref>/dissent/"), views.dissent, name="dissent"),
]

urlpatterns = [path("", include((_decisions, "decisions")))]
