"""Voting, and saying why one disagrees. Each service: lock, authorise, decide, write, journal."""

from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions import journal
from isegoria.commons.decisions.choices import Choice
from isegoria.commons.decisions.kinds import DISSENTING
from isegoria.commons.decisions.models import Ballot, Decision, Elector
from isegoria.commons.decisions.policies import DISSENT, VOTE
from isegoria.commons.posts import writing
from isegoria.commons.posts.journal import COMMENT_PUBLISHED
from isegoria.commons.posts.models import Post
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service


def _locked(pk: int) -> Decision:
    """A vote, locked, with all that policies read."""
    found: Decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("post__activity__process", "body")
        .get(pk=pk)
    )
    return found


@service(journal=journal.VOTED_BY_NAME)
def vote_by_name(*, actor: Actor, decision: Decision, choice: Choice) -> None:
    """Vote, or change one's vote as long as the vote is open. Everybody will read it.

    Raises Conflict in a secret vote.
    """
    decision = _locked(decision.pk)
    VOTE.authorise(actor, decision)
    if decision.secret:
        raise Conflict(_("This vote is secret."), code="secret")
    mine = Elector.objects.get(decision=decision, person_id=writing.somebody(actor))
    if mine.choice == choice:
        nothing_changed()
        return
    mine.voted, mine.choice = True, choice
    mine.save(update_fields=["voted", "choice"])
    record(
        journal.VOTED_BY_NAME, subject=decision.ref, facts={"choice": Choice(choice).name.lower()}
    )


@service(
    journal=Private("who voted in secret is said when the vote is closed, what they cast never")
)
def vote_in_secret(*, actor: Actor, decision: Decision, choice: Choice) -> None:
    """Vote in secret, once: nobody, not even this site, can find one's ballot again.

    The ballots are written anew in the order of their random keys, so that the order in which a
    database keeps them says nothing of who voted when. Raises Conflict for a second vote.
    """
    decision = _locked(decision.pk)
    VOTE.authorise(actor, decision)
    if not decision.secret:
        raise Conflict(_("This vote is by name."), code="by_name")
    if not Elector.objects.filter(
        decision=decision, person_id=writing.somebody(actor), voted=False
    ).update(voted=True):
        raise Conflict(
            _("You have voted already. A secret ballot cannot be found again, so not be changed."),
            code="voted",
        )
    cast = [*Ballot.objects.filter(decision=decision), Ballot(decision=decision, choice=choice)]
    Ballot.objects.filter(decision=decision).delete()
    Ballot.objects.bulk_create(
        sorted(
            (Ballot(id=uuid4(), decision=decision, choice=ballot.choice) for ballot in cast),
            key=lambda ballot: ballot.id,
        )
    )


@service(journal=COMMENT_PUBLISHED)
def publish_dissent(
    *, actor: Actor, decision: Decision, text: str, language: str, ref: UUID
) -> Post:
    """Publish why one disagrees with what one's body votes on, beside it and for as long.

    ``ref`` is that of the form: sent twice, it is published once. Raises Invalid, or Conflict for a
    second opinion of one person.
    """
    decision = _locked(decision.pk)
    DISSENT.authorise(actor, decision)
    post, author_id = decision.post, writing.somebody(actor)
    known = Post.objects.filter(parent=post, kind=DISSENTING.code, author=author_id).first()
    if known is not None:
        if known.ref != ref:
            raise Conflict(
                _("Your dissenting opinion is published already. Nothing was replaced."),
                code="published",
            )
        nothing_changed()
        return known
    said = writing.Wording.of(DISSENTING.code, text=text, language=language)
    said.check(writing.activity_with_phases(post.activity_id), complete=True)
    dissent, _created = writing.publish_below(post, said, actor=actor, ref=ref)
    return dissent
