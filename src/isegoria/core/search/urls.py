"""The address of the search page."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from isegoria.core.search.views import search_page

urlpatterns = [path(_("search/"), search_page, name="search")]
