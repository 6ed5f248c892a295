"""What the tests of consultations share: a process with an open consultation."""

from typing import Any

from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, World
from isegoria.commons.posts.tests.support import world as plain_world
from isegoria.commons.processes.models import Phase
from isegoria.core.actor import Actor, Verification

LIST = "/consultation/eau/textes/"
"""The page of the consultation: the same address in both languages, but for the prefix."""
HEDGES = "Plantons des haies et des saules le long des rivières, avec les écoles de chaque village."
HEDGES_AGAIN = (
    "Plantons des haies et des saules le long des rivières, avec les écoles de la vallée."
)


def world(*, now: Any = NOW, **settings: Any) -> World:
    """A published process whose consultation is open at ``now``."""
    made = plain_world(now=now, verification=Verification.EMAIL)
    made.activity.capability = "consultation"
    made.activity.settings = settings
    made.activity.save()
    Phase.objects.update(kind="consultation.contributing")
    return made


def proposal(actor: Actor, here: World, /, **changes: Any) -> Post:
    """A published proposal."""
    given: dict[str, Any] = {"kind": PROPOSAL.code, "title": "Des haies", "text": HEDGES}
    return _published(actor, here, {**given, **changes})


def told(actor: Actor, here: World, /, **changes: Any) -> Post:
    """A published testimony, without a title."""
    given: dict[str, Any] = {"kind": TESTIMONY.code, "text": "L’été dernier, la source a tari."}
    return _published(actor, here, {**given, **changes})


def _published(actor: Actor, here: World, given: dict[str, Any]) -> Post:
    draft = services.save_draft(actor=actor, activity=here.activity, **{"language": "fr", **given})
    return services.publish_post(actor=actor, post=draft)
