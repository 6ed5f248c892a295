"""Posts through the API: what everybody can read, without the names of people."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID, uuid5

import ninja
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from isegoria.commons.abuse import limits
from isegoria.commons.abuse.limiting import TooManyError, hold
from isegoria.commons.abuse.rules import Limit
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import COMMENT_POST, LIST_POSTS, READ_POST, TAKE_STANCE
from isegoria.commons.posts.queries import (
    activity_by_slugs,
    own_positions,
    post_by_ref,
    public_posts,
)
from isegoria.commons.posts.results import public_counts
from isegoria.commons.posts.writing import kind_of
from isegoria.commons.processes.models import Activity, Process, Theme
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core import clock, registry
from isegoria.core.api.problems import TooManyRequestsError
from isegoria.core.api.scaffold import Listing, Router
from isegoria.core.api.scopes import POSITIONS, TEXTS
from isegoria.core.errors import Invalid
from isegoria.core.post_kinds import PostKind
from isegoria.core.routes import actor_of
from isegoria.core.ui.pagination import paginate

_NOT_PUBLISHED = _("Your text was not published.")


class PostOut(ninja.Schema):
    """A text. ``body`` is the body of the process that speaks, null for a person; ``comment_on`` the
    reference of what a comment answers, ``side`` +1 where it argues for it and −1 against. The counts of
    positions are null while not everybody may see them."""

    ref: UUID
    kind: str
    activity: str
    theme: str | None
    body: str | None
    comment_on: UUID | None
    language: str
    place: str
    side: int
    title: str
    text: str
    published_at: datetime | None
    edited_at: datetime | None
    versions: int
    agree: int | None
    neutral: int | None
    disagree: int | None
    comments: int
    images: int


class ContributionIn(ninja.Schema):
    """A text to publish. ``kind`` is a code, as those of the texts of the activity; ``theme`` the name of a
    theme in its address."""

    kind: str
    text: str
    language: str
    title: str = ""
    theme: str = ""
    place: str = ""
    pseudonym: str = ""


class CommentIn(ninja.Schema):
    """A comment; ``side`` +1 argues for what it answers, −1 against, where that is asked."""

    text: str
    language: str
    side: int = 0


class PositionIn(ninja.Schema):
    """A position: ``value`` +1 agree, 0 neutral, −1 disagree; ``qualifiers`` are codes of the kind of the
    text, null to leave those that stand."""

    value: int
    qualifiers: list[str] | None = None


class PositionOut(ninja.Schema):
    """The position of the person on a text; ``value`` null when they have none."""

    ref: UUID
    value: int | None
    qualifiers: list[str]


def _out(post: Post) -> PostOut:
    counts = public_counts(post, clock.now())
    return PostOut(
        ref=post.ref,
        kind=post.kind,
        activity=post.activity.slug,
        theme=post.theme.slug if post.theme else None,
        body=post.body.slug if post.body else None,
        comment_on=post.parent.ref if post.parent else None,
        language=post.language,
        place=post.place,
        side=post.side,
        title=post.title,
        text=post.text,
        published_at=post.published_at,
        edited_at=post.edited_at,
        versions=post.revision_count,
        agree=counts.agree,
        neutral=counts.neutral,
        disagree=counts.disagree,
        comments=post.comment_count,
        images=post.picture_count,
    )


def router() -> Router:
    """The operations on posts."""
    routes = Router()

    @routes.read("/processes/{slug}/posts", policy=READ_PROCESS, load=process_by_slug)
    def list_posts(_request: HttpRequest, process: Process, cursor: str = "") -> Listing[PostOut]:
        """The texts of a process that everybody can read, comments included, oldest first."""
        posts = (
            public_posts(process)
            .select_related("activity", "theme", "body", "parent")
            .prefetch_related("activity__phases")
        )
        return Listing.of(paginate(posts, order=("id",), cursor=cursor).map(_out))

    @routes.read("/posts/{ref}", policy=READ_POST, load=post_by_ref)
    def read_post(_request: HttpRequest, post: Post) -> PostOut:
        """One text."""
        return _out(post)

    _writing(routes)
    _positions(routes)
    return routes


def _writing(routes: Router) -> None:
    @routes.write(
        "POST",
        "/processes/{slug}/activities/{activity}/posts",
        policy=LIST_POSTS,
        scope=TEXTS,
        load=activity_by_slugs,
        summary="Publish a text",
    )
    def publish_post(request: HttpRequest, activity: Activity, body: ContributionIn) -> PostOut:
        """Publish a text in the name of whoever gave the token. The header Idempotency-Key, of your choice,
        makes that the same request sent twice publishes once. The kinds of an activity, its limits of length
        and its dates are those of its pages."""
        _hold(request, limits.PUBLISH)
        kind = registry.post_kinds().get(body.kind)
        if kind is None or not kind.by_program:
            raise Invalid(
                _NOT_PUBLISHED, [_("Programs publish no text of this kind.")], code="kind"
            )
        theme = Theme.objects.filter(process=activity.process_id, slug=body.theme).first()
        if body.theme and theme is None:
            raise Invalid(_NOT_PUBLISHED, [_("Choose a theme of this process.")], code="theme")
        with transaction.atomic():
            draft = services.save_draft(
                actor=actor_of(request),
                activity=activity,
                kind=kind.code,
                title=body.title,
                text=body.text,
                language=body.language,
                theme=theme,
                place=body.place,
                signature=body.pseudonym,
                ref=_ref(request),
            )
            post = services.publish_post(actor=actor_of(request), post=draft)
        return _out(post_by_ref(request, post.ref))

    @routes.write(
        "POST",
        "/posts/{ref}/comments",
        policy=COMMENT_POST,
        scope=TEXTS,
        load=post_by_ref,
        summary="Publish a comment",
    )
    def publish_comment(request: HttpRequest, post: Post, body: CommentIn) -> PostOut:
        """Publish a comment on a text in the name of whoever gave the token. Idempotency-Key: as above."""
        _hold(request, limits.COMMENT)
        said = services.comment(
            actor=actor_of(request), post=post, ref=_ref(request), **body.dict()
        )
        return _out(post_by_ref(request, said.ref))


def _positions(routes: Router) -> None:
    @routes.write(
        "PUT",
        "/posts/{ref}/position",
        policy=TAKE_STANCE,
        scope=POSITIONS,
        load=post_by_ref,
        summary="Take or change a position",
    )
    def take_position(request: HttpRequest, post: Post, body: PositionIn) -> PositionOut:
        """Take a position on a text, or another one: one person has one."""
        _hold(request, limits.STANCE)
        bits = None if body.qualifiers is None else _bits(kind_of(post), body.qualifiers)
        services.take_stance(
            actor=actor_of(request), ref=post.ref, value=body.value, qualifiers=bits
        )
        return _position(request, post)

    @routes.write(
        "DELETE",
        "/posts/{ref}/position",
        policy=TAKE_STANCE,
        scope=POSITIONS,
        load=post_by_ref,
        summary="Take a position back",
    )
    def take_back_position(request: HttpRequest, post: Post) -> PositionOut:
        """Have no position on a text any more."""
        _hold(request, limits.STANCE)
        services.take_back_stance(actor=actor_of(request), ref=post.ref)
        return _position(request, post)


def _hold(request: HttpRequest, limit: Limit) -> None:
    try:
        hold(request, limit)
    except TooManyError as full:
        raise TooManyRequestsError(full.until) from full


def _ref(request: HttpRequest) -> UUID | None:
    """The reference of what a request writes, the same for the same key of the same person."""
    key = request.headers.get("Idempotency-Key", "")
    return uuid5(cast("UUID", actor_of(request).person_id), key) if key else None


def _bits(kind: PostKind, codes: Iterable[str]) -> int:
    known = {item.code: item.bit for item in kind.qualifiers}
    if unknown := [code for code in codes if code not in known]:
        sentence = _("There is no qualifier “%(code)s” here.") % {"code": unknown[0][:40]}
        raise Invalid(_("Your position was not kept."), [sentence], code="position")
    return sum(1 << known[code] for code in set(codes))


def _position(request: HttpRequest, post: Post) -> PositionOut:
    mine = own_positions(actor_of(request), [post]).get(post.pk)
    bits = mine.qualifiers if mine is not None else 0
    return PositionOut(
        ref=post.ref,
        value=mine.value if mine is not None else None,
        qualifiers=[item.code for item in kind_of(post).qualifiers if bits >> item.bit & 1],
    )
