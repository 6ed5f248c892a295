"""Near duplicates are found whatever people do to a text, and nothing else is."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.text.duplicates import (
    CANDIDATES,
    LEAST_HELD,
    NEAR,
    Fingerprint,
    Index,
    Kind,
    fingerprint,
    fingerprints,
    likeness,
    look_alikes,
)
from isegoria.kernel.text.families import families

BUS = (
    "Je propose de remettre des bus après 19 h. Dans mon village il n'y a plus rien le soir et les "
    "jeunes rentrent à pied le long de la départementale, c'est dangereux."
)
LIFE = (
    "Je vis ici depuis trente ans. J'ai vu partir la poste, puis l'école, puis le médecin : "
    "maintenant nous voulons pouvoir bouger sans voiture, comme tout le monde dans ce pays."
)
TEXTS = st.lists(
    st.text(alphabet="abcdé ïsœ.'·\n", max_size=60), min_size=2, max_size=12, unique=True
)


def how(one: str, other: str) -> tuple[Kind, bool] | None:
    """How two texts are alike, and whether they share a key to be found by."""
    left, right = fingerprint(one, "fr"), fingerprint(other, "fr")
    alike = likeness(left, right)
    return alike and (alike.kind, bool(set(left.keys) & set(right.keys)))


@pytest.mark.parametrize(
    "written",
    [
        BUS.upper(),
        BUS.replace("é", "e").replace("è", "e"),
        BUS.replace(",", " ;").replace(". ", " !\n\n"),
        BUS.replace("les jeunes", "le jeune"),
    ],
)
def test_accents_case_punctuation_and_endings_do_not_count(written: str) -> None:
    assert how(BUS, written) == (Kind.SAME, True)


@pytest.mark.parametrize(
    "written",
    [
        BUS.replace("Je propose", "Nous proposons"),
        BUS.replace("village", "vilage").replace("dangereux", "dangeureux"),
        BUS + " Merci de nous lire.",
        " ".join(reversed(BUS.split(". "))),
    ],
)
def test_a_few_changed_words_are_near(written: str) -> None:
    assert how(BUS, written) == (Kind.NEAR, True)


def test_a_copy_inside_a_longer_text_is_held() -> None:
    assert how(BUS, f"Bonjour à tous. {LIFE} {BUS} {LIFE.replace('ici', 'là')}") == (
        Kind.HELD,
        True,
    )


def test_the_contrary_is_near_and_not_the_same() -> None:
    against = BUS.replace("Je propose de", "Il ne faut surtout pas")
    assert how(BUS, against) == (Kind.NEAR, True)


@pytest.mark.parametrize(("one", "other"), [(BUS, LIFE), ("", ""), ("…", "!"), ("", BUS)])
def test_different_or_silent_texts_are_not_alike(one: str, other: str) -> None:
    assert how(one, other) is None


def test_a_common_phrase_does_not_hold_a_text() -> None:
    assert how("dans mon village", BUS) is None
    assert len(fingerprint("dans mon village", "fr").shingles) < LEAST_HELD


def test_keys_never_change() -> None:
    """Keys are stored: if these change, every stored key must be computed again."""
    keys = fingerprint("Des bus la nuit dans tous les villages.", "fr").keys
    assert (len(keys), keys[0], keys[-1]) == (17, -7992954521454868135, 8376680249837086725)
    assert all(-(2**63) <= key < 2**63 for key in keys)


@given(TEXTS)
def test_a_batch_reads_each_text_as_if_it_were_alone(texts: list[str]) -> None:
    for text, batched in zip(texts, fingerprints(texts, "fr"), strict=True):
        alone = fingerprint(text, "fr")
        assert batched.keys == alone.keys
        assert batched.words == alone.words
        assert np.array_equal(batched.shingles, alone.shingles)


@given(TEXTS)
def test_likeness_is_symmetric_and_between_nought_and_one(texts: list[str]) -> None:
    one, other = fingerprints(texts[:2], "fr")
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    if alike:
        assert 0 < alike.jaccard <= alike.containment <= 1
        assert (alike.jaccard >= NEAR) == (alike.kind is not Kind.HELD)


def test_keys_find_near_texts_as_often_as_the_formula_says() -> None:
    """600 pairs of texts of 60 different words, 20 % of them replaced: likeness about 0.5-0.75."""
    chance = random.Random(1)
    words = [f"m{number}" for number in range(20_000)]
    found = expected = 0.0
    for _ in range(600):
        text = chance.sample(words, 60)
        changed = [word if chance.random() > 0.2 else chance.choice(words) for word in text]
        one, other = fingerprints((" ".join(text), " ".join(changed)), "fr")
        shared = np.intersect1d(one.shingles, other.shingles).size
        jaccard = shared / np.union1d(one.shingles, other.shingles).size
        expected += 1 - (1 - jaccard**3) ** 16
        found += bool(set(one.keys[:16]) & set(other.keys[:16]))
    assert abs(found - expected) < 45


def test_an_index_gives_the_closest_first() -> None:
    index: Index[str] = Index()
    for name, text in {
        "life": LIFE,
        "near": BUS.replace("Je propose", "Nous proposons"),
        "same": BUS.upper(),
    }.items():
        index.add(name, fingerprint(text, "fr"))
    assert [alike.id for alike in index.look_alikes(fingerprint(BUS, "fr"))] == ["same", "near"]


def test_an_index_stops_at_its_candidates() -> None:
    index: Index[int] = Index()
    copy = fingerprint(BUS, "fr")
    for number in range(CANDIDATES + 10):
        index.add(number, copy)
    assert [alike.id for alike in index.look_alikes(copy)] == list(range(CANDIDATES))


def test_look_alikes_keep_the_order_of_equals() -> None:
    copy = fingerprint(BUS, "fr")
    found = look_alikes(copy, [("b", copy), ("c", fingerprint(LIFE, "fr")), ("a", copy)])
    assert [alike.id for alike in found] == ["b", "a"]


def _read(*texts: str) -> list[Fingerprint]:
    return fingerprints(texts, "fr")


def test_families_go_by_their_eldest() -> None:
    copies = [BUS.replace("19 h", f"{hour} h") for hour in range(12, 32)]
    mixed = [LIFE, *copies, LIFE.upper(), "", ""]
    assert families(_read(*mixed)) == [0, *[1] * 20, 0, 22, 23]


def test_families_follow_a_chain() -> None:
    words = [f"mot{number}" for number in range(60)]
    chain = [" ".join(words[start : start + 30]) for start in range(0, 31, 6)]
    ends = _read(chain[0], chain[-1])
    assert likeness(*ends) is None
    assert families(_read(*chain)) == [0] * len(chain)


@given(TEXTS)
def test_families_do_not_change_when_texts_that_resemble_nobody_come(texts: list[str]) -> None:
    before = families(_read(*texts))
    assert (
        families(_read(*texts, "quelque chose de tout autre, jamais écrit"))[: len(texts)] == before
    )
    assert all(eldest <= number for number, eldest in enumerate(before))
