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
from isegoria.core.texts import Text
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

    label: Text
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation. ``current``: '' elsewhere, ``page`` on its page, ``true`` below it."""

    label: Text
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What stands beside the name of the site. ``is_helping``: an agent acts for somebody."""

    my_space_url: str
    is_in_my_space: bool
    is_signed_in: bool
    is_helping: bool


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
    def navigation(self) -> tuple[Entry, ...]:
        """The entries of the manifests whose route this visitor may open."""
        actor, here = actor_of(self._request), self._request.path
        found = []
        for label, url, policy in _entries(get_language()):
            decision = policy.decide(actor)
            if decision or decision.code == "second_factor":
                below = "true" if here.startswith(url) else ""
                found.append(Entry(label, url, "page" if here == url else below))
        return tuple(found)

    @property
    def tools(self) -> Tools:
        """One's own space or the way in."""
        return Tools(
            my_space_url=self.my_space_url,
            is_in_my_space=self._request.path == self.my_space_url,
            is_signed_in=self.is_signed_in,
            is_helping=hasattr(self._request, "banner"),
        )

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
def _entries(_language: str | None) -> tuple[tuple[Text, str, Policy], ...]:
    """The entries of the manifests in their order, with the policies of their routes."""
    items = sorted(declared(lambda component: component.navigation), key=lambda item: item.order)
    found = ((item, reverse(item.route)) for item in items)
    return tuple(
        (item.label, url, policy)
        for item, url in found
        if (policy := policy_of(resolve(url).func, item.route))
    )


def address(route: str) -> str:
    """The address of a route without arguments, '' when this installation does not have it."""
    return _address(route, get_language())


@cache
def _address(route: str, _language: str | None) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``frame``."""
    return {"frame": Frame(request)}
