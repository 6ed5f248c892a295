"""Holding an act to its limit.

::

    @page(COMMENT_POST, load=post_by_ref, methods=FORM)
    @limited(COMMENT)
    def comment(request, post): ...

Each form sent to the view counts as one act, whatever comes of it. Past the limit the visitor gets the
page of :mod:`isegoria.commons.abuse.pages`, which keeps what was typed and says when to come back.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, wraps
from ipaddress import ip_address
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from isegoria.commons.abuse.counters import MEMORY, count
from isegoria.commons.abuse.limits import in_force
from isegoria.commons.abuse.rules import Limit, is_within, network_of, networks, plain
from isegoria.core.routes import actor_of

type View = Callable[..., HttpResponseBase]


class TooManyError(Exception):
    """A limit is passed; ``until`` says when the last of the windows that are full opens again."""

    def __init__(self, limit: Limit, until: datetime) -> None:
        super().__init__(limit.code)
        self.until = until


def limited(limit: Limit) -> Callable[[View], View]:
    """Hold every form sent to a view to ``limit``. Stands under ``@page``, so that who may not is refused
    before anything is counted."""

    def declare(view: View) -> View:
        @wraps(view)
        def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                hold(request, limit)
            return view(request, *args, **kwargs)

        cast("Any", held).limit = limit
        return held

    return declare


def hold(request: HttpRequest, limit: Limit) -> None:
    """Count one act against ``limit``. Raises TooManyError when it is one too many.

    A request counts once against each limit, however many ask. What an agent types at a desk is not
    counted: they are known, and a pile of forms is no flood.
    """
    actor = actor_of(request)
    held: set[str] = request.__dict__.setdefault("_held_to", set())
    if actor.entered_by is not None or limit.code in held:
        return
    held.add(limit.code)
    limit = in_force(limit)
    who = {} if actor.person_id is None else {"person": str(actor.person_id)}
    counters = limit.counted({**who, **places(request)})
    counted = MEMORY.count(counters) if limit.in_memory else count(counters)
    full = [until for rate, stands, until in counted if stands > rate.most]
    if full:
        raise TooManyError(limit, max(full))


def places(request: HttpRequest) -> dict[str, str]:
    """The address and the network that a request comes from, none when they are without limit.

    The address is that of the connection, or the one that the trusted proxies give
    (``ALLAUTH_TRUSTED_PROXY_COUNT``): what a visitor writes into X-Forwarded-For is not believed.
    """
    address = get_adapter(request).get_client_ip(request)
    try:
        ip_address(address)
    except ValueError:  # a socket of this machine has no address
        return {}
    return dict(_counted(address, tuple(settings.NETWORKS_WITHOUT_LIMIT)))


@lru_cache(10_000)
def _counted(address: str, without_limit: tuple[str, ...]) -> Mapping[str, str]:
    if is_within(address, networks(without_limit)):
        return {}
    return {"address": plain(address), "network": network_of(address)}
