"""Who may read a vote, vote, and publish a dissenting opinion."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions.models import Decision
from isegoria.commons.posts.conditions import of_shown_text
from isegoria.commons.processes.conditions import here, is_public, sits, team
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Actor
from isegoria.core.policy import NONE, Ask, Condition, Policy, about_actor, concealed

_PROCESS = "post__activity__process"
_IS_PUBLIC = is_public(_PROCESS)
_SHOWN = of_shown_text(_("What the vote is about cannot be read."))


def _is_elector(ask: Ask) -> bool:
    return (
        ask.actor.person_id is not None
        and ask.obj.electors.filter(person_id=ask.actor.person_id).exists()
    )


def _electors(actor: Actor, _now: datetime) -> Q:
    if actor.person_id is None:
        return NONE
    mine = Decision.objects.filter(electors__person_id=actor.person_id)
    return Q(pk__in=mine.values("pk"))


IS_ELECTOR = Condition(
    "elector",
    _("Only those vote who were members of the body when the vote opened."),
    _is_elector,
    _electors,
)
_IS_OPEN = Condition(
    "closed",
    _("This vote is closed."),
    test=lambda ask: ask.obj.closed_at is None and ask.now < ask.obj.closes_at,
    rows=lambda _actor, now: Q(closed_at__isnull=True, closes_at__gt=now),
)
_IN_PERSON = about_actor(
    "in_person",
    _("A member votes in person, not through somebody who types for them."),
    lambda actor: actor.entered_by is None,
)
_READ = concealed((_SHOWN & _IS_PUBLIC) | sits("body") | team(path=_PROCESS) | IS_ELECTOR)
_NOBODY = about_actor("dissent", _("Write it on the page of the vote."), lambda _actor: False)

SEE_DECISION = Policy("decisions.see", _("See a vote and its result"), _READ, Decision)
VOTE = Policy("decisions.vote", _("Vote"), _READ & IS_ELECTOR & _IN_PERSON & _IS_OPEN, Decision)
DISSENT = Policy(
    "decisions.dissent",
    _("Publish a dissenting opinion beside what a body adopted"),
    _READ & IS_ELECTOR & here(_PROCESS),
    Decision,
)
PUBLISH_DISSENT = Policy(
    "decisions.publish", _("Publish a dissenting opinion anywhere else"), _NOBODY, Activity
)
POLICIES = (SEE_DECISION, VOTE, DISSENT, PUBLISH_DISSENT)
