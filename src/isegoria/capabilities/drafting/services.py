"""Writing a measure together: beginning it, its sections, versions and conflicts. Each service: lock,
authorise, decide, write, journal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting import journal, writing
from isegoria.capabilities.drafting.kinds import MEASURE
from isegoria.capabilities.drafting.models import Measure, Section, Version, Writing
from isegoria.capabilities.drafting.policies import BEGIN_MEASURE, WRITE_MEASURE
from isegoria.capabilities.drafting.rules import LONGEST_SECTION, Choice, settled
from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.rules import LONGEST_REASON, problems_of_text, tidy, tidy_line
from isegoria.commons.processes.models import Activity, Body
from isegoria.commons.processes.roles import mandates_of
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service
from isegoria.kernel.drafting import Merge, merge

_TYPING = Private("words that their author has not saved; each save is journalled")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: ``merged`` when it put two changes together; ``contradictions`` when two people
    changed the same words: then nothing was saved, and what was typed is kept."""

    merged: bool = False
    contradictions: Merge | None = None


@service(journal=journal.MEASURE_BEGUN)
def begin_measure(
    *, actor: Actor, activity: Activity, title: str, body: Body, language: str, ref: UUID
) -> Measure:
    """Begin a measure in the name of ``body``. ``ref`` is that of the form: sent twice, it is one measure.

    Raises Invalid with everything that is wrong.
    """
    activity = posts.activity_with_phases(activity.pk)
    BEGIN_MEASURE.authorise(actor, activity)
    known = Measure.objects.select_related("post").filter(post__ref=ref).first()
    if known is not None:
        nothing_changed()
        return known
    said = posts.Wording.of(MEASURE.code, title=title, text="", language=language)
    problems = []
    if not said.title:
        problems.append(_("Give a title: it is what people see first."))
    if body.process_id != activity.process_id or body.pk not in mandates_of(actor).bodies:
        problems.append(_("Choose a body in which you sit."))
    said.check(activity, complete=False, others=problems)
    post = Post.objects.create(ref=ref, activity=activity, body=body, **said.columns(actor))
    measure = Measure.objects.create(post=post)
    Section.objects.bulk_create(Section(measure=measure, code=code) for code in SectionCode)
    record(
        journal.MEASURE_BEGUN,
        subject=post.ref,
        facts={"activity": activity.ref, "body": body.ref},
    )
    return measure


@service(journal=_TYPING)
def take_up(*, actor: Actor, section: Section) -> Writing:
    """Begin to write in a section, or go on with what one typed there. The others of the group see it."""
    section = writing.locked_section(section)
    WRITE_MEASURE.authorise(actor, section.measure)
    kept, created = Writing.objects.get_or_create(
        section=section,
        person_id=posts.somebody(actor),
        defaults={"base": section.version, "text": section.text},
    )
    if not created:
        kept.seen_at = clock.now()
        kept.save(update_fields=["seen_at"])
    return kept


@service(journal=_TYPING)
def keep_typing(*, actor: Actor, section: Section, base: int, text: str) -> Writing:
    """Keep what somebody is typing and has not saved."""
    section = writing.locked_section(section)
    WRITE_MEASURE.authorise(actor, section.measure)
    return _keep(actor, section, base, _checked(text))


@service(journal=_TYPING)
def stop_writing(*, actor: Actor, section: Section) -> None:
    """Throw away what one typed in a section and did not save."""
    section = writing.locked_section(section)
    WRITE_MEASURE.authorise(actor, section.measure)
    Writing.objects.filter(section=section, person_id=posts.somebody(actor)).delete()


@service(journal=journal.MEASURE_CHANGED)
def save_section(*, actor: Actor, section: Section, base: int, text: str, reason: str) -> Saved:
    """Save a section that was changed from version ``base``.

    What others saved meanwhile is put together with it. Where both changed the same words nothing is
    saved: what was typed is kept, and the contradictions are returned to be settled.
    Raises Invalid for a text or a reason that cannot be kept.
    """
    section = writing.locked_section(section)
    WRITE_MEASURE.authorise(actor, section.measure)
    text, reason = _checked(text, reason), tidy_line(reason)
    person_id = posts.somebody(actor)
    if not 0 <= base <= section.version:
        raise Conflict(_("This form is of another text. Open the section again."), code="base")
    put = merge(writing.text_at(section, base), text, section.text)
    if put.text is None:
        _keep(actor, section, base, text)
        nothing_changed()
        return Saved(contradictions=put)
    Writing.objects.filter(section=section, person_id=person_id).delete()
    if put.text == section.text:
        nothing_changed()
        return Saved()
    merged = put.text != text
    version = writing.new_version(section, put.text, reason, actor, author=person_id, merged=merged)
    _record(section, version)
    return Saved(merged=merged)


@service(journal=journal.MEASURE_CHANGED)
def settle_section(
    *, actor: Actor, section: Section, head: int, choices: Sequence[Choice], reason: str
) -> None:
    """Decide, passage by passage, between what one typed and version ``head``, which contradicts it.

    What one typed and gave up becomes a version set aside: it is read in the history, never in the text.
    Raises Conflict when the text or what one typed is no longer what one had before one's eyes.
    """
    section = writing.locked_section(section)
    WRITE_MEASURE.authorise(actor, section.measure)
    person_id = posts.somebody(actor)
    kept = Writing.objects.filter(section=section, person_id=person_id).first()
    put = merge(writing.text_at(section, kept.base), kept.text, section.text) if kept else None
    if kept is None or put is None or head != section.version or len(put.conflicts) != len(choices):
        raise Conflict(
            _("The words changed meanwhile. Nothing was replaced: choose once more."), code="moved"
        )
    text = _checked(settled(put, choices))
    kept.delete()
    if kept.text != text:
        aside = writing.new_version(section, kept.text, reason, actor, author=person_id, aside=True)
        _record(section, aside)
    if section.text != text:
        _record(section, writing.new_version(section, text, reason, actor, author=person_id))


def _record(section: Section, version: Version) -> None:
    record(
        journal.MEASURE_CHANGED,
        subject=section.measure.post.ref,
        facts={
            "section": section.code,
            "version": version.number,
            "characters": len(version.text),
        },
        commits={"text": version.text, "reason": version.reason},
    )


@service(journal=journal.MEASURE_CHANGED)
def rename_measure(*, actor: Actor, measure: Measure, title: str, reason: str, former: str) -> None:
    """Give a measure another title. Raises Conflict when ``former`` is no longer its title, Invalid."""
    measure = writing.lock(measure.pk)
    WRITE_MEASURE.authorise(actor, measure)
    post, title, reason = measure.post, tidy_line(title), tidy_line(reason)
    if title == post.title:
        nothing_changed()
        return
    if former != post.title:
        raise Conflict(
            _("Somebody gave it another title meanwhile: “%(title)s”. Nothing was replaced.")
            % {"title": post.title},
            code="title",
        )
    problems = [] if title else [_("Give a title: it is what people see first.")]
    said = replace(posts.Wording.of_post(post), title=title)
    said.check(post.activity, complete=False, others=problems)
    post.title = title
    writing.put_together(measure, actor, clock.now(), reason)
    record(
        journal.MEASURE_CHANGED,
        subject=post.ref,
        facts={"section": "title", "version": post.revision_count, "characters": len(title)},
        commits={"text": title, "reason": reason},
    )


def _keep(actor: Actor, section: Section, base: int, text: str) -> Writing:
    kept, _created = Writing.objects.update_or_create(
        section=section,
        person_id=posts.somebody(actor),
        defaults={"base": base, "text": text, "seen_at": clock.now()},
    )
    return kept


def _checked(text: str, reason: str = "") -> str:
    """A section as it is stored. Raises Invalid with all that is wrong in it and in the reason."""
    text = tidy(text)
    problems = problems_of_text(replace(MEASURE, longest=LONGEST_SECTION), text, complete=False)
    if len(reason) > LONGEST_REASON:
        problems.append(_("Say why in fewer words."))
    if problems:
        raise Invalid(_("The section was not saved. What you typed is kept here."), problems)
    return text
