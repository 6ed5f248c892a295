"""What the tests of moderation share."""

from typing import Any

from isegoria.commons.moderation.models import Ruling
from isegoria.commons.moderation.services import rule_on_post
from isegoria.commons.moderation.states import Act, Reason
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import World, account
from isegoria.commons.processes.models import Body, BodyKind, Membership, TeamRole
from isegoria.core.actor import Actor

WHY = "Ce texte menace une personne."


def team_account(place: World, name: str, role: str = TeamRole.MODERATOR) -> Account:
    """An account with a role in the team of the process."""
    made = account(f"{name.lower()}@exemple.test", name)
    team, _made = Body.objects.get_or_create(
        process=place.process, kind=BodyKind.TEAM, defaults={"slug": "equipe"}
    )
    Membership.objects.create(body=team, person_id=made.person_id, role=role)
    return made


def team_member(place: World, name: str, role: str = TeamRole.MODERATOR) -> Actor:
    """The actor of :func:`team_account`."""
    return actor_for_user(team_account(place, name, role))


def hide(actor: Actor, post: Post, **changes: Any) -> Ruling:
    """Hide a text."""
    given = {"act": Act.HIDE, "reason": Reason.INSULT, "explanation": WHY}
    return rule_on_post(actor=actor, post=post, **{**given, **changes})
