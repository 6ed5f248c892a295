"""What posts tell people: whoever wrote a text, and whoever follows it or its process."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Follow, Post
from isegoria.commons.processes.models import Process
from isegoria.core.actor import Actor
from isegoria.core.notice_kinds import NoticeKind
from isegoria.core.texts import pick


def _page(ref: UUID) -> str:
    return reverse("posts:page", args=[ref])


COMMENTED = NoticeKind(
    code="posts.commented",
    label=_("Comments on what I wrote or follow"),
    sentence=lambda count, title: (
        ngettext("%(count)s comment on “%(title)s”", "%(count)s comments on “%(title)s”", count)
        % {"count": count, "title": title}
    ),
    address=_page,
)
CHANGED = NoticeKind(
    code="posts.changed",
    label=_("Changes of a text that I follow"),
    sentence=lambda count, title: (
        ngettext("“%(title)s” was changed", "“%(title)s” was changed %(count)s times", count)
        % {"count": count, "title": title}
    ),
    address=_page,
)
BECAME = NoticeKind(
    code="posts.became",
    label=_("What becomes of what I wrote or follow"),
    sentence=lambda count, title: (
        ngettext(
            "“%(title)s” was taken up in another text",
            "“%(title)s” was taken up in %(count)s other texts",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=_page,
)
PROCESS_MOVED = NoticeKind(
    code="posts.process_moved",
    label=_("Dates and steps of a process that I follow"),
    sentence=lambda count, title: (
        ngettext(
            "Something new in the timeline of “%(title)s”",
            "%(count)s new things in the timeline of “%(title)s”",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=lambda ref: reverse("posts:followed-process", args=[ref]),
)
KINDS = (COMMENTED, CHANGED, BECAME, PROCESS_MOVED)


def tell(kind: NoticeKind, post: Post, actor: Actor, *, author: bool) -> None:
    """Tell whoever follows ``post`` and, when ``author``, whoever wrote it."""
    people = set(Follow.objects.filter(post=post).values_list("person_id", flat=True))
    if author and post.author_id is not None:
        people.add(post.author_id)
    notify(kind, people, about=post.ref, title=title_of(post), actor=actor)


def tell_of_process(process: Process, actor: Actor) -> None:
    """Tell whoever follows ``process`` that its timeline moved."""
    people = Follow.objects.filter(process=process).values_list("person_id", flat=True)
    notify(PROCESS_MOVED, set(people), about=process.ref, title=pick(process.title), actor=actor)
