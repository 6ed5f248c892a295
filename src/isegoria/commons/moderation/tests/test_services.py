"""Reports, decisions and appeals: who may, what it changes, what everybody can read of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from isegoria.commons.moderation.alerts import alert_moderators
from isegoria.commons.moderation.erasure import (
    erase_moderation,
    forget_old_reports,
    merge_moderation,
)
from isegoria.commons.moderation.models import REPORTS_KEPT, Appeal, Report, Ruling
from isegoria.commons.moderation.queries import (
    how_many_wait,
    oldest_waiting,
    public_log,
    queue,
)
from isegoria.commons.moderation.rules import TOO_LONG
from isegoria.commons.moderation.services import (
    accept_rewriting,
    appeal,
    decide_appeal,
    report_post,
    rule_on_post,
)
from isegoria.commons.moderation.states import Act, AppealState, Reason
from isegoria.commons.moderation.tests.support import WHY, hide, team_member
from isegoria.commons.notifications.models import Notice, Stop
from isegoria.commons.notifications.queries import notices_of
from isegoria.commons.notifications.services import stop_mails
from isegoria.commons.posts.services import edit_post, follow_post
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import (
    NOW,
    World,
    citizen,
    comment,
    counts,
    page_of,
    published,
    text_of,
)
from isegoria.commons.processes.models import Activity, Membership, TeamRole
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry
from isegoria.core.journal.queries import entry_page
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.tasks.worker import drain


def told(person: Actor) -> list[str]:
    """The kinds of news of a person, oldest first."""
    mine = Notice.objects.filter(person=person.person_id)
    return list(mine.order_by("id").values_list("kind", flat=True))


def test_a_report_is_counted_once_and_answered_by_the_decision(
    place: World, moderator: Actor
) -> None:
    author, reader = citizen(), citizen()
    post = published(author, place)
    for _twice in range(2):
        report_post(actor=reader, post=post, reason=Reason.HATE, words=" La  fin. ")
    report_post(actor=citizen(), post=post, reason=Reason.INSULT)
    (waiting,) = queue(place.process).items
    assert waiting.reports == 2
    ruling = rule_on_post(
        actor=moderator, post=post, act=Act.KEEP, explanation="Un avis, rien de plus."
    )
    assert not queue(place.process).items
    assert set(Report.objects.values_list("ruling", flat=True)) == {ruling.pk}
    assert told(reader) == ["moderation.report_examined"]
    report_post(actor=reader, post=post, reason=Reason.HATE)
    assert len(queue(place.process).items) == 1


def test_what_is_hidden_is_gone_with_its_counters_and_comes_back_with_them(
    place: World, moderator: Actor
) -> None:
    author, reader = citizen(), citizen()
    post = published(author, place)
    answer = comment(reader, post)
    assert counts(post)[3] == 1
    hide(moderator, answer)
    assert counts(post)[3] == 0
    rule_on_post(actor=moderator, post=answer, act=Act.RESTORE, explanation="Relu à deux.")
    assert counts(post)[3] == 1
    hide(moderator, post)
    assert Client().get(page_of(post)).status_code == 404
    with pytest.raises(Refused):
        comment(reader, post)
    assert "moderation.ruled" in told(author)


def test_hidden_twice_is_said(place: World, moderator: Actor) -> None:
    post = published(citizen(), place)
    hide(moderator, post)
    with pytest.raises(Conflict):
        hide(moderator, post)
    assert Ruling.objects.count() == 1


def test_a_decision_says_why_in_public(place: World, moderator: Actor) -> None:
    post = published(citizen(), place)
    with pytest.raises(Invalid) as refused:
        hide(moderator, post, reason="", explanation="  ")
    assert len(refused.value.problems) == 2
    with pytest.raises(Invalid):
        hide(moderator, post, explanation="x" * 501)
    hide(moderator, post)
    entry = Entry.objects.get(kind="moderation.ruled")
    assert WHY in bytes(entry.content).decode()
    assert post.text not in bytes(entry.content).decode()
    sequence_once()
    entry.refresh_from_db()
    told = [str(value) for _name, value in entry_page(entry).facts]
    assert str(Act.HIDE.label) in told, "the page says the code in words"
    (line,) = public_log(place.process).items
    assert (line.explanation, line.url) == (WHY, "")


def test_only_moderators_of_the_process_decide_and_never_about_their_own_text(
    place: World, moderator: Actor
) -> None:
    from isegoria.commons.posts.tests.support import world

    post = published(citizen(), place)
    elsewhere = team_member(world("ailleurs"), "Elsa")
    facilitator = team_member(place, "Fanny", TeamRole.FACILITATOR)
    for stranger in (ANONYMOUS, citizen(), elsewhere, facilitator):
        with pytest.raises(Refused):
            hide(stranger, post)
    from dataclasses import replace

    known = replace(moderator, declared_age=18)
    own = published(known, place)
    with pytest.raises(Refused):
        rule_on_post(actor=known, post=own, act=Act.KEEP, explanation="Parfait.")
    assert not Ruling.objects.exists()


def test_an_appeal_is_decided_by_somebody_else_once(place: World, moderator: Actor) -> None:
    author = citizen()
    post = published(author, place)
    ruling = hide(moderator, post)
    with pytest.raises(Refused):
        appeal(actor=citizen(), ruling=ruling, words="Je proteste.")
    with pytest.raises(Invalid):
        appeal(actor=author, ruling=ruling, words=" ")
    made = appeal(actor=author, ruling=ruling, words="C’était une citation.")
    with pytest.raises(Refused):
        appeal(actor=author, ruling=ruling, words="Encore.")
    assert len(queue(place.process).items) == 1
    with pytest.raises(Refused) as refused:
        decide_appeal(actor=moderator, appeal=made, overturn=False, explanation="Je maintiens.")
    assert refused.value.decision.code == "same_moderator"
    other = team_member(place, "Olga")
    decide_appeal(actor=other, appeal=made, overturn=True, explanation="C’est bien une citation.")
    post.refresh_from_db()
    assert post.visibility == Visibility.VISIBLE
    assert not queue(place.process).items
    with pytest.raises(Refused):
        decide_appeal(actor=other, appeal=made, overturn=False, explanation="Finalement non.")
    assert told(author) == ["moderation.ruled", "moderation.appeal_decided"]
    (line,) = public_log(place.process).items
    assert line.appeal is not None
    assert line.appeal.words == ""
    assert line.appeal.explanation == "C’est bien une citation."


def test_an_appeal_upheld_leaves_the_text_hidden(place: World, moderator: Actor) -> None:
    author = citizen()
    post = published(author, place)
    made = appeal(actor=author, ruling=hide(moderator, post), words="Relisez.")
    other = team_member(place, "Olga")
    decide_appeal(actor=other, appeal=made, overturn=False, explanation="La menace est claire.")
    post.refresh_from_db()
    assert post.visibility == Visibility.HIDDEN
    assert Appeal.objects.get().state == AppealState.UPHELD


def test_the_author_can_publish_the_wording_that_would_be_accepted(
    place: World, moderator: Actor
) -> None:
    author = citizen()
    post = published(author, place)
    plain = hide(moderator, post)
    with pytest.raises(Refused):
        accept_rewriting(actor=author, ruling=plain)
    rule_on_post(actor=moderator, post=post, act=Act.RESTORE, explanation="Erreur de ma part.")
    ruling = hide(moderator, post, rewriting="Plantons des haies, sans injure.")
    with pytest.raises(Refused):
        accept_rewriting(actor=citizen(), ruling=ruling)
    accept_rewriting(actor=author, ruling=ruling)
    post.refresh_from_db()
    assert (post.text, post.visibility) == ("Plantons des haies, sans injure.", "visible")
    assert post.revision_count == 2


def test_the_versions_before_an_accepted_wording_stay_hidden(
    place: World, moderator: Actor
) -> None:
    author = citizen()
    post = published(author, place, text="Rendez-vous chez elle, 3 rue du Puits.")
    accept_rewriting(actor=author, ruling=hide(moderator, post, rewriting="Parlons-en."))
    for what in ("page", "history"):
        page = text_of(Client().get(page_of(post, what)))
        assert "rue du Puits" not in page


def test_an_appeal_ends_with_what_it_asked_for(place: World, moderator: Actor) -> None:
    author, other = citizen(), team_member(place, "Olga")
    post = published(author, place)
    made = appeal(actor=author, ruling=hide(moderator, post), words="Relisez.")
    rule_on_post(actor=moderator, post=post, act=Act.RESTORE, explanation="Erreur de ma part.")
    made = Appeal.objects.select_related("ruling").get()
    assert made.state == AppealState.OVERTURNED
    assert not queue(place.process).items
    with pytest.raises(Refused):
        decide_appeal(actor=other, appeal=made, overturn=False, explanation="Je maintiens.")


def test_nobody_decides_about_words_they_have_not_read(place: World, moderator: Actor) -> None:
    author = citizen()
    post = published(author, place)
    edit_post(actor=author, post=post, text="Autre chose.", reason="Mieux.", title="Titre")
    with pytest.raises(Conflict):
        rule_on_post(actor=moderator, post=post, act=Act.KEEP, explanation="Conforme.", revision=1)
    rule_on_post(actor=moderator, post=post, act=Act.KEEP, explanation="Conforme.", revision=2)


def test_a_text_that_waits_for_approval_is_in_the_queue_and_nowhere_else(
    place: World, moderator: Actor
) -> None:
    Activity.objects.update(approve_first=True)
    author = citizen()
    post = published(author, place)
    assert len(queue(place.process).items) == 1
    assert Client().get(page_of(post)).status_code == 404
    rule_on_post(actor=moderator, post=post, act=Act.APPROVE, explanation="Conforme à la charte.")
    assert Client().get(page_of(post)).status_code == 200
    answer = comment(citizen(), post)
    assert counts(post)[3] == 0
    rule_on_post(actor=moderator, post=answer, act=Act.APPROVE, explanation="Conforme.")
    assert counts(post)[3] == 1
    edit_post(
        actor=author, post=post, text="Plantons des saules.", reason="Plus précis.", title="x"
    )
    assert Client().get(page_of(post)).status_code == 404
    assert len(queue(place.process).items) == 1


def test_moderators_are_told_when_a_text_waits_too_long(place: World, moderator: Actor) -> None:
    post = published(citizen(), place)
    report_post(actor=citizen(), post=post, reason=Reason.ILLEGAL)
    Membership.objects.update(began_at=NOW - timedelta(days=1))
    assert oldest_waiting(place.process) == NOW
    with clock.frozen(NOW + TOO_LONG):
        assert alert_moderators() == 0
    with clock.frozen(NOW + TOO_LONG + timedelta(seconds=1)):
        assert alert_moderators() == 1
        (waiting,) = queue(place.process).items
        assert waiting.is_late
    assert told(moderator) == ["moderation.queue_waits"]
    with clock.frozen(NOW + TOO_LONG + timedelta(hours=23)):
        assert alert_moderators() == 0, "once a day"
    with clock.frozen(NOW + TOO_LONG + timedelta(hours=25)):
        assert alert_moderators() == 1
    assert Notice.objects.get(person=moderator.person_id).count == 2


def test_where_nobody_moderates_the_organisers_are_told(place: World) -> None:
    organiser = team_member(place, "Olga", TeamRole.ORGANISER)
    Membership.objects.update(began_at=NOW - timedelta(days=1))
    report_post(actor=citizen(), post=published(citizen(), place), reason=Reason.ILLEGAL)
    with clock.frozen(NOW + TOO_LONG + timedelta(seconds=1)):
        assert alert_moderators() == 1
    assert told(organiser) == ["moderation.queue_waits"]


def test_the_alert_leaves_by_mail_even_to_who_stopped_the_news(
    place: World, moderator: Actor
) -> None:
    Membership.objects.update(began_at=NOW - timedelta(days=1))
    stop_mails(actor=ANONYMOUS, stop=Stop.objects.create(person_id=moderator.person_id))
    report_post(actor=citizen(), post=published(citizen(), place), reason=Reason.ILLEGAL)
    with clock.frozen(NOW + TOO_LONG + timedelta(seconds=1)):
        alert_moderators()
        drain()
    (letter,) = mail.outbox
    assert reverse("moderation:queue-by-ref", args=[place.process.ref]) in letter.body


def test_a_hidden_text_is_named_in_nobodys_notices(place: World, moderator: Actor) -> None:
    author, reader = citizen(), citizen()
    post = published(author, place, title="Un mot dur")
    follow_post(actor=reader, post=post)
    comment(citizen(), post)

    def named() -> bool:
        return "Un mot dur" in notices_of(reader.person_id).items[0].sentence

    assert named()
    hide(moderator, post)
    assert not named()
    rule_on_post(actor=moderator, post=post, act=Act.RESTORE, explanation="À tort.")
    assert named()


def test_a_long_queue_comes_in_pages_longest_first_without_the_texts(
    place: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    posts = [published(citizen(), place, title=f"Texte {number}") for number in range(5)]
    for age, post in enumerate(reversed(posts)):
        with clock.frozen(NOW + timedelta(minutes=age)):
            report_post(actor=citizen(), post=post, reason=Reason.HATE)
    seen, cursor = [], ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("isegoria.commons.moderation.queries.PAGE_SIZE", 2)
        for _page in range(3):
            with django_assert_num_queries(1) as asked:
                page = queue(place.process, cursor)
            assert '"posts_post"."text"' not in asked.captured_queries[0]["sql"]
            seen += [waiting.title for waiting in page.items]
            cursor = page.next
    assert seen == [f"Texte {number}" for number in (4, 3, 2, 1, 0)]
    assert how_many_wait(place.process) == 5


def test_the_queue_asks_the_database_once(
    place: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _number in range(6):
        post = published(citizen(), place)
        for _reader in range(3):
            report_post(actor=citizen(), post=post, reason=Reason.HATE)
    with django_assert_num_queries(1):
        assert [waiting.reports for waiting in queue(place.process).items] == [3] * 6


def test_erasing_keeps_what_was_decided_and_forgets_by_whom(place: World, moderator: Actor) -> None:
    author, reader = citizen(), citizen()
    post = published(author, place)
    report_post(actor=reader, post=post, reason=Reason.HATE, words="Voyez la fin.")
    made = appeal(actor=author, ruling=hide(moderator, post, rewriting="Autrement."), words="Non.")
    for person in (author, reader, moderator):
        assert person.person_id is not None
        erase_moderation(person.person_id)
    ruling = Ruling.objects.get()
    assert (ruling.moderator_id, ruling.rewriting, ruling.explanation) == (None, "", WHY)
    report = Report.objects.get()
    assert (report.person_id, report.words) == (None, "")
    made.refresh_from_db()
    assert made.words == ""


def test_two_who_are_one_reported_once(place: World) -> None:
    one, other = citizen(), citizen()
    post, second = published(citizen(), place), published(citizen(), place)
    for actor in (one, other):
        report_post(actor=actor, post=post, reason=Reason.HATE)
    report_post(actor=other, post=second, reason=Reason.HATE)
    assert one.person_id is not None
    assert other.person_id is not None
    merge_moderation(one.person_id, other.person_id)
    assert set(Report.objects.values_list("person", flat=True)) == {one.person_id}
    assert Report.objects.count() == 2


def test_who_reported_is_forgotten_after_a_year(place: World) -> None:
    post = published(citizen(), place)
    report_post(actor=citizen(), post=post, reason=Reason.HATE, words="Voyez la fin.")
    with clock.frozen(NOW + REPORTS_KEPT):
        assert forget_old_reports() == 0
    with clock.frozen(NOW + REPORTS_KEPT + timedelta(seconds=1)):
        assert forget_old_reports() == 1
        assert forget_old_reports() == 0
    assert Report.objects.get().person_id is None


def test_nothing_is_known_at_an_address_that_does_not_exist(place: World) -> None:
    for path in (f"/contributions/{uuid4()}/report/", f"/decisions/{uuid4()}/"):
        assert Client().get(path).status_code == 404
