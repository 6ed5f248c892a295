"""Every route of ours that takes a form declares the limit it is held to, or why it needs none."""

from isegoria.commons.abuse.limits import LIMITS
from tests.architecture.test_routes import ROUTES

TEAM = "only the team of a process or an administrator, known by name"
OWN = "changes what is one's own, once"
ALLAUTH = "held by the limits of django-allauth (ACCOUNT_RATE_LIMITS)"
WITHOUT = {
    "account_": ALLAUTH,
    "analysis:": TEAM,
    "consultation:": "posts.composing holds what is written, whoever shows the form",
    "desk:": TEAM,
    "demonstration:": "nothing is at stake in a demonstration, and a production site has no such route",
    "drafting:": "the members of a body and the team, known by name; what others propose is held",
    "edit-site-text": TEAM,
    "lottery:": "one line for each volunteer; the rest is the team's",
    "mail:": TEAM,
    "moderation:accept-rewriting": OWN,
    "moderation:decide-appeal": TEAM,
    "moderation:item": TEAM,
    "notifications:": OWN,
    "openid_connect_login": "leads to the identity provider, which holds its own door",
    "owndata:": OWN,
    "people:age": "a newcomer is held on arrival (visitors.actor_for_act)",
    "people:register": "held once the form is whole, by the view",
    "plain:": "posts.composing holds what is written, whoever shows the form",
    "posts:discard": OWN,
    "posts:withdraw": OWN,
    "processes:": TEAM,
    "api-v1:": "commons.posts.api holds what programs write, in the shape of the API's errors",
    "tasks:": TEAM,
    "tokens:": OWN,
}
"""Why forms need no declaration, by the beginning of the names of their routes."""


def _reason(name: str) -> str:
    return next((why for start, why in WITHOUT.items() if name.startswith(start)), "")


POSTED = {
    name: pattern.callback
    for _where, name, pattern in ROUTES
    if "POST" in getattr(pattern.callback, "declared_methods", ())
}


def test_every_form_of_ours_is_held_to_a_limit_or_says_why_not() -> None:
    bare = [
        name
        for name, view in POSTED.items()
        if getattr(view, "limit", None) is None and not _reason(name)
    ]
    assert not bare, "\n".join(bare)


def test_a_declared_limit_stands_in_the_table_that_operators_read() -> None:
    declared = {limit for view in POSTED.values() if (limit := getattr(view, "limit", None))}
    assert declared <= set(LIMITS.values())
    assert len(declared) >= 5


def test_the_doors_of_accounts_are_held() -> None:
    doors = {name: getattr(pattern.callback, "limit", None) for _where, name, pattern in ROUTES}
    for door in ("account_signup", "account_request_login_code", "account_confirm_login_code"):
        assert doors[door] is not None, door
