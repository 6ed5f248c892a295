"""The addresses of one's own data: none of them names a person or a file."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.site.owndata import views

_pages = [
    path(_("account/my-data/"), views.home, name="home"),
    path(_("account/my-data/copy/"), views.copy, name="copy"),
    path(_("account/my-data/leave/"), views.departure_page, name="leave"),
    path(_("farewell/"), views.farewell, name="farewell"),
]

urlpatterns = [path("", include((_pages, "owndata")))]
