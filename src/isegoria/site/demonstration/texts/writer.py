"""The writer of a demonstration: a person, a matter, a plan, and the way they type."""

from dataclasses import dataclass
from random import Random

from isegoria.site.demonstration.texts import foreign
from isegoria.site.demonstration.texts.composing import Composed, Pen, argued, compose
from isegoria.site.demonstration.texts.grammar import Voice
from isegoria.site.demonstration.texts.habits import pick_habit, typed
from isegoria.site.demonstration.texts.reading import Leanings, topics
from isegoria.site.demonstration.texts.stances import SHARES, author_of, position

THEMES = {
    "sante": {"fr": "Santé", "en": "Health"},
    "culture": {"fr": "Culture et sport", "en": "Culture and sport"},
    "education": {"fr": "Éducation et jeunesse", "en": "Education and youth"},
    "discriminations": {"fr": "Lutte contre les discriminations", "en": "Discrimination"},
    "travail": {"fr": "Travail et formation", "en": "Work and training"},
    "logement": {"fr": "Logement", "en": "Housing"},
    "ecologie": {"fr": "Écologie", "en": "Ecology"},
    "democratie": {"fr": "Démocratie locale", "en": "Local democracy"},
    "territoires": {"fr": "Territoires et déplacements", "en": "Territories and travel"},
    "numerique": {"fr": "Numérique", "en": "Digital life"},
}
"""The ten themes by their address, with their titles."""
PLACES = (
    *("Valombre", "Valombre", "Valombre", "Valombre", "Castelbrume", "Castelbrume", "Rochepâle"),
    *("Aubeterne", "Brumevent", "Hautesève", "Montbruine", "Noirépine", "Pierrelune"),
    *("Roncevigne", "Saint-Exemple", "Valsonge", "Orgefeuille", "Isseronde", "Ventaille"),
    *("Clairombre", "Basse-Combe", "Tournebise", "Étangrive", "Mornelande"),
)
"""Towns and villages of the region of Valombre, the larger ones several times."""
_TESTIMONIES = 0.33
_FOREIGN = 0.001
_TRIES = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A contribution: ``kind`` is ``proposal`` or ``testimony``, ``current`` which of the three currents of
    opinion its author holds, ``leanings`` what each current thinks of it. A testimony may have no title."""

    theme: str
    topic: str
    kind: str
    title: str
    body: str
    language: str
    current: int
    leanings: Leanings
    place: str


@dataclass(frozen=True, slots=True)
class Remark:
    """An argument under a contribution: ``side`` is 1 for, −1 against, 0 neither."""

    side: int
    body: str
    language: str
    current: int


class Writer:
    """Writes as many contributions as one asks, no two with the same words."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 - invented texts, the same from the same seed
        self._known: set[str] = set()

    def contribution(self, theme: str) -> Draft:
        """A contribution to one of ``THEMES``. Raises RuntimeError when its lines are exhausted."""
        for _try in range(_TRIES):
            draft = self._draft(theme)
            if self._is_new(draft.body):
                return draft
        raise RuntimeError(f"Nothing new to say of {theme} after {len(self._known)} texts.")

    def comment(self, draft: Draft) -> Remark:
        """An argument that answers ``draft``: on the same matter, or short and general. What was argued
        on a matter is not argued again in the same words as long as there are others."""
        for _try in range(_TRIES):
            remark = self._remark(draft)
            if self._is_new(f"{draft.theme} {draft.topic} {remark.body}"):
                break
        return remark

    def _remark(self, draft: Draft) -> Remark:
        chance = self._chance
        current = chance.choices(range(len(SHARES)), SHARES)[0]
        side = position(draft.leanings, current, chance)
        topic = {each.slug: each for each in topics(draft.theme)}.get(draft.topic)
        against = topic is not None and draft.leanings != topic.leanings
        pen = Pen(chance, _voice(chance))
        body = argued(pen, topic, -side if against else side, side)
        return Remark(side, typed(body, pick_habit(chance), chance), "fr", current)

    def stance(self, draft: Draft, current: int) -> int:
        """The position that somebody of ``current`` takes on ``draft``: 1, 0 or −1."""
        return position(draft.leanings, current, self._chance)

    def _is_new(self, text: str) -> bool:
        """Whether these words, however typed, were not said before; they have been from now on."""
        words = "".join(filter(str.isalnum, text.casefold()))
        new = words not in self._known
        self._known.add(words)
        return new

    def _draft(self, theme: str) -> Draft:
        chance = self._chance
        if chance.random() < _FOREIGN:
            said = chance.choice(foreign.TEXTS[theme])
            return Draft(
                theme, "", said.kind, said.title, said.body, said.language, 0, (1, 0, 0), ""
            )
        voice = _voice(chance)
        pen = Pen(chance, voice)
        written = compose(pen, topics(theme), testimony=chance.random() < _TESTIMONIES)
        return self._typed(theme, written, voice)

    def _typed(self, theme: str, written: Composed, voice: Voice) -> Draft:
        chance, habit = self._chance, pick_habit(self._chance)
        return Draft(
            theme=theme,
            topic=written.topic,
            kind=written.kind,
            title=typed(written.title, habit, chance),
            body=typed(written.body, habit, chance),
            language="fr",
            current=author_of(written.leanings, chance),
            leanings=written.leanings,
            place=voice.place if chance.random() < 0.3 else "",
        )


def _voice(chance: Random) -> Voice:
    return Voice(feminine=chance.random() < 0.52, place=chance.choice(PLACES))
