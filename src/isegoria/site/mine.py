"""What one person finds in "my space": a constant number of statements."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.notifications.queries import NoticeLine, notices_of
from isegoria.commons.posts.addresses import address_of as post_address
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.mine import OwnPost, my_posts
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import BodyKind, Membership, Process, TeamRole
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.texts import Text, pick
from isegoria.core.ui.context import Link
from isegoria.core.ui.formatting import date

SHOWN = 5
FOLLOWED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Mandate:
    """A place in a body, now."""

    process: Link
    body: str
    function: Text
    since: str


@dataclass(frozen=True, slots=True)
class Mine:
    """What one follows, wrote and began to write, and where one sits."""

    news: tuple[NoticeLine, ...]
    drafts: tuple[OwnPost, ...]
    posts: tuple[OwnPost, ...]
    processes: tuple[Link, ...]
    texts: tuple[Link, ...]
    mandates: tuple[Mandate, ...]


def my_things(actor: Actor, person_id: UUID) -> Mine:
    """What ``actor``, who is the person ``person_id``, follows and does here. Nine statements at most."""
    news = [line for line in notices_of(person_id).items if line.is_new]
    return Mine(
        news=tuple(news[:SHOWN]),
        drafts=my_posts(actor, PostState.DRAFT).items,
        posts=my_posts(actor, PostState.PUBLISHED).items[:SHOWN],
        processes=_followed(actor, person_id),
        texts=_followed_texts(actor, person_id),
        mandates=_mandates(person_id),
    )


def _followed(actor: Actor, person_id: UUID) -> tuple[Link, ...]:
    followed = Process.objects.filter(follows__person_id=person_id)
    readable = READ_PROCESS.allowed_among(followed, actor)
    return tuple(_link_to(process) for process in readable.order_by("-follows__since", "-pk"))


def _followed_texts(actor: Actor, person_id: UUID) -> tuple[Link, ...]:
    """What is no longer shown is not named, and leads to where one stops following it."""
    readable = READ_POST.allowed_among(Post.objects.filter(pk=OuterRef("pk")), actor)
    followed = Post.objects.filter(follows__person_id=person_id).annotate(
        is_readable=Exists(readable)
    )
    latest = followed.select_related("parent").order_by("-follows__since", "-pk")
    return tuple(
        Link(title_of(post), post_address(post))
        if post.is_readable
        else Link(_("A text that is not shown"), reverse("posts:follow", args=[post.ref]))
        for post in latest[:FOLLOWED_SHOWN]
    )


def _mandates(person_id: UUID) -> tuple[Mandate, ...]:
    held = Membership.objects.running(clock.now()).filter(person_id=person_id)
    return tuple(
        Mandate(
            process=_link_to(mandate.body.process),
            body=pick(mandate.body.title) or str(BodyKind(mandate.body.kind).label),
            function=pick(mandate.function)
            or (TeamRole(mandate.role).label if mandate.role else ""),
            since=date(mandate.began_at),
        )
        for mandate in held.select_related("body__process")
    )


def _link_to(process: Process) -> Link:
    return Link(str(process), reverse("processes:page", args=[process.slug]))
