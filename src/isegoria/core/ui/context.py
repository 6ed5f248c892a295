"""What every page shows around its content: the context processor :func:`site`, the variable ``frame``.

The variable is not called ``site``: allauth puts Django's Site object under that name.
"""

from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import Policy
from isegoria.core.registry import declared
from isegoria.core.routes import actor_of, policy_of
from isegoria.core.ui.identity import accent_url, logo_url
from isegoria.core.ui.languages import same_page

FOOTER: tuple[tuple[str, Promise], ...] = (
    ("legal", _("Legal notice")),
    ("privacy", _("Personal data")),
    ("accessibility", _("Accessibility")),
    ("style", _("Style guide")),
)
"""What the footer links to: the routes among these that exist."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame of the page."""

    label: str | Promise
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """Another language in which the same page can be read."""

    code: str
    name: str
    url: str


class Frame:
    """The frame of a page. Nothing is computed until a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.name: str = settings.SITE_NAME
        self.is_demo: bool = settings.DEMO
        self.source_url: str = getattr(settings, "SOURCE_URL", "")

    @cached_property
    def navigation(self) -> tuple[Link, ...]:
        """The entries of the manifests whose route this visitor may open."""
        items = sorted(
            declared(lambda component: component.navigation), key=lambda item: item.order
        )
        links = []
        for item in items:
            url, policy = _entry(item.route, get_language())
            decision = policy.decide(actor_of(self._request)) if policy else None
            if decision or (decision is not None and decision.code == "second_factor"):
                links.append(Link(item.label, url, self._request.path.startswith(url)))
        return tuple(links)

    @cached_property
    def footer(self) -> tuple[Link, ...]:
        """The legal pages and the style guide, as far as they exist."""
        found = ((label, address(route)) for route, label in FOOTER)
        return tuple(Link(label, url, self._request.path == url) for label, url in found if url)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """This page in the other languages."""
        return tuple(
            Language(
                code,
                get_language_info(code)["name_local"].capitalize(),
                same_page(self._request, code),
            )
            for code, _label in settings.LANGUAGES
            if code != get_language()
        )

    @property
    def search_url(self) -> str:
        """Where the search form sends its question, '' before there is a search page."""
        return address("search")

    @property
    def accent_url(self) -> str:
        """The style sheet of the organiser's colour, '' when the house keeps its own."""
        return accent_url()

    @property
    def logo_url(self) -> str:
        """The organiser's logo, '' when the house keeps its own."""
        return logo_url()

    @property
    def has_session(self) -> bool:
        """True when the visitor came with a session. Without one nothing here touches it, so that the
        page is the same for everybody and a cache may keep it."""
        return settings.SESSION_COOKIE_NAME in self._request.COOKIES

    @property
    def my_space_url(self) -> str:
        """Where one finds what one follows and wrote."""
        return address("my-space")

    @property
    def is_signed_in(self) -> bool:
        """True when somebody is signed in."""
        return self.has_session and actor_of(self._request).is_signed_in


@cache
def _entry(route: str, _language: str | None) -> tuple[str, Policy | None]:
    """The address of an entry in a language, and the policy of its route."""
    url = reverse(route)
    return url, policy_of(resolve(url).func, route)


def address(route: str) -> str:
    """The address of a route without arguments, '' when this installation does not have it."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``frame``."""
    return {"frame": Frame(request)}
