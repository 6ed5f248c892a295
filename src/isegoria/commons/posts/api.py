"""Posts through the API: what everybody can read, without the names of people."""

from datetime import datetime
from uuid import UUID

import ninja
from django.http import HttpRequest

from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.commons.posts.queries import post_by_ref, public_posts
from isegoria.commons.posts.results import public_counts
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core import clock
from isegoria.core.api.scaffold import Listing, Router
from isegoria.core.ui.pagination import paginate


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

    return routes
