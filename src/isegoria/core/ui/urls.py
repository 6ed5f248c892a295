"""The address of the style page."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from isegoria.core.ui.style import style

urlpatterns = [path(_("style/"), style, name="style")]
