"""What the services about posts share: locks, checks, revisions, counters. No rule and no permission."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.commons.notifications.notify import retitle
from isegoria.commons.posts import pictures
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.journal import COMMENT_PUBLISHED, committed_text
from isegoria.commons.posts.models import Post, Relation, Revision, Source
from isegoria.commons.posts.pictures import Given
from isegoria.commons.posts.rules import (
    beginning,
    problems_of_place,
    problems_of_side,
    problems_of_signature,
    problems_of_text,
    problems_of_title,
    tidy,
    tidy_line,
)
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.decision import no
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.record import record
from isegoria.core.post_kinds import PostKind
from isegoria.core.search.index import index
from isegoria.core.service import nothing_changed
from isegoria.core.texts import Text


def with_activity(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with all that the policies of this room read."""
    return posts.select_related("activity__process", "parent").prefetch_related("activity__phases")


def locked() -> QuerySet[Post]:
    """Posts, locked until the end of the transaction, with all that policies read."""
    return with_activity(Post.objects.select_for_update(of=("self",)))


def lock(pk: int) -> Post:
    """One post, locked."""
    return locked().get(pk=pk)


def activity_with_phases(pk: int) -> Activity:
    """An activity with all that policies read."""
    found: Activity = (
        Activity.objects.select_related("process").prefetch_related("phases").get(pk=pk)
    )
    return found


def kind_of(post: Post) -> PostKind:
    """The kind of a post, as its room declares it and its activity has it."""
    return registry.post_kinds()[post.kind].within(post.activity)


def comments_of(post: Post) -> PostKind | None:
    """The kind of the comments on a post, as its activity has it; None where it takes none."""
    kind = registry.post_kinds().get(kind_of(post).comments)
    return kind.within(post.activity) if kind else None


def somebody(actor: Actor) -> UUID:
    """The person who acts. Raises Refused when nobody stands behind the request."""
    if actor.person_id is None:
        raise Refused(no("sign_in", _("Sign in first: we need to know who you are.")))
    return actor.person_id


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody writes, tidied."""

    kind: PostKind
    title: str
    text: str
    language: str
    theme: Theme | None
    place: str = ""
    signature: str = ""
    side: int = 0
    images: Given | None = None

    @classmethod
    def of(
        cls,
        kind: str,
        *,
        text: str,
        language: str,
        title: str = "",
        theme: Theme | None = None,
        place: str = "",
        signature: str = "",
        side: int = 0,
        images: Given | None = None,
    ) -> "Wording":
        """A text as it was typed; ``images`` None leaves those that it has."""
        return cls(
            registry.post_kinds()[kind],
            tidy_line(title),
            tidy(text),
            language,
            theme,
            tidy_line(place),
            tidy_line(signature),
            side,
            None if images is None else pictures.tidied(images),
        )

    @classmethod
    def of_post(cls, post: Post) -> "Wording":
        """A text as it is stored; its theme was checked when it was chosen."""
        return cls(
            kind_of(post),
            post.title,
            post.text,
            post.language,
            None,
            post.place,
            post.signature,
            post.side,
            pictures.given(post),
        )

    def saying(self, *, title: str, text: str, images: Given | None) -> "Wording":
        """The same with other words and, unless None, other images."""
        shown = self.images if images is None else pictures.tidied(images)
        return replace(self, title=tidy_line(title), text=tidy(text), images=shown)

    def check(self, activity: Activity, *, complete: bool, others: Sequence[Text] = ()) -> None:
        """Raise Invalid with everything that cannot be kept or, when ``complete``, be published."""
        kind = self.kind.within(activity)
        problems = [
            *problems_of_title(kind, self.title, complete=complete),
            *problems_of_text(kind, self.text, complete=complete),
            *problems_of_place(kind, self.place),
            *problems_of_signature(kind, self.signature),
            *problems_of_side(kind, self.side),
            *pictures.problems_of(kind, self.images or (), complete=complete),
            *others,
        ]
        if self.language not in dict(settings.LANGUAGES):
            problems.append(_("Choose a language of this site."))
        if self.theme is not None and self.theme.process_id != activity.process_id:
            problems.append(_("Choose a theme of this process."))
        if problems:
            raise Invalid(_("Your text was not published."), problems, code="text")

    def columns(self, actor: Actor) -> dict[str, Any]:
        """What is stored of it."""
        return {
            "kind": self.kind.code,
            "title": self.title,
            "text": self.text,
            "excerpt": beginning(self.text),
            "language": self.language,
            "theme": self.theme,
            "place": self.place,
            "signature": self.signature,
            "side": self.side,
            "channel": actor.channel,
            "entered_by_id": actor.entered_by,
        }


def first_visibility(activity: Activity) -> Visibility:
    """Whether a text that has just been published or changed is shown before a moderator reads it."""
    return Visibility.PENDING if activity.approve_first else Visibility.VISIBLE


def keep(post: Post, actor: Actor, now: datetime, reason: str = "") -> None:
    """Save a published text with its next revision, and make it findable."""
    post.revision_count += 1
    post.excerpt = beginning(post.text)
    post.save()
    Revision.objects.create(
        post=post,
        number=post.revision_count,
        author_id=actor.person_id,
        title=post.title,
        text=post.text,
        reason=reason,
        at=now,
    )
    index_post(post)


def publish_below(parent: Post, said: Wording, *, actor: Actor, ref: UUID) -> tuple[Post, bool]:
    """Publish what a person says of ``parent``, whose activity is loaded, and whether it is new: ``ref`` is
    that of the form, which sent twice publishes once. Raises Conflict when somebody else has used it.

    For services that declare :data:`~isegoria.commons.posts.journal.COMMENT_PUBLISHED`.
    """
    author_id, now = somebody(actor), clock.now()
    post, created = Post.objects.get_or_create(
        ref=ref,
        defaults={
            "activity": parent.activity,
            "parent": parent,
            "author_id": author_id,
            "state": PostState.PUBLISHED,
            "published_at": now,
            "visibility": first_visibility(parent.activity),
            **said.columns(actor),
        },
    )
    if not created:
        if (post.author_id, post.parent_id) != (author_id, parent.pk):
            raise Conflict(_("This form was already used. Open the page again."), code="form_used")
        nothing_changed()
        return post, created
    keep(post, actor, now)
    if post.visibility == Visibility.VISIBLE:
        count_shown(post, 1)
    record(
        COMMENT_PUBLISHED,
        subject=post.ref,
        facts={**facts(post), "on": parent.ref},
        commits={"text": committed_text("", post.text)},
    )
    return post, created


def index_post(post: Post) -> None:
    """Make a post findable with its present words, or not at all when it is no longer shown, and tell its
    kind."""
    index(POST_SEARCH, post)
    kind = registry.post_kinds().get(post.kind)
    if kind is not None and kind.kept is not None:
        kind.kept(post)


def call_again(post: Post) -> None:
    """A post began or ceased to be shown, or has another title: so do the notices about it."""
    shown = post.state == PostState.PUBLISHED and post.visibility == Visibility.VISIBLE
    retitle(post.ref, title_of(post) if shown else "")


def count_shown(post: Post, by: int) -> None:
    """A post began (+1) or ceased (−1) to be shown: what counts it follows. The one place that does."""
    if post.parent_id is not None:
        Post.objects.filter(pk=post.parent_id).update(comment_count=F("comment_count") + by)


def count_follow(post_id: int, by: int) -> None:
    """Somebody began (+1) or ceased (−1) to follow a post."""
    Post.objects.filter(pk=post_id).update(follow_count=F("follow_count") + by)


def facts(post: Post) -> dict[str, Any]:
    """What the public journal says of a text."""
    return {
        "activity": post.activity.ref,
        "kind": post.kind,
        "language": post.language,
        "channel": str(post.channel),
        "characters": len(post.text),
    }


def link(
    post: Post, origin: Post, relation: Relation, excerpt: str, actor: Actor
) -> tuple[Source, bool]:
    """Write the link "origin was *relation* post", once; whether it is new.

    For the services of capabilities too (grouping, drafting, answering), under policies of their own.
    Raises Invalid.
    """
    problems: list[Text] = []
    if origin.state == PostState.DRAFT:
        problems.append(_("The text it comes from was never published."))
    if origin.pk == post.pk:
        problems.append(_("A text cannot come from itself."))
    if excerpt and excerpt not in origin.text:
        problems.append(_("These words do not stand in the text it comes from."))
    if problems:
        raise Invalid(_("The link was not made."), problems, code="source")
    return Source.objects.get_or_create(
        post=post,
        origin=origin,
        relation=relation,
        defaults={"excerpt": excerpt, "linked_by_id": actor.person_id},
    )
