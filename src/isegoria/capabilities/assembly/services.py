"""Writes about ideas. Each one: lock, authorise, decide, write, journal."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.journal import TAKEN_OUT
from isegoria.capabilities.assembly.kinds import IDEA
from isegoria.capabilities.assembly.models import Grade, Worth
from isegoria.capabilities.assembly.policies import GATHER, GRADE_IDEA, MEMBERS, WORK_ON_IDEA
from isegoria.capabilities.assembly.rules import problems_of_name
from isegoria.commons.posts import notices, writing
from isegoria.commons.posts.journal import (
    POST_EDITED,
    POST_PUBLISHED,
    SOURCE_LINKED,
    committed_text,
)
from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.rules import problems_of_reason, tidy, tidy_line
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity, Body, BodyKind
from isegoria.commons.processes.roles import mandates_of
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service


def _body_of(actor: Actor, activity: Activity) -> Body:
    """The body that ``actor`` speaks for: the panel of the process, else one of its working groups."""
    bodies = Body.objects.filter(
        process=activity.process_id, pk__in=mandates_of(actor).bodies, kind__in=MEMBERS
    )
    return min(bodies, key=lambda body: (body.kind != BodyKind.PANEL, body.pk))


@service(journal=POST_PUBLISHED)
def name_idea(
    *, actor: Actor, activity: Activity, title: str, text: str, language: str, ref: UUID
) -> Post:
    """Begin an idea in the name of the panel. ``ref`` is that of the form: sent twice, it is one idea.

    Raises Invalid with everything that is wrong.
    """
    activity = writing.activity_with_phases(activity.pk)
    GATHER.authorise(actor, activity)
    known = Post.objects.filter(ref=ref, activity=activity, kind=IDEA.code).first()
    if known is not None:
        nothing_changed()
        return known
    said = writing.Wording.of(IDEA.code, title=title, text=text, language=language)
    said.check(activity, complete=False, others=problems_of_name(said.title))
    now = clock.now()
    idea = Post(
        ref=ref,
        activity=activity,
        body=_body_of(actor, activity),
        state=PostState.PUBLISHED,
        published_at=now,
        **said.columns(actor),
    )
    writing.keep(idea, actor, now)
    record(
        POST_PUBLISHED,
        subject=idea.ref,
        facts=writing.facts(idea),
        commits={"text": committed_text(idea.title, idea.text)},
    )
    return idea


@service(journal=POST_EDITED)
def word_idea(
    *, actor: Actor, idea: Post, title: str, text: str, reason: str, revision: int
) -> Post:
    """Name an idea better, for a reason that everybody can read.

    Raises Conflict when another member changed ``revision`` meanwhile, Invalid with all that is wrong.
    """
    idea = writing.lock(idea.pk)
    WORK_ON_IDEA.authorise(actor, idea)
    changed = replace(writing.Wording.of_post(idea), title=tidy_line(title), text=tidy(text))
    if (changed.title, changed.text) == (idea.title, idea.text):
        nothing_changed()
        return idea
    if revision != idea.revision_count:
        raise Conflict(
            _(
                "Another member changed this idea meanwhile. Nothing was replaced: compare with the"
                " present words, then save again."
            ),
            code="revision",
        )
    reason = tidy_line(reason)
    problems = [*problems_of_name(changed.title), *problems_of_reason(reason)]
    changed.check(idea.activity, complete=False, others=problems)
    idea.title, idea.text = changed.title, changed.text
    idea.edited_at = now = clock.now()
    writing.keep(idea, actor, now, reason)
    record(
        POST_EDITED,
        subject=idea.ref,
        facts={"revision": idea.revision_count, "characters": len(idea.text)},
        commits={"text": committed_text(idea.title, idea.text), "reason": reason},
    )
    return idea


@service(journal=SOURCE_LINKED)
def group_contributions(*, actor: Actor, idea: Post, origins: Sequence[Post]) -> int:
    """Say that contributions are part of an idea; how many are new to it. Their authors are told.

    Raises Invalid when one of them is not a contribution that everybody reads in this process.
    """
    idea = writing.lock(idea.pk)
    WORK_ON_IDEA.authorise(actor, idea)
    added = 0
    found = Post.objects.filter(pk__in=[origin.pk for origin in origins]).select_related("activity")
    for origin in found.order_by("pk"):
        if (
            not origin.shown
            or origin.parent_id is not None
            or origin.body_id is not None
            or origin.activity.process_id != idea.activity.process_id
        ):
            raise Invalid(
                _("Nothing was grouped."),
                [_("“%s” is not a contribution that everybody can read here.") % origin],
                code="origin",
            )
        _link, created = writing.link(idea, origin, Relation.GROUPED_IN, "", actor)
        if created:
            added += 1
            record(
                SOURCE_LINKED,
                subject=idea.ref,
                facts={"origin": origin.ref, "relation": Relation.GROUPED_IN.value},
            )
            notices.tell(notices.BECAME, origin, actor, author=True)
    if not added:
        nothing_changed()
    return added


@service(journal=TAKEN_OUT)
def take_out(*, actor: Actor, idea: Post, origin: Post) -> None:
    """Take a contribution out of an idea where it was grouped by mistake. The journal keeps both acts."""
    idea = writing.lock(idea.pk)
    WORK_ON_IDEA.authorise(actor, idea)
    gone, _by_model = Source.objects.filter(
        post=idea, origin=origin, relation=Relation.GROUPED_IN
    ).delete()
    if gone:
        record(TAKEN_OUT, subject=idea.ref, facts={"origin": origin.ref})
    else:
        nothing_changed()


@service(journal=Private("the grades of the panel are counted in public, never one by one"))
def grade_idea(*, actor: Actor, idea: Post, worth: Worth | None) -> None:
    """Say how much an idea matters, change it, or take it back (None)."""
    idea = writing.lock(idea.pk)
    GRADE_IDEA.authorise(actor, idea)
    person_id = writing.somebody(actor)
    if worth is None:
        Grade.objects.filter(post=idea, person_id=person_id).delete()
    else:
        Grade.objects.update_or_create(
            post=idea, person_id=person_id, defaults={"worth": worth.value}
        )
