"""Ideas and themes: what must come together, what must stay apart, and what people settled."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np
import pytest

from isegoria.kernel.text.bags import Floats, bags, times, transposed
from isegoria.kernel.text.centres import drawn_together, landmarks, refined
from isegoria.kernel.text.grouping import Grouping, Seat, group
from isegoria.kernel.text.portraits import portraits, reasons, theme_portraits
from isegoria.kernel.text.tests.sample import contributions, texts
from isegoria.kernel.text.tree import Tree
from isegoria.kernel.text.vectors import points

SUBJECTS = {
    "velo": "piste cyclable vélo arceau bicyclette chaussée",
    "medecin": "médecin généraliste patient ordonnance docteur cabinet",
    "train": "train gare rail voyageur quai locomotive",
    "cantine": "cantine légume cuisinier repas assiette maraîcher",
}
FRAMES = (
    "Nous voulons {0}, {1} et {2}.",
    "Pourquoi si peu de {2} et de {3} chez nous ?",
    "{1} ! {3} ! {4} ! Maintenant.",
    "Ma fille réclame {0} ou {4}, mon fils {5}.",
    "Une commune sans {5} ni {1} se meurt, disait {2}.",
    "Je propose {3}, {0}, puis {5} partout.",
)


def spoken() -> list[str]:
    """Six texts on each of four subjects, subject after subject."""
    return [frame.format(*words.split()) for words in SUBJECTS.values() for frame in FRAMES]


def by_words(read: Sequence[str]) -> Floats:
    """An encoder that knows the subjects: one direction each, and a little of everything."""
    known = [words.split() for words in SUBJECTS.values()]
    rows = [[0.1 + sum(word in text for word in words) for words in known] for text in read]
    return np.array(rows, dtype=np.float32)


def alike(found: Grouping, one: int, other: int) -> bool:
    return found.seats[one] is not None and found.seats[one] == found.seats[other]


def rand(meant: Sequence[object], found: Sequence[object]) -> float:
    """The adjusted Rand index."""

    def pairs(labels: Sequence[object]) -> int:
        return sum(comb(size, 2) for size in Counter(labels).values())

    chance = pairs(meant) * pairs(found) / comb(len(meant), 2)
    both = pairs(list(zip(meant, found, strict=True)))
    return (both - chance) / ((pairs(meant) + pairs(found)) / 2 - chance)


def test_subjects_come_apart() -> None:
    found = group(spoken(), "fr", encoder=by_words, ideas=4)
    together = [alike(found, one, other) for one, other in combinations(range(24), 2)]
    meant = [one // 6 == other // 6 for one, other in combinations(range(24), 2)]
    wrong = sum(a and not b for a, b in zip(together, meant, strict=True))
    assert wrong == 0
    assert sum(together) >= 0.6 * sum(meant)


def test_the_sample_is_grouped_better_than_by_plain_k_means() -> None:
    """scikit-learn's k-means on its plain TF-IDF, told the numbers of groups, gives 0.011 and 0.035
    (bench/text.py); a text left alone counts as a group of its own."""
    rows = contributions()
    found = group([row["text"] for row in rows], "fr", ideas=60, themes=10)
    ideas = [seat.idea if seat else -place for place, seat in enumerate(found.seats)]
    themes = [seat.theme if seat else -place for place, seat in enumerate(found.seats)]
    assert rand([row["idea"] for row in rows], ideas) > 0.09
    assert rand([row["theme"] for row in rows], themes) > 0.03


def test_a_stranger_is_not_grouped() -> None:
    said = texts("piscine", "eau", "sans-abri", "loyers", "pesticides", "referendum")
    found = group([*said, "Supercalifragilistique, zut, flûte, saperlipopette."], "fr")
    assert found.seats[-1] is None
    assert found.likeness[-1] == 0


def test_copies_follow_their_eldest_and_make_a_group_of_a_campaign() -> None:
    letter = "Sauvez le phare de Kerlouan, notre phare, avant que la mer ne le prenne à jamais."
    copies = [letter.replace("jamais", word) for word in ("jamais", "tout jamais", "la fin")]
    found = group([*spoken(), *copies], "fr", encoder=by_words, ideas=5)
    assert found.eldest[24:] == (24, 24, 24)
    assert len({*found.seats[24:]}) == 1
    assert found.seats[24] is not None


@pytest.mark.parametrize("said", [[], [""], ["…", "!!"], ["Un seul texte."], ["oui", "oui"]])
def test_little_to_say_is_not_an_error(said: list[str]) -> None:
    found = group(said, "fr")
    assert found.seats == (None,) * len(said)
    assert portraits(found) == []


def test_the_same_seed_gives_the_same_groups_whatever_the_encoder_batches() -> None:
    said = texts("piscine", "eau", "sans-abri")
    assert group(said, "fr").seats == group(said, "fr").seats


def test_what_people_settled_never_moves_and_newcomers_join_it() -> None:
    said = spoken()
    settled = {place: Seat(7, 3) for place in range(5)}
    settled |= {place: Seat(2, 9) for place in range(6, 11)}
    found = group(said, "fr", encoder=by_words, settled=settled, ideas=2)
    assert all(found.seats[place] == seat for place, seat in settled.items())
    assert found.seats[5] == Seat(7, 3)
    assert found.seats[11] == Seat(2, 9)
    new = {seat for seat in found.seats[12:] if seat}
    assert len(new) == 2
    assert {seat.idea for seat in new} == {10, 11}
    assert {seat.theme for seat in new} <= {2, 7}


def test_people_are_right_against_the_arithmetic() -> None:
    settled = {place: Seat(1, 1 + place % 2) for place in range(24)}
    assert group(spoken(), "fr", encoder=by_words, settled=settled).seats == tuple(
        settled[place] for place in range(24)
    )


def test_new_texts_leave_earlier_groups_as_they_were() -> None:
    first = group(spoken()[:18], "fr", encoder=by_words, ideas=3)
    settled = {place: seat for place, seat in enumerate(first.seats) if seat}
    second = group(spoken(), "fr", encoder=by_words, ideas=1, settled=settled)
    assert all(second.seats[place] == seat for place, seat in settled.items())


def test_a_copy_may_be_settled_away_from_its_eldest() -> None:
    said = [*spoken(), spoken()[0]]
    found = group(said, "fr", encoder=by_words, settled={0: Seat(1, 1), 24: Seat(1, 2)}, ideas=3)
    assert (found.seats[0], found.seats[24]) == (Seat(1, 1), Seat(1, 2))


def test_an_idea_has_one_theme() -> None:
    with pytest.raises(ValueError, match="idea 1 is settled in themes 1 and 2"):
        group(["a", "b"], "fr", settled={0: Seat(1, 1), 1: Seat(2, 1)})


def test_portraits_tell_what_a_group_is_about() -> None:
    found = group(spoken(), "fr", encoder=by_words, ideas=4)
    told = portraits(found)
    assert sum(portrait.texts for portrait in told) == sum(seat is not None for seat in found.seats)
    for portrait in told:
        subject = list(SUBJECTS.values())[portrait.central[0] // 6].split()
        assert set(portrait.words) <= set(subject)
        shown = [*portrait.central, *portrait.dissenting, *portrait.rarest]
        assert len(shown) == len(set(shown))
        assert all(found.seats[place] == Seat(portrait.theme, portrait.idea) for place in shown)
        least = min(found.likeness[place] for place in portrait.central)
        assert all(found.likeness[place] <= least for place in shown[len(portrait.central) :])


def test_words_keep_their_accents() -> None:
    found = group(spoken(), "fr", encoder=by_words, ideas=4)
    words = {word for portrait in portraits(found) for word in portrait.words}
    assert words & {"vélo", "médecin", "légume", "généraliste", "chaussée"}


def test_themes_hold_all_their_ideas_and_texts() -> None:
    found = group(texts("eau", "solaire", "loyers", "piscine", "aidants"), "fr", ideas=8, themes=3)
    ideas = portraits(found)
    themes = theme_portraits(found, ideas)
    assert sorted(idea for theme in themes for idea in theme.ideas) == sorted(
        portrait.idea for portrait in ideas
    )
    assert [theme.texts for theme in themes] == sorted(
        (theme.texts for theme in themes), reverse=True
    )


def test_every_grouped_text_says_why() -> None:
    said = spoken()
    found = group(said, "fr", encoder=by_words, ideas=4)
    why = reasons(found)
    assert set(why) == {place for place, seat in enumerate(found.seats) if seat}
    for place, because in why.items():
        assert because.words
        assert all(word in said[place].lower() for word in because.words)
        assert because.nearest is not None
        assert because.nearest != place
        assert alike(found, place, because.nearest)


def test_sparse_products_are_those_of_the_dense_matrix() -> None:
    read = bags(["le chat dort", "", "chat noir et chien noir", "…", "chien"], "fr")
    weights = read.weights()
    dense = np.zeros((5, len(read.forms)), dtype=np.float32)
    for row in range(5):
        cells = slice(read.starts[row], read.starts[row + 1])
        dense[row, read.columns[cells]] = weights[cells]
    assert np.linalg.norm(dense, axis=1) == pytest.approx([1, 0, 1, 0, 1])
    table = np.random.default_rng(0).normal(size=(len(read.forms), 3)).astype(np.float32)
    assert np.allclose(times(read.starts, read.columns, weights, table), dense @ table, atol=1e-6)
    back = transposed(read.starts, read.columns, weights, len(read.forms))
    assert np.allclose(times(*back, dense @ table), dense.T @ dense @ table, atol=1e-6)


def test_points_without_encoder_keep_the_angles_of_their_words() -> None:
    said = spoken()
    read = bags(said, "fr")
    found = points(said, read, None, seed=1)
    weights, dense = read.weights(), np.zeros((len(said), len(read.forms)), dtype=np.float32)
    for row in range(len(said)):
        cells = slice(read.starts[row], read.starts[row + 1])
        dense[row, read.columns[cells]] = weights[cells]
    assert np.allclose(found @ found.T, dense @ dense.T, atol=1e-3)


def test_the_tree_joins_what_costs_least() -> None:
    """Against Ward's rule applied naively, every pair of groups compared at every step."""
    chance = np.random.default_rng(3)
    spots = chance.normal(size=(30, 4)).astype(np.float32)
    sizes = chance.integers(1, 6, size=30)
    groups = [[place] for place in range(30)]

    def cost(one: list[int], other: list[int]) -> float:
        a, b = sizes[one].sum(), sizes[other].sum()
        x = (spots[one] * sizes[one, None]).sum(axis=0) / a
        y = (spots[other] * sizes[other, None]).sum(axis=0) / b
        return float(a * b / (a + b) * ((x - y) ** 2).sum())

    while len(groups) > 5:
        one, other = min(combinations(groups, 2), key=lambda pair: cost(*pair))
        groups = [kept for kept in groups if kept not in (one, other)] + [one + other]
    cut = Tree(spots, sizes).cut(5)
    assert {frozenset(np.flatnonzero(cut == number)) for number in range(5)} == {
        frozenset(kept) for kept in groups
    }


def test_many_points_are_stood_for_by_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isegoria.kernel.text.centres.LANDMARKS", 40)
    chance = np.random.default_rng(5)
    middle = np.eye(4, dtype=np.float32)[np.repeat(np.arange(4), 100)]
    spots = middle + 0.05 * chance.normal(size=middle.shape).astype(np.float32)
    spots /= np.linalg.norm(spots, axis=1, keepdims=True)
    marks, sizes = landmarks(spots, seed=0)
    assert sizes.sum() == 400
    assert len(marks) <= 40
    near = drawn_together(spots, marks)
    assert (near * middle).sum(axis=1).mean() > (spots * middle).sum(axis=1).mean()
    labels = refined(near, np.eye(4, dtype=np.float32), rounds=5)
    assert np.array_equal(labels, np.repeat(np.arange(4), 100))
