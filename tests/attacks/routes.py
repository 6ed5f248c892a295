"""Every door of the site, and what an attacker would put in its address.

Each route is walked out of the resolver; what stands in its address is told by :data:`OBJECTS`, so that a
route whose address needs something unknown fails until somebody says which objects it leads to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.commons.posts.models import Picture
from tests.attacks.world import TOKEN, World

type Kwargs = dict[str, Any]


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver: its name, the names in its address, its declared methods."""

    name: str
    parameters: frozenset[str]
    methods: tuple[str, ...]
    view: Any

    @property
    def room(self) -> str:
        """The room that brings it."""
        if ":" in self.name:
            return self.name.partition(":")[0]
        return "accounts" if self.name.startswith(_ACCOUNTS) else "site"


_ACCOUNTS = ("account_", "mfa_", "socialaccount", "openid", "usersessions")


def walk(
    patterns: Any = None, namespace: str = "", above: frozenset[str] = frozenset()
) -> Iterator[Route]:
    """Every route of the site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        regex = getattr(pattern.pattern, "regex", None)
        groups = getattr(regex, "groupindex", {})
        names = above | set(getattr(pattern.pattern, "converters", {})) | set(groups)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner, frozenset(names))
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            methods = getattr(view, "declared_methods", ()) or ("GET", "HEAD", "POST")
            yield Route(f"{namespace}{pattern.name}", frozenset(names), methods, view)


def _by_ref(objects: Callable[[World], dict[str, Any]]) -> Callable[[World], dict[str, Kwargs]]:
    return lambda world: {name: {"ref": each.ref} for name, each in objects(world).items()}


def _processes(world: World) -> dict[str, Kwargs]:
    return {slug: {"slug": slug} for slug in ("eau", "brouillon")}


def _inside(name: str, value: str) -> Callable[[World], dict[str, Kwargs]]:
    return lambda _world: {slug: {"slug": slug, name: value} for slug in ("eau", "brouillon")}


def _of_process(key: str, find: Callable[[World], dict[str, Any]]) -> Callable[[World], Any]:
    """Objects of a process, by its own address and by that of another."""

    def cases(world: World) -> dict[str, Kwargs]:
        found: dict[str, Kwargs] = {}
        for slug, each in find(world).items():
            found[slug] = {"slug": slug, key: each.ref}
        (first, last) = list(find(world).items())[:2]
        found[f"{last[0]} as {first[0]}"] = {"slug": first[0], key: last[1].ref}
        return found

    return cases


def _phases(world: World) -> dict[str, Any]:
    return {s: world.processes[s].activity.phases.get() for s in ("eau", "air")}


def _mandates(world: World) -> dict[str, Any]:
    return {"eau": world.mandates["member"], "air": world.mandates["moderator/air"]}


def _draws(world: World) -> dict[str, Kwargs]:
    return {s: {"slug": s, "activity": each.activity.slug} for s, each in world.draws.items()}


def _of_draw(find: Callable[[Any], int]) -> Callable[[World], dict[str, Kwargs]]:
    """Something of a draw by its own address, and something of another draw by the same address."""

    def cases(world: World) -> dict[str, Kwargs]:
        here = _draws(world)["eau"]
        return {
            "eau": {**here, "pk": find(world.draws["eau"])},
            "air as eau": {**here, "pk": find(world.draws["air"])},
        }

    return cases


_features = _of_draw(lambda draw: draw.features.earliest("pk").pk)
_entries = _of_draw(lambda draw: draw.volunteers.earliest("pk").pk)


def _offers(state: str) -> Callable[[World], dict[str, Kwargs]]:
    """An offer of a seat by the address of its own draw, and by that of another."""

    def cases(world: World) -> dict[str, Kwargs]:
        offer = Offer.objects.get(seat__draw=world.draws["air"], state=state)
        places = _draws(world)
        return {
            "air": {**places["air"], "pk": offer.pk},
            "air as eau": {**places["eau"], "pk": offer.pk},
        }

    return cases


def _codes(world: World) -> dict[str, Kwargs]:
    """The code of a letter that is awaited, of one that was answered, and one of nobody."""
    offers = Offer.objects.filter(seat__draw=world.draws["air"])
    codes = {offer.state: code_of(offer.ref) for offer in offers}
    return {name: {"code": code} for name, code in {**codes, "forged": "0" * 16}.items()}


def _one(**kwargs: Any) -> Callable[[World], dict[str, Kwargs]]:
    return lambda _world: {"-": kwargs}


def _upload(picture: Picture) -> UUID:
    assert picture.upload is not None
    return picture.upload.ref


_some_posts = _by_ref(
    lambda world: {name: world.posts[name] for name in ("public", "draft", "hidden", "of-a-draft")}
)
_ruling = _by_ref(lambda world: {"-": world.ruling})
_invitations = _of_process("ref", lambda world: world.invitations)
_everywhere = {
    frozenset[str](): _one(),
    frozenset({"slug"}): _processes,
    frozenset({"slug", "activity"}): _inside("activity", "textes"),
    frozenset({"slug", "theme"}): _inside("theme", "rivieres"),
    frozenset({"slug", "body"}): _inside("body", "panel"),
    frozenset({"slug", "capability"}): _inside("capability", "plain"),
}
"""What stands in an address, by the names in it, where the route says nothing of its own."""

OBJECTS: dict[str, Callable[[World], dict[str, Kwargs]]] = {
    "posts:page": _by_ref(lambda world: world.posts),
    **dict.fromkeys(
        ("api-v1:read_post", "posts:history", "posts:journal", "moderation:item"),
        _by_ref(lambda world: {k: v for k, v in world.posts.items() if "proposal" not in k}),
    ),
    **dict.fromkeys(
        ("posts:picture", "posts:small-picture"),
        lambda world: {
            name: {"ref": world.posts[name].ref, "picture": _upload(picture)}
            for name, picture in world.pictures.items()
        },
    ),
    "posts:sent-picture": lambda world: {
        name: {"ref": _upload(picture)} for name, picture in world.pictures.items()
    },
    **dict.fromkeys(
        ("api-v1:publish_comment", "api-v1:take_position", "api-v1:take_back_position"), _some_posts
    ),
    "tokens:revoke": lambda world: {"-": {"ref": world.token.ref}},
    "demonstration:become": _one(key="ariane"),
    "edit-site-text": _one(slug="legal"),
    "legal": _one(),
    "moderation:ruling": _ruling,
    "moderation:appeal": _ruling,
    "moderation:accept-rewriting": _ruling,
    "moderation:decide-appeal": lambda world: {"-": {"pk": world.appeal.pk}},
    "moderation:queue-by-ref": lambda world: {
        slug: {"ref": world.processes[slug].process.ref} for slug in ("eau", "brouillon")
    },
    "processes:manage-phase": _of_process("ref", _phases),
    "processes:manage-phase-reschedule": _of_process("ref", _phases),
    "processes:manage-phase-remove": _of_process("ref", _phases),
    "processes:manage-mandate": _of_process("ref", _mandates),
    "processes:manage-mandate-end": _of_process("ref", _mandates),
    "processes:manage-mandate-withdraw": _of_process("ref", _mandates),
    "processes:manage-invitation-resend": _invitations,
    "processes:manage-invitation-cancel": _invitations,
    "processes:begin-from": _one(template="empty"),
    "processes:invitation": _one(token=TOKEN),
    "notifications:stop": lambda world: {"-": {"token": world.stop.token}},
    "mfa_remove_webauthn": _one(pk=1),
    "mail:send-again": lambda world: {"-": {"ref": world.mail.ref}},
    "tasks:run": lambda world: {"-": {"run_id": world.run.pk}},
    "tasks:cancel": lambda world: {"-": {"run_id": world.run.pk}},
    "journal:entry": _one(epoch=1, number=0),
    **dict.fromkeys(
        ("lottery:by-ref", "lottery:seat-by-ref", "lottery:seats-by-ref"),
        lambda world: {s: {"ref": each.ref} for s, each in world.draws.items()},
    ),
    "lottery:answer": _codes,
    "lottery:note-answer": _offers("offered"),
    "lottery:replace-member": _offers("accepted"),
    "analysis:idea": lambda _world: {
        slug: {"slug": slug, "activity": "textes", "number": 1} for slug in ("eau", "brouillon")
    },
    **dict.fromkeys(
        (
            "answers:by-answer",
            "answers:draft",
            "answers:change",
            "answers:promise",
            "answers:take-back",
            "answers:throw-away",
            "answers:publish",
            "answers:react",
        ),
        _by_ref(lambda world: world.answers),
    ),
    "answers:report": _by_ref(lambda world: world.steps),
    "lottery:feature": _features,
    "lottery:remove-feature": _features,
    "lottery:place": _entries,
}


REF, PLACE = frozenset({"ref"}), frozenset({"slug", "activity"})
OF_ROOM: dict[tuple[str, frozenset[str]], Callable[[World], dict[str, Kwargs]]] = {
    ("posts", REF): _some_posts,
    ("moderation", REF): _some_posts,
    ("assembly", REF): _by_ref(lambda world: world.ideas),
    ("assembly", PLACE): _inside("activity", "idees"),
    ("drafting", REF): _by_ref(lambda world: world.measures),
    ("drafting", PLACE): _inside("activity", "mesures"),
    ("drafting", frozenset({"ref", "code"})): lambda world: {
        name: {"ref": post.ref, "code": "ask"} for name, post in world.measures.items()
    },
    ("decisions", REF): _by_ref(lambda world: {"-": world.vote}),
    ("answers", REF): _by_ref(lambda world: world.demands),
    ("answers", PLACE): _inside("activity", "reponses"),
    ("consultation", PLACE): _inside("activity", "avis"),
    ("lottery", PLACE): _draws,
}
"""What stands in an address of a room, by the names in it."""


def cases(route: Route, world: World) -> dict[str, str]:
    """The addresses of a route, by the name of the object they lead to.

    Raises KeyError when nobody said what stands in its address.
    """
    if route.name in OBJECTS:
        given = OBJECTS[route.name](world)
    elif (route.room, route.parameters) in OF_ROOM:
        given = OF_ROOM[route.room, route.parameters](world)
    else:
        given = _everywhere[route.parameters](world)
    return {what: reverse(route.name, kwargs=kwargs) for what, kwargs in given.items()}
