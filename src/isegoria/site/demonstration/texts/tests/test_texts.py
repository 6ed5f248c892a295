"""A reader of thirty texts in a row does not see the seams, as far as a machine can tell."""

import re
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from isegoria.kernel.opinion.mapping import opinion_map
from isegoria.kernel.opinion.votes import collect
from isegoria.site.demonstration.texts import THEMES, Draft, Writer
from isegoria.site.demonstration.texts.grammar import Voice, spoken
from isegoria.site.demonstration.texts.reading import topics
from isegoria.site.demonstration.texts.stances import position

COUNT = 1_000
SIGNS = re.compile(r"[{}|<>\[\]@~]|\((?:e|ne|le|te)\)| [,.]|[?!]\.|\.\. |  ")
ELISION = re.compile(
    r"\b(?:de|le|je|que|se|ne) (?=[aeéèêiîoôuœ])(?!onz|oui\b|un à|un euro)", re.IGNORECASE
)
SITUATIONS = 40


def some(count: int, seed: int = 3) -> list[Draft]:
    writer, themes = Writer(seed), list(THEMES)
    return [writer.contribution(themes[rank % len(themes)]) for rank in range(count)]


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    return some(COUNT)


def test_the_same_seed_writes_the_same_texts_and_another_writes_others() -> None:
    assert some(60) == some(60)
    assert {draft.body for draft in some(60)}.isdisjoint(draft.body for draft in some(60, seed=4))


def test_no_two_texts_are_the_same_words(drafts: list[Draft]) -> None:
    words = {"".join(filter(str.isalnum, draft.body.casefold())) for draft in drafts}
    assert len(words) == COUNT


def test_sentences_and_openings_are_many(drafts: list[Draft]) -> None:
    sentences = Counter(
        sentence
        for draft in drafts
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", draft.body)
        if len(sentence) > 25
    )
    assert len(sentences) > 0.75 * sentences.total()
    assert sentences.most_common(1)[0][1] < 0.02 * COUNT
    openings = Counter(" ".join(draft.body.split()[:6]) for draft in drafts)
    assert len(openings) > 0.75 * COUNT


def test_some_write_ten_words_and_some_a_page(drafts: list[Draft]) -> None:
    lengths = sorted(len(draft.body) for draft in drafts)
    assert lengths[COUNT // 20] < 80
    assert 120 < lengths[COUNT // 2] < 300
    assert lengths[-COUNT // 20] > 400


def test_people_type_as_people_type(drafts: list[Draft]) -> None:
    bodies = [draft.body for draft in drafts]
    capitals = sum(body.isupper() for body in bodies)
    small = sum(body[0].islower() for body in bodies)
    bare = sum(body.isascii() and len(body) > 120 for body in bodies)
    books = sum("\u00a0" in body or "’" in body for body in bodies)
    assert 3 < capitals < 0.04 * COUNT
    assert 0.05 * COUNT < small < 0.3 * COUNT
    assert 10 < bare < 0.15 * COUNT
    assert books > 0.1 * COUNT
    kinds = Counter(draft.kind for draft in drafts)
    assert kinds["testimony"] > 0.2 * COUNT


def every_line() -> list[tuple[str, bool]]:
    return [
        (line.text, line.linked)
        for theme in (*THEMES, "commun")
        for topic in topics(theme)
        for lines in topic.lines.values()
        for line in lines
    ]


@pytest.mark.parametrize("feminine", [False, True])
def test_every_line_agrees_whoever_says_it(feminine: bool) -> None:
    chance, wrong = Random(5), []
    for place in ("Valombre", "Aubeterne"):
        for text, linked in every_line():
            for _turn in range(2):
                said = spoken(
                    text.replace("…", "agir"), Voice(feminine, place), chance, linked=linked
                )
                said = said.partition(" :: ")[2] or said
                if SIGNS.search(said) or ELISION.search(said):
                    wrong.append(said)
    assert not wrong


def test_agreement_and_elision() -> None:
    line = "Je suis né(e) <seul/seule> à@, loin de@ ; j’essaie de~écrire"
    woman, man = Voice(True, "Aubeterne"), Voice(False, "Valombre")
    assert (
        spoken(line, woman, Random(1))
        == "Je suis née seule à Aubeterne, loin d’Aubeterne ; j’essaie d’écrire"
    )
    assert (
        spoken(line, man, Random(1))
        == "Je suis né seul à Valombre, loin de Valombre ; j’essaie d’écrire"
    )
    pairs = {spoken("{a|b} {c|d}", man, Random(seed), linked=True) for seed in range(20)}
    assert pairs == {"a c", "b d"}


@pytest.mark.parametrize("theme", THEMES)
def test_each_theme_has_situations_enough_and_a_writer_of_each_current(theme: str) -> None:
    matters = topics(theme)
    assert sum(len(topic["a"]) + len(topic["f"]) for topic in matters) >= SITUATIONS
    assert all(topic["t"] and topic["a"] and topic["f"] and topic["y"] for topic in matters)
    assert any(topic["n"] for topic in matters)
    writer = Writer(9)
    assert {writer.contribution(theme).current for _text in range(60)} == {0, 1, 2}


def test_an_argument_answers_its_contribution() -> None:
    writer, themes = Writer(11), list(THEMES)
    remarks = [
        writer.comment(writer.contribution(themes[rank % len(themes)])) for rank in range(120)
    ]
    english = replace(writer.contribution("sante"), topic="", language="en")
    remarks.append(writer.comment(english))
    assert {remark.side for remark in remarks} == {-1, 0, 1}
    assert all(0 < len(remark.body) < 2_000 for remark in remarks)
    assert len({remark.body for remark in remarks}) > 100
    same = [writer.comment(english).body for _turn in range(25)]
    assert len(set(same)) == len(same)


def test_the_map_of_opinions_shows_the_three_currents() -> None:
    chance = Random(2)
    proposals = [draft for draft in some(150, seed=8) if draft.kind == "proposal"]
    people = [person % 3 for person in range(120)]
    taken = [
        (person, place, position(proposals[place].leanings, current, chance))
        for person, current in enumerate(people)
        for place in chance.sample(range(len(proposals)), 30)
    ]
    found = opinion_map(collect(*map(list, zip(*taken, strict=True))), examined=False)
    groups = Counter(zip(found.grouping.labels.tolist(), people, strict=True))
    assert len({group for group, _current in groups}) == 3
    assert sum(sorted(groups.values())[-3:]) > 0.9 * len(people)
