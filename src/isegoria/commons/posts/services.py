"""Writes about posts. Each one: lock, authorise, decide, write, journal."""

from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts import journal, notices, pictures, policies, positions, writing
from isegoria.commons.posts.models import Follow, Post, Relation, Source
from isegoria.commons.posts.pictures import Given
from isegoria.commons.posts.rules import Position, problems_of_reason, tidy, tidy_line
from isegoria.commons.posts.states import POST_MACHINE, PostState, Visibility
from isegoria.commons.processes.models import Activity, Process, Theme
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.minute import count_anew
from isegoria.core.service import nothing_changed, service

_DRAFT = Private("a draft is seen by its author alone; its publication is journalled")
_FOLLOW = Private("whom and what somebody follows is nobody else's business")


@service(journal=_DRAFT)
def save_draft(
    *,
    actor: Actor,
    activity: Activity,
    kind: str,
    text: str,
    language: str,
    title: str = "",
    theme: Theme | None = None,
    place: str = "",
    signature: str = "",
    images: Given | None = None,
    ref: UUID | None = None,
) -> Post:
    """Keep a text that its author has not published. ``ref`` is that of the form: sent twice, a form
    keeps one draft, and finds what became of it. ``images`` None leaves those that the draft has.

    Raises Invalid with everything that cannot be kept, Conflict when it was published meanwhile with
    other words.
    """
    draft = writing.Wording.of(
        kind,
        title=title,
        text=text,
        language=language,
        theme=theme,
        place=place,
        signature=signature,
        images=images,
    )
    ref = ref or uuid4()
    author_id = writing.somebody(actor)
    post = writing.locked().filter(ref=ref).first()
    if post is None:
        activity = writing.activity_with_phases(activity.pk)
        draft.kind.publish.authorise(actor, activity)
        draft.check(activity, complete=False)
        post, created = Post.objects.get_or_create(
            ref=ref, defaults={"activity": activity, "author_id": author_id, **draft.columns(actor)}
        )
        if created:
            pictures.save_of_draft(actor, post, draft.images or ())
            return post
        post = writing.locked().get(pk=post.pk)
    if post.author_id == author_id and post.state != PostState.DRAFT:
        if (post.title, post.text) != (draft.title, draft.text):
            raise Conflict(
                _("This text is already published: change it from its own page."), code="published"
            )
        nothing_changed()
        return post
    policies.SAVE_DRAFT.authorise(actor, post)
    draft.check(post.activity, complete=False)
    for name, value in draft.columns(actor).items():
        setattr(post, name, value)
    post.save(update_fields=list(draft.columns(actor)))
    if draft.images is not None:
        pictures.save_of_draft(actor, post, draft.images)
    return post


@service(journal=_DRAFT)
def discard_draft(*, actor: Actor, post: Post) -> None:
    """Throw a draft away."""
    post = writing.lock(post.pk)
    policies.SAVE_DRAFT.authorise(actor, post)
    pictures.destroy_all(post)
    post.delete()


@service(journal=journal.POST_PUBLISHED)
def publish_post(*, actor: Actor, post: Post) -> Post:
    """Publish a draft. Published already, it stays as it is.

    Raises Invalid with everything that is missing; the draft is kept.
    """
    post = writing.lock(post.pk)
    policies.READ_POST.authorise(actor, post)
    if post.state == PostState.PUBLISHED and post.author_id == actor.person_id:
        nothing_changed()
        return post
    policies.SAVE_DRAFT.authorise(actor, post)
    kind = writing.kind_of(post)
    kind.publish.authorise(actor, post.activity)
    closed = [kind.closed] if kind.closed else []
    writing.Wording.of_post(post).check(post.activity, complete=True, others=closed)
    post.state = POST_MACHINE.after(post.state, "publish")
    post.published_at = now = clock.now()
    post.visibility = writing.first_visibility(post.activity)
    post.channel, post.entered_by_id = actor.channel, actor.entered_by
    writing.keep(post, actor, now)
    record(
        journal.POST_PUBLISHED,
        subject=post.ref,
        facts=writing.facts(post),
        commits={"text": journal.committed_text(post.title, post.text, pictures.digests(post))},
    )
    return post


@service(journal=journal.COMMENT_PUBLISHED)
def comment(
    *,
    actor: Actor,
    post: Post,
    text: str,
    language: str,
    side: int = 0,
    ref: UUID | None = None,
) -> Post:
    """Publish a comment on a post, for (+1) or against (−1) it where its kind asks. ``ref`` is that of the
    form: sent twice, it is published once.

    Raises Invalid with everything that cannot be published.
    """
    parent = writing.lock(post.pk)
    policies.COMMENT_POST.authorise(actor, parent)
    said = writing.Wording.of(
        writing.kind_of(parent).comments, text=text, language=language, side=side
    )
    said.check(parent.activity, complete=True)
    answer, created = writing.publish_below(parent, said, actor=actor, ref=ref or uuid4())
    if created and answer.visibility == Visibility.VISIBLE:
        notices.tell(notices.COMMENTED, parent, actor, author=True)
    return answer


@service(journal=journal.POST_EDITED)
def edit_post(
    *,
    actor: Actor,
    post: Post,
    text: str,
    reason: str,
    title: str = "",
    images: Given | None = None,
    revision: int = 0,
) -> Post:
    """Change a published text, for a reason that everybody can read. What stood before stays readable.

    ``images`` None leaves those that it has; the file of one that is taken away is destroyed.
    ``revision`` is the number of the version that the author had before their eyes (0: any). Raises
    Conflict when it is no longer the last, Invalid with everything that cannot be published.
    """
    post = writing.lock(post.pk)
    policies.EDIT_POST.authorise(actor, post)
    present = writing.Wording.of_post(post)
    changed = present.saying(title=title, text=text, images=images)
    if changed == present:
        nothing_changed()
        return post
    if revision not in (0, post.revision_count):
        raise Conflict(
            _("This text was changed meanwhile, perhaps in another window. Nothing was replaced."),
            code="revision",
        )
    reason = tidy_line(reason)
    changed.check(post.activity, complete=True, others=problems_of_reason(reason))
    post.title, post.text = changed.title, changed.text
    post.edited_at = now = clock.now()
    post.visibility = writing.first_visibility(post.activity)
    if changed.images is not None and changed.images != present.images:
        pictures.revise(actor, post, changed.images, post.revision_count + 1)
    writing.keep(post, actor, now, reason)
    if post.visibility == Visibility.PENDING:
        writing.count_shown(post, -1)
        count_anew()
    writing.call_again(post)
    record(
        journal.POST_EDITED,
        subject=post.ref,
        facts={"revision": post.revision_count, "characters": len(post.text)},
        commits={
            "text": journal.committed_text(post.title, post.text, pictures.digests(post)),
            "reason": reason,
        },
    )
    if post.visibility == Visibility.VISIBLE and post.parent_id is None:
        notices.tell(notices.CHANGED, post, actor, author=False)
    return post


@service(journal=journal.POST_WITHDRAWN)
def withdraw_post(*, actor: Actor, post: Post) -> Post:
    """Withdraw one's own text: its page stays and says so, its words are no longer shown."""
    post = writing.lock(post.pk)
    policies.WITHDRAW_POST.authorise(actor, post)
    was_shown = post.shown
    post.state = POST_MACHINE.after(post.state, "withdraw")
    post.save(update_fields=["state"])
    if was_shown:
        writing.count_shown(post, -1)
    writing.index_post(post)
    writing.call_again(post)
    count_anew()
    record(journal.POST_WITHDRAWN, subject=post.ref)
    return post


@service(journal=journal.STANCES)
def take_stance(*, actor: Actor, ref: UUID, value: int, qualifiers: int | None = None) -> None:
    """Take or change one's position on the post ``ref``. Without ``qualifiers``, those that stand with
    the same position stay.

    Raises Refused (hidden where there is no such post for this person), Invalid for a position that
    its kind does not declare.
    """
    positions.move(
        actor,
        ref,
        lambda before: Position(value, positions.kept(before, value, qualifiers)),
    )


@service(journal=journal.STANCES)
def take_back_stance(*, actor: Actor, ref: UUID) -> None:
    """Take one's position on the post ``ref`` back. None taken, nothing changes."""
    positions.move(actor, ref, lambda _before: None)


@service(journal=_FOLLOW)
def follow_post(*, actor: Actor, post: Post) -> None:
    """Ask to be told what becomes of a post."""
    post = writing.lock(post.pk)
    policies.FOLLOW_POST.authorise(actor, post)
    _made, created = Follow.objects.get_or_create(person_id=writing.somebody(actor), post=post)
    if created:
        writing.count_follow(post.pk, 1)
    else:
        nothing_changed()


@service(journal=_FOLLOW)
def unfollow_post(*, actor: Actor, post: Post) -> None:
    """Stop following a post, even one that can no longer be read."""
    policies.UNFOLLOW.authorise(actor)
    gone, _by_model = Follow.objects.filter(person_id=writing.somebody(actor), post=post).delete()
    if gone:
        writing.count_follow(post.pk, -1)
    else:
        nothing_changed()


@service(journal=_FOLLOW)
def follow_process(*, actor: Actor, process: Process) -> None:
    """Ask to be told what becomes of a process."""
    policies.FOLLOW_PROCESS.authorise(actor, process)
    _made, created = Follow.objects.get_or_create(
        person_id=writing.somebody(actor), process=process
    )
    if not created:
        nothing_changed()


@service(journal=_FOLLOW)
def unfollow_process(*, actor: Actor, process: Process) -> None:
    """Stop following a process."""
    policies.UNFOLLOW.authorise(actor)
    gone, _by_model = Follow.objects.filter(
        person_id=writing.somebody(actor), process=process
    ).delete()
    if not gone:
        nothing_changed()


@service(journal=journal.SOURCE_LINKED)
def link_source(
    *, actor: Actor, post: Post, origin: Post, relation: Relation, excerpt: str = ""
) -> Source:
    """Say that ``origin`` was *relation* ``post``, and on which of its words that rests.

    Raises Invalid when the excerpt does not stand in the origin, or the origin was never published.
    """
    found = {
        each.pk: each
        for each in writing.locked().filter(pk__in=(post.pk, origin.pk)).order_by("pk")
    }
    post, origin = found[post.pk], found[origin.pk]
    policies.LINK_SOURCE.authorise(actor, post)
    source, created = writing.link(post, origin, relation, tidy(excerpt), actor)
    if not created:
        nothing_changed()
        return source
    record(
        journal.SOURCE_LINKED,
        subject=post.ref,
        facts={"origin": origin.ref, "relation": relation.value},
    )
    if origin.parent_id is None:
        notices.tell(notices.BECAME, origin, actor, author=True)
    return source
