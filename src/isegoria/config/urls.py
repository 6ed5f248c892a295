"""The addresses of the site: what each manifest brings, in French at the root and in English under /en/."""

from django.urls import URLPattern, URLResolver, path

from isegoria.core.api.scaffold import api_urls
from isegoria.core.registry import components
from isegoria.core.resolving import FirstWords
from isegoria.site.health import health


def _localised() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for component in components():
        if component.urls is not None:
            found += component.urls()
    return found


urlpatterns = [
    path("healthz", health, name="health"),
    path("api/v1/", api_urls()),
    FirstWords(_localised()),
]

handler400 = "isegoria.site.views.bad_request"
handler403 = "isegoria.site.views.forbidden"
handler404 = "isegoria.site.views.not_found"
handler500 = "isegoria.site.views.server_error"
