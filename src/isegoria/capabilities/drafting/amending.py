"""Changes that others propose: by the group while it writes, by the mirror group or everybody in a phase.

Each is a text of its author, beside the words it proposes, and gets an outcome with a reason.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting import journal, notices, writing
from isegoria.capabilities.drafting.kinds import AMENDMENT, MEASURE
from isegoria.capabilities.drafting.models import Amendment, Measure, Section, Writing
from isegoria.capabilities.drafting.policies import AMEND_MEASURE, WRITE_MEASURE
from isegoria.capabilities.drafting.rules import LONGEST_SECTION
from isegoria.capabilities.drafting.states import AMENDMENT_MACHINE, Outcome
from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.journal import COMMENT_PUBLISHED
from isegoria.commons.posts.rules import LONGEST_REASON, problems_of_text, tidy, tidy_line
from isegoria.commons.processes.models import Membership
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text
from isegoria.kernel.drafting import merge

_EVENTS = {
    Outcome.ACCEPTED: "accept",
    Outcome.PARTLY: "accept_partly",
    Outcome.REFUSED: "refuse",
}


def members_of(measure: Measure) -> set[UUID]:
    """Who sits in the body in charge of a measure now. One statement."""
    return Membership.objects.running(clock.now()).filter(body=measure.post.body_id).people()


@service(journal=COMMENT_PUBLISHED)
def propose_change(
    *,
    actor: Actor,
    section: Section,
    base: int,
    why: str,
    language: str,
    ref: UUID,
    passage: str = "",
    text: str | None = None,
) -> Amendment:
    """Propose that a section read ``text``, or remark on a ``passage`` of its version ``base`` without
    proposing words (None). ``ref`` is that of the form: sent twice, it is one proposal.

    Raises Invalid with everything that is wrong.
    """
    section = writing.locked_section(section)
    measure = section.measure
    AMEND_MEASURE.authorise(actor, measure)
    known = Amendment.objects.select_related("post").filter(post__ref=ref).first()
    if known is not None:
        nothing_changed()
        return known
    said = posts.Wording.of(AMENDMENT.code, text=why, language=language)
    before, passage = writing.text_at(section, base), tidy(passage)
    text = None if text is None else tidy(text)
    problems: list[Text] = []
    if passage and passage not in before:
        problems.append(_("These words do not stand in the section: copy them as they are."))
    if text is None and not passage:
        problems.append(_("Copy the words that your remark is about."))
    if text == before:
        problems.append(_("You propose the words that are there: change some, or write a remark."))
    if text is not None:
        problems += problems_of_text(
            replace(MEASURE, longest=LONGEST_SECTION), text, complete=False
        )
    said.check(measure.post.activity, complete=True, others=problems)
    post = measure.post
    spoken, _created = posts.publish_below(post, said, actor=actor, ref=ref)
    notify(notices.PROPOSED, members_of(measure), about=post.ref, title=post.title, actor=actor)
    return Amendment.objects.create(
        post=spoken, section=section, base=base, passage=passage, text=text
    )


@service(journal=journal.AMENDMENT_ANSWERED)
def answer_change(
    *, actor: Actor, amendment: Amendment, outcome: Outcome, answer: str
) -> Amendment:
    """Say what the group makes of a proposed change, and why.

    Accepted words become the next version, put together with what stands there. Where that contradicts,
    and where they are accepted in part, they wait in the form of whoever accepts them.
    Raises Invalid without a reason, Conflict when it was answered already or when words of one's own
    wait there.
    """
    found = Amendment.objects.select_related("section", "post").get(pk=amendment.pk)
    section = writing.locked_section(found.section)
    found = (
        Amendment.objects.select_for_update(of=("self",)).select_related("post").get(pk=found.pk)
    )
    WRITE_MEASURE.authorise(actor, section.measure)
    answer = tidy_line(answer)
    problems: list[Text] = []
    if not answer:
        problems.append(_("Give a reason: whoever proposed the change and everybody reads it."))
    if len(answer) > LONGEST_REASON:
        problems.append(_("Say why in fewer words."))
    if outcome not in _EVENTS:
        problems.append(_("Choose what you make of the proposed change."))
    if problems:
        raise Invalid(_("The proposed change was not answered."), problems, code="answer")
    found.outcome = AMENDMENT_MACHINE.after(found.outcome, _EVENTS[outcome])
    found.answer, found.decided_at = answer, clock.now()
    found.decided_by_id = posts.somebody(actor)
    found.save(update_fields=["outcome", "answer", "decided_at", "decided_by"])
    if found.text is not None and outcome != Outcome.REFUSED:
        _take_in(found, section, actor)
    record(
        journal.AMENDMENT_ANSWERED,
        subject=section.measure.post.ref,
        facts={
            "amendment": found.post.ref,
            "outcome": outcome.value,
            "version": section.version,
        },
        commits={"text": section.text, "reason": answer},
    )
    told: Iterable[UUID] = () if found.post.author_id is None else (found.post.author_id,)
    title = section.measure.post.title
    notify(notices.ANSWERED, told, about=section.measure.post.ref, title=title, actor=actor)
    return found


def _take_in(amendment: Amendment, section: Section, actor: Actor) -> None:
    """Accepted words become the next version, or wait in the form of whoever accepts them."""
    proposed = amendment.text or ""
    put = merge(writing.text_at(section, amendment.base), proposed, section.text)
    if put.text is not None and amendment.outcome == Outcome.ACCEPTED:
        if put.text != section.text:
            author = amendment.post.author_id
            writing.new_version(section, put.text, amendment.answer, actor, author=author)
        return
    person_id = posts.somebody(actor)
    kept = Writing.objects.filter(section=section, person_id=person_id).first()
    if kept is not None and kept.text != writing.text_at(section, kept.base):
        raise Conflict(
            _(
                "You have words in this section that are not saved. Save them or throw them away"
                " first: the accepted words would take their place."
            ),
            code="own_words",
        )
    Writing.objects.update_or_create(
        section=section,
        person_id=person_id,
        defaults={"base": amendment.base, "text": proposed, "seen_at": clock.now()},
    )
