"""The addresses of the site itself."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from isegoria.site import views
from isegoria.site.models import SiteText

_TEXTS = {
    SiteText.Slug.LEGAL: _("legal-notice/"),
    SiteText.Slug.PRIVACY: _("personal-data/"),
    SiteText.Slug.ACCESSIBILITY: _("accessibility/"),
}

urlpatterns = [
    path("", views.home, name="home"),
    path(_("my-space/"), views.my_space, name="my-space"),
    *(
        path(address, views.site_text, {"slug": slug.value}, name=slug.value)
        for slug, address in _TEXTS.items()
    ),
    path(_("texts/<slug:slug>/"), views.edit_site_text, name="edit-site-text"),
]
