"""Writing, publishing, changing, withdrawing, commenting, following, linking: what it does and tells."""

from datetime import timedelta
from uuid import uuid4

import pytest

from isegoria.commons.posts import services
from isegoria.commons.posts.models import Follow, Post, Relation, Revision, Source
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.statistics import count_posts
from isegoria.commons.posts.tests.support import (
    CLOSES,
    NOW,
    OPENS,
    citizen,
    comment,
    counts,
    draft,
    published,
)
from isegoria.commons.processes.models import Body, BodyKind, Process, Theme
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor, Channel, Verification
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.commitments import commit
from isegoria.core.journal.models import Commitment, Entry
from isegoria.core.search.query import search
from isegoria.kernel.canonical import parse


def entries(post: Post) -> list[str]:
    return list(
        Entry.objects.filter(subject=post.ref).order_by("id").values_list("kind", flat=True)
    )


def found(words: str, actor: Actor = ANONYMOUS) -> list[str]:
    return [hit.url for hit in search(words, actor=actor).hits if hit.source == "posts"]


def test_a_draft_is_kept_changed_and_published_once(place) -> None:
    author, ref = citizen(), uuid4()
    first = draft(author, place, ref=ref, text="Brouillon")
    again = draft(author, place, ref=ref, text="Mieux dit", theme=place.theme)
    assert (first.pk, again.text, again.theme) == (again.pk, "Mieux dit", place.theme)
    assert entries(first) == []
    one = services.publish_post(actor=author, post=again)
    two = services.publish_post(actor=author, post=again)
    assert (one.state, one.published_at, two.revision_count) == ("published", NOW, 1)
    assert entries(one) == ["post.published"]
    assert Revision.objects.filter(post=one).count() == 1


def test_a_form_sent_twice_publishes_once(place) -> None:
    author, ref = citizen(), uuid4()
    for _send in range(2):
        post = draft(author, place, ref=ref)
        services.publish_post(actor=author, post=post)
    assert Post.objects.count() == 1
    assert entries(post) == ["post.published"]
    with pytest.raises(Conflict):
        draft(author, place, ref=ref, text="Autre chose")


def test_the_journal_holds_no_word_of_it_and_its_author_can_prove_it(place) -> None:
    author = citizen("Nom Prénom")
    post = published(author, place, title="Titre", text="Un texte secret")
    entry = Entry.objects.get(subject=post.ref)
    told = bytes(entry.content).decode()
    assert "secret" not in told
    assert str(author.person_id) not in told
    assert parse(bytes(entry.content))["facts"] == {
        "activity": str(place.activity.ref),
        "kind": "plain.text",
        "language": "fr",
        "channel": "web",
        "characters": len("Un texte secret"),
    }
    salt = Commitment.objects.get(entry=entry, name="text").salt
    opened = commit(bytes(salt), '{"text":"Un texte secret","title":"Titre"}')
    assert parse(bytes(entry.content))["commits"]["text"] == opened


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"verification": Verification.NONE}, "verification"),
        ({"declared_age": 15}, "age"),
        ({"by_cookie": True}, "sign_in"),
        ({"person_id": None}, "sign_in"),
    ],
)
def test_who_may_not_take_part_is_told_why(place, changes, code) -> None:
    known = citizen()
    base = {
        "person_id": known.person_id,
        "verification": known.verification,
        "declared_age": known.declared_age,
    }
    with pytest.raises(Refused) as refused:
        draft(Actor(**{**base, **changes}), place)
    assert refused.value.decision.code == code
    assert not Post.objects.exists()


def test_nothing_is_written_before_the_phase_opens_nor_after_it_closes(place) -> None:
    author = citizen()
    kept = draft(author, place)
    post = published(author, place)
    for now, code, when in (
        (OPENS - timedelta(microseconds=1), "not_yet_open", OPENS),
        (CLOSES, "closed", None),
    ):
        with clock.frozen(now):
            for act in (
                lambda: draft(author, place),
                lambda: services.publish_post(actor=author, post=kept),
                lambda: comment(author, post),
                lambda: services.edit_post(actor=author, post=post, text="x", reason="y"),
                lambda: services.take_stance(actor=author, ref=post.ref, value=1),
            ):
                with pytest.raises(Refused) as refused:
                    act()
                assert (refused.value.decision.code, refused.value.decision.when) == (code, when)
    with clock.frozen(CLOSES):
        assert (
            draft(author, place, ref=kept.ref, text="Gardé quand même").text == "Gardé quand même"
        )


def test_nothing_is_written_in_an_archived_process(place) -> None:
    Process.objects.update(state="archived")
    with pytest.raises(Refused) as refused:
        draft(citizen(), place)
    assert refused.value.decision.code == "not_running"


def test_a_welcoming_activity_takes_people_without_an_account(place) -> None:
    place.activity.verification = Verification.NONE
    place.activity.save()
    visitor = Actor(person_id=citizen().person_id, by_cookie=True, declared_age=16)
    assert published(visitor, place).state == "published"
    with pytest.raises(Refused) as refused:
        draft(Actor(declared_age=16), place)
    assert refused.value.decision.code == "sign_in"


def test_everything_that_is_missing_is_told_at_once_and_the_draft_is_kept(place) -> None:
    author = citizen()
    empty = draft(author, place, title="", text=" \n ")
    with pytest.raises(Invalid) as refused:
        services.publish_post(actor=author, post=empty)
    assert len(refused.value.problems) == 2
    assert Post.objects.get().state == "draft"
    stranger_theme = Theme.objects.create(
        process=Process.objects.create(slug="autre", title={}, summary={}), slug="t", title={}
    )
    with pytest.raises(Invalid) as refused:
        draft(author, place, language="klingon", theme=stranger_theme, text="x" * 2_001)
    assert len(refused.value.problems) == 3


def test_a_text_is_changed_for_a_public_reason_and_its_past_stays(place) -> None:
    author = citizen()
    post = published(author, place, text="Plantons des haies.")
    with pytest.raises(Invalid):
        services.edit_post(actor=author, post=post, title="T", text="Autre", reason="  ")
    changed = services.edit_post(
        actor=author, post=post, title="Haies", text="Plantons des saules.", reason="Précision"
    )
    assert (changed.revision_count, changed.edited_at) == (2, NOW)
    assert list(Revision.objects.values_list("number", "text", "reason")) == [
        (1, "Plantons des haies.", ""),
        (2, "Plantons des saules.", "Précision"),
    ]
    assert entries(post) == ["post.published", "post.edited"]
    assert found("saules") == [f"/contributions/{post.ref}/"]
    assert found("haies") == [f"/contributions/{post.ref}/"]
    same = services.edit_post(
        actor=author, post=post, title="Haies", text="Plantons des saules.\r\n", reason=""
    )
    assert same.revision_count == 2


def test_of_two_windows_the_second_does_not_overwrite_the_first(place) -> None:
    author = citizen()
    post = published(author, place)
    given = {"actor": author, "post": post, "title": "T", "reason": "r", "revision": 1}
    services.edit_post(text="Première fenêtre", **given)
    with pytest.raises(Conflict):
        services.edit_post(text="Seconde fenêtre", **given)
    assert Post.objects.get().text == "Première fenêtre"


def test_a_comment_can_be_changed_for_half_an_hour(place) -> None:
    author = citizen()
    said = comment(author, published(citizen(), place))
    edit = {"actor": author, "post": said, "reason": "Faute"}
    with clock.frozen(NOW + timedelta(minutes=30, microseconds=-1)):
        services.edit_post(text="Oui et des mares", **edit)
    with clock.frozen(NOW + timedelta(minutes=30)), pytest.raises(Refused) as refused:
        services.edit_post(text="Trop tard", **edit)
    assert refused.value.decision.code == "edit_window"


def test_a_withdrawn_text_is_found_no_more(place) -> None:
    author = citizen()
    post = published(author, place)
    said = comment(citizen(), post)
    assert len(found("haies")) == 1
    services.withdraw_post(actor=author, post=post)
    assert found("haies") == []
    assert entries(post) == ["post.published", "post.withdrawn"]
    with pytest.raises(Refused):
        services.withdraw_post(actor=author, post=post)
    with pytest.raises(Refused) as refused:
        comment(citizen(), post)
    assert refused.value.decision.hidden
    assert Post.objects.get(pk=said.pk).shown


def test_strangers_change_nothing_of_what_is_not_theirs(place) -> None:
    author, stranger = citizen(), citizen("Étranger")
    kept, post = draft(author, place), published(author, place)
    for act in (
        lambda: draft(stranger, place, ref=kept.ref, text="Volé"),
        lambda: draft(stranger, place, ref=post.ref, text="Volé"),
        lambda: services.publish_post(actor=stranger, post=kept),
        lambda: services.discard_draft(actor=stranger, post=kept),
        lambda: services.edit_post(actor=stranger, post=post, text="Volé", reason="r"),
        lambda: services.edit_post(actor=ANONYMOUS, post=post, text="Volé", reason="r"),
        lambda: services.withdraw_post(actor=stranger, post=post),
        lambda: comment(stranger, kept),
        lambda: services.follow_post(actor=stranger, post=kept),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.decision.hidden
    with pytest.raises(Refused):
        services.link_source(actor=stranger, post=post, origin=kept, relation=Relation.BECAME)
    assert not Post.objects.filter(text="Volé").exists()


def test_comments_are_counted_while_they_are_shown(place) -> None:
    author, post = citizen(), published(citizen(), place)
    ref = uuid4()
    for _send in range(2):
        said = services.comment(actor=author, post=post, text="Oui", language="fr", ref=ref)
    comment(citizen(), post)
    assert counts(post)[3] == 2
    assert entries(said) == ["post.commented"]
    services.withdraw_post(actor=author, post=said)
    assert counts(post)[3] == 1
    with pytest.raises(Refused) as refused:
        comment(author, Post.objects.filter(parent=post, state="published").get())
    assert refused.value.decision.code == "comment"


def test_the_form_of_one_comment_cannot_bring_another(place) -> None:
    ref = uuid4()
    one, other = published(citizen(), place), published(citizen(), place)
    author = citizen()
    services.comment(actor=author, post=one, text="Oui", language="fr", ref=ref)
    for who, where in ((author, other), (citizen(), one)):
        with pytest.raises(Conflict):
            services.comment(actor=who, post=where, text="Non", language="fr", ref=ref)


def test_what_an_agent_types_for_somebody_says_so(place) -> None:
    agent = citizen("Agent")
    absent = citizen("Absent", channel=Channel.PAPER, entered_by=agent.person_id)
    post = published(absent, place)
    assert (post.author_id, post.channel, post.entered_by_id) == (
        absent.person_id,
        "paper",
        agent.person_id,
    )
    assert b'"channel":"paper"' in bytes(Entry.objects.get(subject=post.ref).content)


def test_following_is_counted_once_and_is_nobody_elses_business(place) -> None:
    reader, post = citizen(), published(citizen(), place)
    for _again in range(2):
        services.follow_post(actor=reader, post=post)
        services.follow_process(actor=reader, process=place.process)
    assert (counts(post)[4], Follow.objects.count()) == (1, 2)
    for _again in range(2):
        services.unfollow_post(actor=reader, post=post)
        services.unfollow_process(actor=reader, process=place.process)
    assert (counts(post)[4], Follow.objects.count()) == (0, 0)
    assert entries(post) == ["post.published"]
    with pytest.raises(Refused):
        services.follow_post(actor=ANONYMOUS, post=post)


def test_a_link_of_provenance_is_made_once_on_words_that_are_there(place) -> None:
    origin = published(citizen(), place, text="Plantons des haies.")
    post = published(citizen(), place, title="Mesure 1")
    given = {"actor": SYSTEM, "post": post, "origin": origin, "relation": Relation.BECAME}
    for _again in range(2):
        services.link_source(excerpt="des haies", **given)
    assert Source.objects.get().excerpt == "des haies"
    assert entries(post) == ["post.published", "post.linked"]
    for wrong in (
        {**given, "excerpt": "des autoroutes", "relation": Relation.CITED_BY},
        {**given, "origin": post},
        {**given, "origin": draft(citizen(), place)},
    ):
        with pytest.raises(Invalid):
            services.link_source(**wrong)
    assert Source.objects.count() == 1


def test_nobody_can_do_anything_to_a_hidden_text_but_its_author_withdraw_it(place) -> None:
    author, post = citizen(), published(citizen(), place)
    own = published(author, place)
    said = comment(author, post)
    Post.objects.filter(pk__in=[post.pk, own.pk]).update(visibility=Visibility.HIDDEN)
    for act in (
        lambda: comment(author, post),
        lambda: services.take_stance(actor=author, ref=post.ref, value=1),
        lambda: services.take_stance(actor=author, ref=said.ref, value=1),
        lambda: services.follow_post(actor=author, post=post),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.decision.hidden
    with pytest.raises(Refused) as refused:
        services.edit_post(actor=author, post=own, text="x", reason="y")
    assert refused.value.decision.code == "hidden"
    assert found("haies") == []
    assert services.withdraw_post(actor=author, post=own).state == "withdrawn"


def test_what_a_body_writes_is_no_contribution_in_the_numbers_of_a_process(place) -> None:
    published(citizen(), place)
    answer = published(citizen("B"), place, text="La région a examiné cette demande.")
    assert count_posts(place.process) == 2
    council = Body.objects.create(
        process=place.process, kind=BodyKind.AUTHORITY, slug="region", title={}
    )
    Post.objects.filter(pk=answer.pk).update(body=council)
    assert count_posts(place.process) == 1
