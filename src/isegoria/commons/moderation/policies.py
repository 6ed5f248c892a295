"""Who may report, moderate, appeal, decide again, and read the log."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation.models import Appeal, Ruling
from isegoria.commons.moderation.states import Act, AppealState
from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.posts.conditions import IS_NO_DRAFT
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.conditions import backstage
from isegoria.commons.processes.models import Process, TeamRole
from isegoria.commons.processes.policies import IS_PUBLIC
from isegoria.core.policy import NONE, Condition, Policy, concealed, having, of_actor

_NOT_ONE_S_OWN = Condition(
    "own_text",
    _("This text is yours: you can change it or withdraw it."),
    test=lambda ask: ask.actor.person_id is None or ask.obj.author_id != ask.actor.person_id,
    rows=lambda actor, _now: (
        Q(author=None) | ~Q(author=actor.person_id) if actor.person_id else Q()
    ),
)
_WRITTEN_BY_ACTOR = of_actor(
    "not_yours", _("Only the author of the text may do this."), "post__author_id"
)
_HIDES = having(
    "not_hidden",
    _("This text can be read: there is nothing to appeal against."),
    act=Act.HIDE,
    post__visibility=Visibility.HIDDEN,
)
_IS_LAST = Condition(
    "not_last",
    _("Another decision was taken since."),
    test=lambda ask: not Ruling.objects.filter(post=ask.obj.post_id, pk__gt=ask.obj.pk).exists(),
    rows=lambda _actor, _now: (
        ~Q(Exists(Ruling.objects.filter(post=OuterRef("post"), pk__gt=OuterRef("pk"))))
    ),
)
_NOT_APPEALED = Condition(
    "appealed",
    _("You have already appealed. Each decision is looked at again once."),
    test=lambda ask: not Appeal.objects.filter(ruling=ask.obj.pk).exists(),
    rows=lambda _actor, _now: ~Q(Exists(Appeal.objects.filter(ruling=OuterRef("pk")))),
)
_STILL_HIDDEN = having(
    "not_hidden",
    _("This text can be read again: there is nothing left to decide."),
    ruling__post__visibility=Visibility.HIDDEN,
)
_NOT_WITHDRAWN = having(
    "withdrawn", _("This text was withdrawn by its author."), post__state=PostState.PUBLISHED
)
_REWRITTEN = Condition(
    "no_rewriting",
    _("No other wording was proposed."),
    test=lambda ask: bool(ask.obj.rewriting),
    rows=lambda _actor, _now: ~Q(rewriting=""),
)
_SOMEBODY_ELSE = Condition(
    "same_moderator",
    _("You took this decision: somebody else must look at it again."),
    test=lambda ask: (
        ask.actor.person_id is not None and ask.obj.ruling.moderator_id != ask.actor.person_id
    ),
    rows=lambda actor, _now: (
        Q(ruling__moderator=None) | ~Q(ruling__moderator=actor.person_id)
        if actor.person_id
        else NONE
    ),
)
_NOT_THE_AUTHOR = Condition(
    "own_text",
    _("This text is yours: somebody else must decide."),
    test=lambda ask: ask.obj.ruling.post.author_id != ask.actor.person_id,
    rows=lambda actor, _now: (
        Q(ruling__post__author=None) | ~Q(ruling__post__author=actor.person_id)
    ),
)
_OPEN = having("decided", _("This appeal is decided."), state=AppealState.OPEN)

REPORT = Policy(
    "moderation.report",
    _("Report a text"),
    READ_POST.predicate & IS_NO_DRAFT & _NOT_ONE_S_OWN,
    Post,
)
MODERATE = Policy(
    "moderation.moderate",
    _("Decide about a text"),
    concealed(IS_NO_DRAFT)
    & backstage(TeamRole.MODERATOR, path="activity__process")
    & _NOT_ONE_S_OWN,
    Post,
)
SEE_QUEUE = Policy(
    "moderation.queue",
    _("See the texts that wait for a moderator"),
    backstage(TeamRole.MODERATOR),
    Process,
)
READ_LOG = Policy(
    "moderation.log", _("Read the public log of moderation"), concealed(IS_PUBLIC), Process
)
READ_RULING = Policy(
    "moderation.read_ruling",
    _("Read a decision about one's own text"),
    concealed(_WRITTEN_BY_ACTOR) & IN_OWN_NAME,
    Ruling,
)
APPEAL = Policy(
    "moderation.appeal",
    _("Appeal against a decision"),
    concealed(_WRITTEN_BY_ACTOR) & _HIDES & _IS_LAST & _NOT_APPEALED,
    Ruling,
)
ACCEPT_REWRITING = Policy(
    "moderation.accept_rewriting",
    _("Accept another wording of one's hidden text"),
    concealed(_WRITTEN_BY_ACTOR) & IN_OWN_NAME & _HIDES & _IS_LAST & _REWRITTEN & _NOT_WITHDRAWN,
    Ruling,
)
DECIDE_APPEAL = Policy(
    "moderation.decide_appeal",
    _("Decide an appeal"),
    backstage(TeamRole.MODERATOR, path="ruling__post__activity__process")
    & _SOMEBODY_ELSE
    & _NOT_THE_AUTHOR
    & _OPEN
    & _STILL_HIDDEN,
    Appeal,
)
POLICIES = (
    REPORT,
    MODERATE,
    SEE_QUEUE,
    READ_LOG,
    READ_RULING,
    APPEAL,
    ACCEPT_REWRITING,
    DECIDE_APPEAL,
)
