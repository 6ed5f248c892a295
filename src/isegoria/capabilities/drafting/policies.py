"""Who may begin, read, write, amend, put to the vote and hand over a measure."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.models import Measure
from isegoria.capabilities.drafting.phases import AMEND, MIRROR, WRITE
from isegoria.capabilities.drafting.states import WRITTEN, MeasureState
from isegoria.commons.posts.conditions import PROCESS_RUNS, of_shown_text
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.processes.conditions import (
    is_public,
    is_running,
    old_enough,
    opened,
    sits,
    sits_in,
    team,
    verified,
)
from isegoria.commons.processes.models import Activity, BodyKind, TeamRole
from isegoria.core.actor import Actor
from isegoria.core.policy import SIGNED_IN, Condition, Policy, about_actor, concealed

_ACTIVITY = "post__activity"
_PROCESS = "post__activity__process"
_RUNS = is_running(_PROCESS)
_IS_PUBLIC = is_public(_PROCESS)
_WRITERS = (BodyKind.PANEL, BodyKind.WORKING_GROUP)
_LEADERS = (TeamRole.ORGANISER, TeamRole.FACILITATOR)


def in_state(*states: str) -> Condition:
    """About a measure: it stands in one of ``states``."""

    def rows(_actor: Actor, _now: datetime) -> Q:
        return Q(state__in=states)

    return Condition(
        "state",
        _("The measure has gone on: this can no longer be done."),
        test=lambda ask: ask.obj.state in states,
        rows=rows,
    )


_SHOWN = of_shown_text(_("This measure is not published."))
_AUTHORS = sits("post__body")
_LED = team(*_LEADERS, path=_PROCESS)
_NOBODY = about_actor(
    "measure", _("A measure is written section by section."), lambda _actor: False
)

PUBLISH_MEASURE = Policy("drafting.publish", _("Publish a measure at once"), _NOBODY, Activity)
"""Of the kind of post: a measure is never published by the form of all texts."""
BEGIN_MEASURE = Policy(
    "drafting.begin",
    _("Begin a measure"),
    LIST_POSTS.predicate & PROCESS_RUNS & sits_in(*_WRITERS, path="process") & opened(WRITE),
    Activity,
)
READ_MEASURE = Policy(
    "drafting.read",
    _("Read a measure"),
    concealed((_SHOWN & _IS_PUBLIC) | sits_in(*_WRITERS, path=_PROCESS) | team(path=_PROCESS)),
    Measure,
)
READ_DRAFT = Policy(
    "drafting.read_draft",
    _("Read how a measure is being written"),
    concealed(_AUTHORS | sits_in(*_WRITERS, path=_PROCESS) | team(path=_PROCESS)),
    Measure,
)
WRITE_MEASURE = Policy(
    "drafting.write",
    _("Write a measure"),
    concealed(_AUTHORS) & _RUNS & in_state(*sorted(WRITTEN)) & opened(WRITE, _ACTIVITY),
    Measure,
)
OPEN_MEASURE = Policy(
    "drafting.open",
    _("Let everybody read a measure that is being written"),
    concealed(_AUTHORS | _LED) & _RUNS & in_state(MeasureState.DRAFT),
    Measure,
)
CALL_VOTE = Policy(
    "drafting.call_vote",
    _("Put a measure to the vote"),
    concealed(_AUTHORS | _LED) & _LED & _RUNS & in_state(*sorted(WRITTEN)),
    Measure,
)
CLOSE_VOTE = Policy(
    "drafting.close_vote",
    _("Close the vote on a measure and publish its result"),
    concealed(_AUTHORS | _LED) & _LED & _RUNS & in_state(MeasureState.VOTING),
    Measure,
)
AMEND_MEASURE = Policy(
    "drafting.amend",
    _("Propose a change of a measure"),
    concealed((_SHOWN & _IS_PUBLIC) | _AUTHORS)
    & _RUNS
    & in_state(*sorted(WRITTEN))
    & (
        (opened(AMEND, _ACTIVITY) & SIGNED_IN & verified(_ACTIVITY) & old_enough(_PROCESS))
        | (opened(MIRROR, _ACTIVITY) & sits_in(BodyKind.MIRROR_GROUP, path=_PROCESS))
        | (opened(WRITE, _ACTIVITY) & _AUTHORS)
    ),
    Measure,
)
SUBMIT_MEASURES = Policy(
    "drafting.submit",
    _("Hand the adopted measures over to the authority"),
    LIST_POSTS.predicate & team(*_LEADERS, path="process"),
    Activity,
)
POLICIES = (
    PUBLISH_MEASURE,
    BEGIN_MEASURE,
    READ_MEASURE,
    READ_DRAFT,
    WRITE_MEASURE,
    OPEN_MEASURE,
    CALL_VOTE,
    CLOSE_VOTE,
    AMEND_MEASURE,
    SUBMIT_MEASURES,
)
