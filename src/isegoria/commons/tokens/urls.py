"""The addresses of one's tokens."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.tokens import views

_pages = [
    path(_("account/programs/"), views.tokens, name="list"),
    path(_("account/programs/<uuid:ref>/revoke/"), views.revoke, name="revoke"),
]

urlpatterns = [path("", include((_pages, "tokens")))]
