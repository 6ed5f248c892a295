"""From lines to a text: which of them, in which order, and the words that join them."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from isegoria.site.demonstration.texts.grammar import Voice, begun, spoken, told
from isegoria.site.demonstration.texts.plans import PROPOSALS, TESTIMONIES
from isegoria.site.demonstration.texts.reading import Leanings, Line, Topic, topics

_LONG = 330
"""Characters from which people make paragraphs."""
_LONGEST_TITLE = 110


@dataclass(slots=True)
class Pen:
    """Chance, and the voice of one person."""

    chance: Random
    voice: Voice

    def say(self, text: str) -> str:
        """A line in this voice."""
        return spoken(text, self.voice, self.chance)

    def tell(self, line: Line) -> str:
        """What happened, in this voice."""
        text = line.text if line.linked else told(line.text, self.chance)
        return begun(spoken(text, self.voice, self.chance, linked=line.linked))

    def any_of(self, lines: tuple[Line, ...]) -> Line:
        """One of some lines."""
        return self.chance.choice(lines)


@dataclass(frozen=True, slots=True)
class Composed:
    """A text before it is typed."""

    topic: str
    kind: str
    title: str
    body: str
    leanings: Leanings


def compose(pen: Pen, matters: tuple[Topic, ...], *, testimony: bool) -> Composed:
    """A text about one of ``matters``, or about two or three of them."""
    chance = pen.chance
    plans = TESTIMONIES if testimony else PROPOSALS
    plan = chance.choices(tuple(plans), tuple(plans.values()))[0]
    topic, *others = chance.sample(matters, 3)
    if plan == "N" and topic["n"]:
        title, _, text = pen.any_of(topic["n"]).text.partition(" :: ")
        against = tuple(-lean for lean in topic.leanings)
        body = _closed(pen, pen.say(text))
        return Composed(topic.slug, "proposal", pen.say(title), body, against)  # type: ignore[arg-type]
    if plan == "N":
        plan = "FA"
    elif not topic["s"]:
        plan = plan.replace("S", "G" if testimony else "" if "A" in plan else "A")
    parts = plan.split("&")
    body = _paragraph(pen, topic, parts[0], matters)
    for other, part in zip(others, parts[1:], strict=False):
        joint = pen.say(pen.any_of(_common()["j"]).text)
        body = f"{body}\n\n{joint} {_paragraph(pen, other, part, matters)}"
    kind = "testimony" if testimony else "proposal"
    title = _title(pen, topic) if not testimony or chance.random() < 0.6 else ""
    return Composed(topic.slug, kind, title, body, topic.leanings)


def argued(pen: Pen, topic: Topic | None, about: int, side: int) -> str:
    """An argument: ``about`` is for or against the matter itself where one is known, ``side`` for or
    against the text."""
    chance = pen.chance
    common = _common()
    general = pen.say(pen.any_of(common[{1: "+", 0: "=", -1: "-"}[side]]).text)
    letters = {1: "yfd", 0: "", -1: "v"}[about]
    own = [line for letter in letters for line in topic[letter]] if topic else []
    if not own or chance.random() < 0.35:
        return general
    said = pen.tell(chance.choice(own))
    return f"{general} {said}" if chance.random() < 0.25 else said


def _common() -> Topic:
    return topics("commun")[0]


def _title(pen: Pen, topic: Topic) -> str:
    chance = pen.chance
    letter = "t" if topic["t"] and chance.random() < 0.6 else "a"
    title = begun(pen.say(pen.any_of(topic[letter]).text)).rstrip(".")
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rpartition(",")[0] or begun(pen.say(topic["t"][0].text))
    return title if title[-1] in "?!" else title + chance.choices(("", " !", "."), (90, 5, 5))[0]


def _paragraph(pen: Pen, topic: Topic, plan: str, matters: tuple[Topic, ...]) -> str:
    """The parts of a plan, one after the other. The same person says them all."""
    said: list[str] = []
    facts = _facts(pen, topic, plan.count("F"))
    who = next((fact.said_by for fact in facts if fact.said_by not in ("", "femme")), "")
    for before, letter in pairwise(f"B{plan.removeprefix('B')}"):
        if letter == "F":
            if facts:
                said.append(pen.tell(facts.pop(0)))
        elif letter == "L":
            said.append(_list(pen, topic, matters))
        elif letter == "A":
            said.append(_ask(pen, topic, follows=before in "FSY"))
        else:
            said.extend(_part(pen, topic, letter, who, told="F" in plan))
    text = _closed(pen, _joined(pen, said or [_ask(pen, topic, follows=False)]))
    return f"{pen.say(pen.any_of(_common()['b']).text)}\n\n{text}" if plan[0] == "B" else text


def _facts(pen: Pen, topic: Topic, wanted: int) -> list[Line]:
    """Things that happened to one person: no two that only different people can say."""
    lines = [line for line in topic["f"] if line.said_by != "femme" or pen.voice.feminine]
    pen.chance.shuffle(lines)
    chosen: list[Line] = []
    for line in lines:
        who = {each.said_by for each in [*chosen, line]} - {""}
        if len(chosen) < wanted and len(who) < 2:
            chosen.append(line)
    return chosen


def _part(pen: Pen, topic: Topic, letter: str, who: str, *, told: bool) -> list[str]:
    common = _common()
    lines = topic[letter]
    if letter == "I":
        fitting = [
            line for line in common["i"] if line.said_by in (("", who) if told else (line.said_by,))
        ]
        exact = [line for line in fitting if line.said_by == who and who]
        lines = tuple(exact or fitting)
    elif letter in "CG" or (letter == "O" and (not lines or pen.chance.random() < 0.3)):
        lines = common[letter.lower()]
    elif letter.isupper():
        lines = topic[letter.lower()]
    return [begun(pen.say(pen.any_of(lines).text))] if lines else []


def _ask(pen: Pen, topic: Topic, *, follows: bool) -> str:
    """What to do, in one of the ways of asking for it."""
    common = _common()
    frames = common["k"] + (common["p"] if follows else ())
    line = pen.any_of(topic["a"]).text
    frame = pen.any_of(frames).text
    said = pen.say(frame.replace("…", line))
    return begun(said)


def _list(pen: Pen, topic: Topic, matters: tuple[Topic, ...]) -> str:
    """A list of three or four things to do."""
    chance = pen.chance
    others = chance.sample([each for each in matters if each is not topic], chance.randint(2, 3))
    head = pen.say(pen.any_of(_common()["h"]).text)
    sign = chance.choice(("- ", "– ", "* ", "• ", "1"))
    lines = [pen.say(pen.any_of(each["a"]).text) for each in (topic, *others)]
    rows = [
        f"{f'{number}) ' if sign == '1' else sign}{line}" for number, line in enumerate(lines, 1)
    ]
    return "\n".join([head, "", *rows])


def _joined(pen: Pen, said: list[str]) -> str:
    """Sentences one after the other, in paragraphs where the text is long."""
    chance = pen.chance
    said = [each if each[-1] in ".!?,:…" or "\n" in each else f"{each}." for each in said]
    whole = " ".join(said)
    if "\n" in whole or (len(whole) > _LONG and chance.random() < 0.6):
        cuts = {0, *chance.sample(range(1, len(said)), min(len(said) - 1, len(whole) // 260))}
        if "\n" in whole:
            cuts = set(range(len(said)))
        return "".join(
            ("\n\n" if place and place in cuts else " " if place else "") + sentence
            for place, sentence in enumerate(said)
        )
    return whole


def _closed(pen: Pen, text: str) -> str:
    """Some forget the last full stop."""
    if text.endswith(".") and pen.chance.random() < 0.12:
        return text[:-1]
    return text
