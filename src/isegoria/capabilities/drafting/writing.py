"""What the services of drafting share: locks, versions, the text put together. No permission."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from isegoria.capabilities.drafting.models import Measure, Reference, Section, Version
from isegoria.capabilities.drafting.rules import whole_text
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.rules import beginning
from isegoria.commons.posts.states import PostState
from isegoria.core import clock
from isegoria.core.actor import Actor


def lock(pk: int) -> Measure:
    """A measure and its text, locked until the end of the transaction, with all that policies read."""
    measure: Measure = Measure.objects.select_for_update().get(pk=pk)
    measure.post = (
        posts.locked().select_related("activity__process", "parent", "body").get(pk=measure.post_id)
    )
    return measure


def locked_section(section: Section) -> Section:
    """A section as it is, its measure locked."""
    measure = lock(section.measure_id)
    found = Section.objects.get(pk=section.pk)
    found.measure = measure
    return found


def text_at(section: Section, number: int) -> str:
    """A section as version ``number`` left it; '' before the first."""
    found = Version.objects.filter(section=section, number=number).values_list("text", flat=True)
    return found.first() or ""


def new_version(
    section: Section,
    text: str,
    reason: str,
    actor: Actor,
    *,
    author: UUID | None,
    merged: bool = False,
    aside: bool = False,
) -> Version:
    """Write the next version of a section whose measure is locked, and the words of its post with it: all but
    those that are set ``aside``, which stand in the history alone."""
    now = clock.now()
    section.version += 1
    if not aside:
        section.text = text
    section.save(update_fields=["text", "version"])
    version = Version.objects.create(
        section=section,
        number=section.version,
        author_id=author,
        text=text,
        reason=reason,
        merged=merged,
        aside=aside,
        at=now,
    )
    if not aside:
        put_together(section.measure, actor, now, reason)
    return version


def put_together(measure: Measure, actor: Actor, now: datetime, reason: str) -> None:
    """Keep the words of a measure in its post: with a revision once it is published."""
    post = measure.post
    texts = dict(Section.objects.filter(measure=measure).values_list("code", "text"))
    post.text = whole_text(texts)
    post.excerpt = beginning(post.text)
    if post.state == PostState.DRAFT:
        post.save(update_fields=["title", "text", "excerpt"])
    else:
        post.edited_at = now
        posts.keep(post, actor, now, reason)


def next_number(measure: Measure) -> int:
    """The number of the next reference of a measure that is locked."""
    last = Reference.objects.filter(measure=measure).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
