"""The addresses of the style page and of the organiser's identity."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from isegoria.core.ui.identity import accent_css, logo
from isegoria.core.ui.style import style

urlpatterns = [
    path(_("style/"), style, name="style"),
    path("identity/accent.css", accent_css, name="accent"),
    path("identity/logo", logo, name="logo"),
]
