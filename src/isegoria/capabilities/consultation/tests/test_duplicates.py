"""Texts that say nearly the same are found, shown before publishing, and linked."""

from uuid import uuid4

from isegoria.capabilities.consultation.duplicates import look_alikes, rebuild, recorded
from isegoria.capabilities.consultation.models import DuplicateKey, Likeness
from isegoria.capabilities.consultation.tests.support import HEDGES, HEDGES_AGAIN, proposal
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.queries import activity_by_slugs
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import citizen
from isegoria.commons.posts.writing import index_post


def found(text: str, language: str = "fr", ref=None) -> list[str]:
    activity = activity_by_slugs(None, "eau", "textes")
    return [alike.title for alike in look_alikes(activity, language, text, ref or uuid4())]


def test_a_text_that_says_nearly_the_same_is_found_by_its_words(place) -> None:
    proposal(citizen(), place)
    proposal(
        citizen(), place, title="Des compteurs", text="Un compteur d’eau pour chaque logement."
    )
    assert found(HEDGES_AGAIN) == ["Des haies"]
    assert found("Baisser le prix du pain et du beurre.") == []


def test_a_withdrawn_a_hidden_or_a_changed_text_is_no_longer_found(place) -> None:
    author = citizen()
    withdrawn = proposal(author, place)
    assert found(HEDGES) == ["Des haies"]
    services.withdraw_post(actor=author, post=withdrawn)
    assert found(HEDGES) == []
    hidden = proposal(author, place)
    Post.objects.filter(pk=hidden.pk).update(visibility=Visibility.HIDDEN)
    assert found(HEDGES) == []
    hidden.refresh_from_db()
    index_post(hidden)
    assert not DuplicateKey.objects.exists()
    changed = proposal(author, place, title="Encore")
    services.edit_post(
        actor=author,
        post=changed,
        title="Autre",
        text="Tout autre chose.",
        reason="J’ai changé d’avis",
    )
    assert found(HEDGES) == []


def test_likeness_is_recorded_between_both_and_forgotten_with_one(
    place, django_assert_num_queries
) -> None:
    author = citizen()
    first = proposal(author, place)
    second = proposal(citizen(), place, title="Planter", text=HEDGES_AGAIN)
    same = proposal(citizen(), place, title="Encore", text=HEDGES)
    with django_assert_num_queries(1):
        assert [alike.title for alike in recorded(first.ref)] == ["Encore", "Planter"]
    assert [alike.title for alike in recorded(second.ref)] == ["Des haies", "Encore"]
    Post.objects.filter(pk=same.pk).update(visibility=Visibility.HIDDEN)
    assert [alike.title for alike in recorded(first.ref)] == ["Planter"]
    index_post(same)
    services.withdraw_post(actor=author, post=first)
    with django_assert_num_queries(1):
        assert recorded(second.ref) == ()
    assert not Likeness.objects.exists()


def test_texts_of_another_consultation_or_language_are_not_compared(place) -> None:
    proposal(citizen(), place)
    assert found(HEDGES, "en") == []


def test_rebuilding_finds_what_was_kept_as_texts_came(place) -> None:
    proposal(citizen(), place)
    proposal(citizen(), place, title="Planter", text=HEDGES_AGAIN)
    proposal(citizen(), place, title="Ailleurs", text="Un compteur d’eau pour chaque logement.")

    def kept() -> tuple[set, set]:
        keys = set(DuplicateKey.objects.values_list("post", "activity", "language", "key"))
        links = Likeness.objects.values_list("earlier", "later", "kind", "jaccard")
        return keys, set(links)

    before = kept()
    assert rebuild(place.activity) == 3
    assert kept() == before
    assert len(before[1]) == 1
