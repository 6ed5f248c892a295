"""Who may read what is owed, answer, report, react, and give an opinion."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.models import Answer, Demand, Milestone
from isegoria.capabilities.answers.phases import REACT
from isegoria.commons.posts.conditions import of_shown_text
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.conditions import (
    here,
    is_public,
    is_running,
    old_enough,
    opened,
    sits_in,
    team,
    verified,
)
from isegoria.commons.processes.models import Activity, BodyKind
from isegoria.core.policy import SIGNED_IN, Policy, Predicate, about_actor, concealed, having

WATCHERS = (BodyKind.MIRROR_GROUP, BodyKind.GUARANTORS)
"""The bodies that say in public what they think of what is done."""
_NOBODY = about_actor("answers", _("Do this on the page of the answers."), lambda _actor: False)


def _runs(path: str) -> Predicate:
    return here(path) & is_running(path)


_AUTHORITY = sits_in(BodyKind.AUTHORITY, path="demand__activity__process")
_ANSWER_IS_DRAFT = having(
    "published",
    _("This answer is published: it no longer changes. Complete it with another one."),
    post__state=PostState.DRAFT,
)
_ANSWER_IS_SHOWN = of_shown_text(_("This answer is not published."))
_DEMAND_IS_SHOWN = having(
    "not_published", _("What was asked cannot be read."), post__visibility=Visibility.VISIBLE
)
_MILESTONE_IS_SHOWN = having(
    "not_published",
    _("This answer is not published."),
    commitment__answer__post__state=PostState.PUBLISHED,
)

PUBLISH_ANSWER = Policy("answers.publish", _("Publish an answer at once"), _NOBODY, Activity)
"""Of the kinds of post of this room: they are never published by the form of all texts."""
SEE_DEMAND = Policy(
    "answers.see",
    _("See what the authority answered, promised and did"),
    concealed((_DEMAND_IS_SHOWN & is_public("activity__process")) | team(path="activity__process")),
    Demand,
)
ANSWER = Policy(
    "answers.answer",
    _("Answer for the authority"),
    concealed(_DEMAND_IS_SHOWN & is_public("activity__process"))
    & sits_in(BodyKind.AUTHORITY, path="activity__process")
    & _runs("activity__process"),
    Demand,
)
WRITE_ANSWER = Policy(
    "answers.write",
    _("Write, publish or throw away an answer that is being written"),
    concealed(_AUTHORITY) & _ANSWER_IS_DRAFT & _runs("demand__activity__process"),
    Answer,
)
REPORT = Policy(
    "answers.report",
    _("Say how far what was promised is"),
    concealed(_MILESTONE_IS_SHOWN & is_public("commitment__answer__demand__activity__process"))
    & sits_in(BodyKind.AUTHORITY, path="commitment__answer__demand__activity__process")
    & _runs("commitment__answer__demand__activity__process"),
    Milestone,
)
REACT_TO_ANSWER = Policy(
    "answers.react",
    _("Say once what one thinks of an answer"),
    concealed(_ANSWER_IS_SHOWN & is_public("demand__activity__process"))
    & SIGNED_IN
    & _runs("demand__activity__process")
    & opened(REACT, "demand__activity")
    & verified("demand__activity")
    & old_enough("demand__activity__process"),
    Answer,
)
GIVE_OPINION = Policy(
    "answers.opinion",
    _("Say in the name of a body that watches what one thinks of what is done"),
    concealed(_DEMAND_IS_SHOWN & is_public("activity__process"))
    & sits_in(*WATCHERS, path="activity__process")
    & _runs("activity__process"),
    Demand,
)
POLICIES = (
    PUBLISH_ANSWER,
    SEE_DEMAND,
    ANSWER,
    WRITE_ANSWER,
    REPORT,
    REACT_TO_ANSWER,
    GIVE_OPINION,
)
