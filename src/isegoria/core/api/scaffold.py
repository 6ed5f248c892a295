"""The one API of the installation, made of the routers that the manifests bring."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from isegoria.core.api import problems
from isegoria.core.api.operations import Listing, Router
from isegoria.core.api.reference import READ_API, described
from isegoria.core.component import Component
from isegoria.core.registry import components
from isegoria.core.routes import page

__all__ = ["Listing", "Router", "api", "api_urls"]

NAMESPACE = "api-v1"
TOKENS = "Made and revoked by a person on the pages of their account, under “Programs”."


class Api(NinjaAPI):
    """An API whose description holds the shape of its errors."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = dict(problems.SCHEMA)
        schema["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": TOKENS}
        }
        return schema


def build(manifests: Iterable[Component]) -> NinjaAPI:
    """An API: version 1, OpenAPI 3.1, no page that loads scripts from elsewhere.

    Raises ImproperlyConfigured when a manifest brings something else than our Router.
    """
    built = Api(
        title=settings.SITE_NAME,
        version="1",
        description=(
            "Processes, their timelines and every public text, to read; and, with a token, writing in the"
            " name of who gave it. Dates are ISO 8601 in UTC. Tables of everything, answers and measures too,"
            " are on the page “Open data” of each process."
        ),
        urls_namespace=NAMESPACE,
        docs_url=None,
        docs_decorator=page(READ_API),
    )
    problems.register(built)
    for component in manifests:
        if component.api is None:
            continue
        router = component.api()
        if not isinstance(router, Router):
            raise ImproperlyConfigured(f"The API of {component.name!r} is not a Router of ours.")
        built.add_router("", router, tags=[component.name])
    return built


@cache
def api() -> NinjaAPI:
    """The API of this installation, from its manifests."""
    return build(components())


@page(READ_API)
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation on one page, made on the server."""
    schema = api().get_openapi_schema()
    return render(request, "api/reference.html", {"operations": described(schema)})


def api_urls(served: NinjaAPI | None = None) -> tuple[Sequence[URLPattern | URLResolver], str, str]:
    """What ``path("api/v1/", api_urls())`` mounts; the root is the page of reference."""
    patterns, application, namespace = cast("tuple[list[Any], str, str]", (served or api()).urls)
    kept = [pattern for pattern in patterns if pattern.name != "api-root"]
    return [path("", reference, name="api-root"), *kept], application, namespace
