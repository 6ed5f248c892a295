"""Conditions about activities and posts, that capabilities put together into the policies of their kinds."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Follow
from isegoria.commons.posts.rules import editable_until
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.conditions import (
    KNOWN,
    here,
    is_public,
    is_running,
    old_enough,
    opened,
    team,
    verified,
)
from isegoria.commons.processes.models import Activity
from isegoria.core import registry
from isegoria.core.actor import Actor
from isegoria.core.decision import Decision
from isegoria.core.phases import Action
from isegoria.core.policy import NONE, Ask, Condition, Predicate, concealed, having, of_actor
from isegoria.core.post_kinds import PostKind
from isegoria.core.texts import Text

PROCESS_RUNS = is_running("process")
"""About an activity: its process is published and not archived."""

FIRST_TIME = Condition(
    "already_counted",
    _(
        "You took positions here under an account that was deleted since. They still count, so you"
        " cannot take any other here; you can do everything else."
    ),
    test=lambda ask: ask.obj.ref not in ask.actor.already_counted,
    rows=lambda actor, _now: ~Q(ref__in=actor.already_counted),
)
"""About an activity: no account that the person deleted still counts there."""


def taking_part(action: Action) -> Predicate:
    """About an activity: its process runs, a phase opens ``action``, and the person is as well known and
    as old as it asks. What the policies of most kinds of post are made of. That a process which is not
    public exists is told to its team alone."""
    shown = concealed(ACTIVITY_IS_PUBLIC | team(path="process"))
    return shown & PROCESS_RUNS & opened(action) & KNOWN & verified() & old_enough()


def by_kind(
    code: str, reason: Promise, of_kind: Callable[[PostKind], Predicate | None]
) -> Condition:
    """About a post: what ``of_kind`` asks of the activity of a post of its kind; refused with ``code`` and
    ``reason`` where it answers None. A kind is asked once: it is declared, and never changes."""

    @cache
    def of_code(code: str) -> Predicate | None:
        kind = registry.post_kinds().get(code)
        return of_kind(kind) if kind else None

    def test(ask: Ask) -> bool | Decision:
        asked = of_code(ask.obj.kind)
        if asked is None:
            return False
        return asked.decide(Ask(ask.actor, ask.obj.activity, ask.now))

    def rows(actor: Actor, now: datetime) -> Q:
        condition = NONE
        for each in registry.post_kinds():
            if (asked := of_code(each)) is not None:
                allowed = Activity.objects.filter(asked.where(actor, now))
                condition |= Q(kind=each, activity__in=allowed.values("pk"))
        return condition

    return Condition(code, reason, test, rows)


ACTIVITY_IS_PUBLIC = is_public("process")
PROCESS_IS_PUBLIC = is_public("activity__process")
IS_DRAFT = having("not_draft", _("This text is already published."), state=PostState.DRAFT)
IS_NO_DRAFT = Condition(
    "draft",
    _("This text is not published yet."),
    test=lambda ask: ask.obj.state != PostState.DRAFT,
    rows=lambda _actor, _now: ~Q(state=PostState.DRAFT),
)
IS_PUBLISHED = having(
    "not_published",
    _("This text is not published, or it was withdrawn."),
    state=PostState.PUBLISHED,
)
IS_VISIBLE = having(
    "hidden",
    _("A moderator looks at this text: it cannot be changed for now."),
    visibility=Visibility.VISIBLE,
)


def of_shown_text(reason: Text) -> Condition:
    """About what has a ``post``: everybody can read that text."""
    return having(
        "not_published",
        reason,
        post__state=PostState.PUBLISHED,
        post__visibility=Visibility.VISIBLE,
    )


PARENT_IS_VISIBLE = Condition(
    "hidden",
    _("What this answers cannot be read."),
    test=lambda ask: (
        ask.obj.parent_id is None
        or (
            ask.obj.parent.visibility == Visibility.VISIBLE
            and ask.obj.parent.state != PostState.DRAFT
        )
    ),
    rows=lambda _actor, _now: (
        Q(parent=None)
        | (Q(parent__visibility=Visibility.VISIBLE) & ~Q(parent__state=PostState.DRAFT))
    ),
)
"""A comment is read where what it answers is read; a withdrawn text keeps its comments."""
IS_OWN = of_actor("not_yours", _("Only its author may do this."), "author_id") & here(
    "activity__process"
)
IS_FOLLOWED = Condition(
    "not_followed",
    _("You do not follow this text."),
    test=lambda ask: (
        ask.actor.person_id is not None
        and Follow.objects.filter(person=ask.actor.person_id, post=ask.obj.pk).exists()
    ),
    rows=lambda actor, _now: (
        Q(pk__in=Follow.objects.filter(person=actor.person_id, post__isnull=False).values("post"))
        if actor.person_id
        else NONE
    ),
)
IS_NO_COMMENT = Condition(
    "comment",
    _("A comment cannot be commented: answer the text itself."),
    test=lambda ask: ask.obj.parent_id is None,
    rows=lambda _actor, _now: Q(parent=None),
)


def _within_window(ask: Ask) -> bool | Decision:
    kind = registry.post_kinds().get(ask.obj.kind)
    if kind is None:
        return False
    until = editable_until(kind, ask.obj.published_at)
    if until is None:
        return kind.publish.decide(ask.actor, ask.obj.activity, now=ask.now)
    return ask.now < until


def _rows_within_window(actor: Actor, now: datetime) -> Q:
    condition = NONE
    for kind in registry.post_kinds().values():
        if kind.edit_window is None:
            allowed = kind.publish.allowed_among(Activity.objects.all(), actor, now=now)
            condition |= Q(kind=kind.code, activity__in=allowed.values("pk"))
        else:
            condition |= Q(kind=kind.code, published_at__gt=now - kind.edit_window)
    return condition


IS_EDITABLE = Condition(
    "edit_window",
    _("The time during which this text could be changed is over."),
    _within_window,
    _rows_within_window,
)
"""Within the edit window of its kind or, where it has none, while its activity is open to publishing."""
