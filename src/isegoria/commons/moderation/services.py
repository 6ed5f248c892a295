"""Writes of moderation. Each one: lock, authorise, decide, write, journal, tell."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation import journal, notices, policies
from isegoria.commons.moderation.models import Appeal, Report, Ruling
from isegoria.commons.moderation.rules import (
    LONGEST_APPEAL,
    LONGEST_WORDS,
    NAMES_A_RULE,
    problems_of_explanation,
    problems_of_ruling,
)
from isegoria.commons.moderation.states import (
    APPEAL_MACHINE,
    VISIBILITY_MACHINE,
    Act,
    AppealState,
    Reason,
)
from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts import pictures, writing
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.journal import committed_text
from isegoria.commons.posts.models import Post, Revision
from isegoria.commons.posts.rules import problems_of_text, tidy, tidy_line
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.minute import count_anew
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text

_CHANGES = frozenset({Act.APPROVE, Act.HIDE, Act.RESTORE})
"""Decisions that change whether a text is shown."""


@service(journal=Private("a report is not a verdict, and who reports must not fear for it"))
def report_post(*, actor: Actor, post: Post, reason: str, words: str = "") -> Report:
    """Tell the moderators that a text breaks the charter. Told twice by one person, it is one report.

    Raises Invalid when no rule is named or the words are too many.
    """
    post = writing.lock(post.pk)
    policies.REPORT.authorise(actor, post)
    problems: list[Text] = []
    words = tidy(words)
    if reason not in Reason.values:
        problems.append(_("Choose the rule of the charter that the text breaks."))
    if len(words) > LONGEST_WORDS:
        problems.append(_("Say it in 1,000 characters or less."))
    if problems:
        raise Invalid(_("Your report was not sent."), problems, code="report")
    report, created = Report.objects.get_or_create(
        post=post,
        person_id=writing.somebody(actor),
        ruling=None,
        defaults={
            "reason": reason,
            "words": words,
            "channel": actor.channel,
            "entered_by_id": actor.entered_by,
        },
    )
    if not created:
        nothing_changed()
    return report


@service(journal=journal.RULED)
def rule_on_post(
    *,
    actor: Actor,
    post: Post,
    act: Act,
    explanation: str,
    reason: str = "",
    rewriting: str = "",
    revision: int = 0,
) -> Ruling:
    """Decide about a text, for a reason that everybody can read; its open reports are answered by it.

    ``reason`` is the rule that it breaks (for hiding and warning); ``rewriting`` a version that would
    be accepted, shown to its author beside it; ``revision`` the version that the moderator read (0: any).
    Raises Invalid with everything that is missing, Conflict when the text no longer is as it was read.
    """
    post = writing.lock(post.pk)
    policies.MODERATE.authorise(actor, post)
    if revision not in (0, post.revision_count):
        raise Conflict(
            _("The text was changed while you were reading it: read it again, then decide."),
            code="revision",
        )
    explanation, rewriting = tidy_line(explanation), tidy(rewriting)
    problems = list(problems_of_ruling(act, reason, explanation))
    if rewriting:
        problems += problems_of_text(writing.kind_of(post), rewriting, complete=True)
    if problems:
        raise Invalid(_("Nothing was decided."), problems, code="ruling")
    if act in _CHANGES:
        _show(post, act)
    if act == Act.RESTORE:
        _settle_appeals(post, actor)
    ruling = Ruling.objects.create(
        post=post,
        moderator_id=actor.person_id,
        act=act,
        reason=reason if act in NAMES_A_RULE else "",
        explanation=explanation,
        rewriting=rewriting if act == Act.HIDE and rewriting != post.text else "",
    )
    _answer_reports(post, ruling, actor)
    if post.author_id is not None:
        kind = notices.RULED_ON_MINE
        notify(kind, [post.author_id], about=ruling.ref, title=title_of(post), actor=actor)
    record(
        journal.RULED,
        subject=post.ref,
        facts={
            "act": act.value,
            "reason": ruling.reason or journal.NO_RULE,
            "explanation": explanation,
        },
    )
    return ruling


@service(journal=journal.APPEALED)
def appeal(*, actor: Actor, ruling: Ruling, words: str) -> Appeal:
    """Ask that somebody else look again at one's hidden text. Once for each decision.

    Raises Invalid when nothing is said, or too much.
    """
    post = writing.lock(ruling.post_id)
    ruling = Ruling.objects.select_related("post").get(pk=ruling.pk)
    policies.APPEAL.authorise(actor, ruling)
    words = tidy(words)
    problems: list[Text] = []
    if not words:
        problems.append(_("Say why your text should be read again."))
    if len(words) > LONGEST_APPEAL:
        problems.append(_("Say it in 2,000 characters or less."))
    if problems:
        raise Invalid(_("Your appeal was not sent."), problems, code="appeal")
    made = Appeal.objects.create(ruling=ruling, words=words)
    record(journal.APPEALED, subject=post.ref)
    return made


@service(journal=journal.APPEAL_DECIDED)
def decide_appeal(*, actor: Actor, appeal: Appeal, overturn: bool, explanation: str) -> Appeal:
    """Decide an appeal against somebody else's decision: the text comes back, or stays hidden.

    Raises Invalid without a public reason.
    """
    post = writing.lock(appeal.ruling.post_id)
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("ruling__post__activity__process")
        .get(pk=appeal.pk)
    )
    policies.DECIDE_APPEAL.authorise(actor, appeal)
    explanation = tidy_line(explanation)
    if problems := problems_of_explanation(explanation):
        raise Invalid(_("Nothing was decided."), problems, code="ruling")
    appeal.state = APPEAL_MACHINE.after(appeal.state, "overturn" if overturn else "uphold")
    appeal.decided_by_id, appeal.decided_at = actor.person_id, clock.now()
    appeal.explanation = explanation
    appeal.save()
    if overturn:
        _show(post, Act.RESTORE)
    if post.author_id is not None:
        notify(
            notices.APPEAL_DECIDED,
            [post.author_id],
            about=appeal.ruling.ref,
            title=title_of(post),
            actor=actor,
        )
    record(
        journal.APPEAL_DECIDED,
        subject=post.ref,
        facts={"outcome": appeal.state, "explanation": explanation},
    )
    return appeal


@service(journal=journal.REWRITTEN)
def accept_rewriting(*, actor: Actor, ruling: Ruling) -> Post:
    """Replace one's hidden text by the wording that the moderator would accept: it is shown at once.

    The versions before it stay hidden, and the images that it had go.
    """
    post = writing.lock(ruling.post_id)
    ruling = Ruling.objects.select_related("post").get(pk=ruling.pk)
    policies.ACCEPT_REWRITING.authorise(actor, ruling)
    Revision.objects.filter(post=post).update(withheld=True)
    _settle_appeals(post, actor)
    pictures.take_all_away(post, post.revision_count + 1)
    was_shown, now = post.shown, clock.now()
    post.text, post.edited_at = ruling.rewriting, now
    post.visibility = VISIBILITY_MACHINE.after(post.visibility, Act.REWRITE)
    writing.keep(post, actor, now, str(_("wording proposed by a moderator")))
    _count(post, was_shown=was_shown)
    record(
        journal.REWRITTEN,
        subject=post.ref,
        facts={"revision": post.revision_count},
        commits={"text": committed_text(post.title, post.text)},
    )
    return post


def _show(post: Post, act: Act) -> None:
    """Move a text to where ``act`` leads."""
    was_shown = post.shown
    post.visibility = VISIBILITY_MACHINE.after(post.visibility, act)
    post.save(update_fields=["visibility"])
    _count(post, was_shown=was_shown)


def _count(post: Post, *, was_shown: bool) -> None:
    """Put the counters and the search right for a text whose visibility was just saved."""
    post.refresh_from_db(fields=["shown"])
    if post.shown != was_shown:
        writing.count_shown(post, 1 if post.shown else -1)
    writing.index_post(post)
    writing.call_again(post)
    count_anew()


def _settle_appeals(post: Post, actor: Actor) -> None:
    """The text is shown again: an appeal that still asks for it has what it asked."""
    Appeal.objects.filter(ruling__post=post, state=AppealState.OPEN).update(
        state=APPEAL_MACHINE.after(AppealState.OPEN, "overturn"),
        decided_by=actor.person_id if actor.person_id != post.author_id else None,
        decided_at=clock.now(),
    )


def _answer_reports(post: Post, ruling: Ruling, actor: Actor) -> None:
    answered = Report.objects.filter(post=post, ruling=None)
    people = list(answered.exclude(person=None).values_list("person_id", flat=True))
    answered.update(ruling=ruling)
    notify(notices.REPORT_EXAMINED, people, about=post.ref, title="", actor=actor)
