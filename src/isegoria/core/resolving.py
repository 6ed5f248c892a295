"""Finding the view of an address among some two hundred.

Django tries each route in turn, and a translated one is looked up by language each time: a fifth of what
a short request takes. Nearly every route begins with a fixed word, so it is enough to try those that
begin with the first word of the path, and those that begin with a parameter.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import LocalePrefixPattern, Resolver404, URLPattern, URLResolver
from django.urls.resolvers import ResolverMatch, RoutePattern
from django.utils.translation import get_language

type Routes = Sequence[URLPattern | URLResolver]


class FirstWords(URLResolver):
    """The routes of all languages, like those of ``i18n_patterns`` without a prefix for the default one; what
    they lead to is what Django's own resolver would find."""

    def __init__(self, routes: Routes) -> None:
        super().__init__(LocalePrefixPattern(prefix_default_language=False), list(routes))

    def resolve(self, path: str) -> ResolverMatch:
        """The view of ``path``. Raises Resolver404."""
        path = str(path)
        found = self.pattern.match(path)
        if not found:
            raise Resolver404({"path": path})
        known = self._by_language.get(language := get_language())
        if known is None:
            known = self._by_language[language] = _by_first_word(self)
        word = found[0].partition("/")[0]
        return known.get(word, known[""]).resolve(path)

    @cached_property
    def _by_language(self) -> dict[str | None, dict[str, URLResolver]]:
        return {}


def _by_first_word(whole: URLResolver) -> dict[str, URLResolver]:
    """For each first word of a route in the present language, the routes that may lead there; under "",
    those that may lead anywhere."""
    words = {word for route in whole.url_patterns for word in _words(route, "")}
    return {word: _only(whole, word, "") for word in {*words, ""}}


def _words(route: URLPattern | URLResolver, before: str) -> set[str]:
    """The first words of the addresses under ``route``, "" for one that is not fixed."""
    begins = before + _text(route)
    if isinstance(route, URLPattern) or "/" in begins or "<" in begins:
        return {_word(begins)}
    return {word for each in route.url_patterns for word in _words(each, begins)}


def _text(route: URLPattern | URLResolver) -> str:
    return str(route.pattern) if isinstance(route.pattern, RoutePattern) else "<"


def _word(begins: str) -> str:
    word = begins.partition("/")[0]
    return "" if "<" in word else word


def _only(resolver: URLResolver, word: str, before: str) -> URLResolver:
    """``resolver`` without what cannot lead to an address that begins with ``word``."""
    kept: list[Any] = []
    for route in resolver.url_patterns:
        if not _words(route, before) & {word, ""}:
            continue
        begins = before + _text(route)
        if isinstance(route, URLResolver) and "/" not in begins and "<" not in begins:
            kept.append(_only(route, word, begins))
        else:
            kept.append(route)
    return URLResolver(
        resolver.pattern,
        kept,
        resolver.default_kwargs,
        app_name=resolver.app_name,
        namespace=resolver.namespace,
    )
