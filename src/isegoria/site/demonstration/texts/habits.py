"""How people type: without accents, without capitals, in capitals, in a hurry, with mistakes."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

_MISTAKES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bà\b", "a"),
        (r"\b([Çç])a\b", "sa"),
        (r"\bC['’]est\b", "Ces"),
        (r"\bc['’]est\b", "ces"),
        (r"\bses\b", "ces"),
        (r"(?<=[bcdfglmnprstv])é(?= (?:de|par|à|et|en|le|la|les|un)\b)", "er"),
        (r"(?<=[bcdfglmnprstv])er(?= (?:de|par|à|et|en|le|la|les|un|une|des)\b)", "é"),
        (r"(?<=[a-z]{4})s(?= (?:et|qui|de|pour|sont|ont)\b)", ""),
        (r"(?<=[a-z]{3})ait\b", "ais"),
        (r"(?<=[a-z]{3})aient\b", "ait"),
        (r"\bpeut\b", "peux"),
        (r"\bfaut\b", "faux"),
        (r"\bleurs\b", "leur"),
        (r"\bou\b", "où"),
        (r"\boù\b", "ou"),
        (r"\bQuand\b", "Quant"),
        (r"\bquand\b", "quant"),
        (r"\bmalgré\b", "malgrés"),
        (r"\bparmi\b", "parmis"),
        (r"\b([Aa])ujourd['’]hui\b", r"\1ujourdhui"),
        (r"\bbeaucoup\b", "beaucoups"),
        (r"\bpersonnel\b", "personel"),
        (r"\bdéveloppe", "dévelope"),
        (r"\bappel", "apel"),
        (r"\bconnaî", "connai"),
        (r"\bhôpital\b", "hopital"),
        (r"\blangage\b", "language"),
        (r"mm(?=[ae])", "m"),
        (r"\bquelqu['’]un\b", "quelqun"),
        (r"\bdavantage\b", "d'avantage"),
        (r"\bbus\b", "buss"),
        (r"\bvoir\b", "voire"),
        (r"\bne (?=[a-z]+ (?:pas|plus|rien|jamais)\b)", ""),
        (r"ille\b", "lle"),
        (r"ss(?=i)", "s"),
    )
)
_HURRY = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\b[Bb]eaucoup\b", "bcp"),
        (r"\b[Pp]arce qu[e’']", "pcq "),
        (r"\b[Tt]out le monde\b", "tlm"),
        (r"\b[Qq]uand\b", "qd"),
        (r"\b[Pp]our\b", "pr"),
        (r"\b[Pp]endant\b", "pdt"),
        (r"\b[Qq]uelqu[’']un\b", "qqn"),
        (r"\b[Dd]ans\b", "ds"),
        (r"\b[Tt]oujours\b", "tjs"),
        (r"\b[Cc][’']est\b", "c"),
        (r"\b[Rr]endez-vous\b", "rdv"),
        (r"\b[Mm]aintenant\b", "mtn"),
        (r"\b[Tt]ous\b", "ts"),
    )
)
_STARTS = re.compile(r"(?:(?<=^)|(?<=[.!?:\n] )|(?<=\n))([A-ZÀÂÉÈÊÎÔÇ])(?=[a-zà-ÿ’' ])")
_STRONG = re.compile(r" ?([;:!?])")


def typed(text: str, habit: str, chance: Random) -> str:
    """``text`` as somebody with ``habit`` types it. ``tidy`` keeps the typography of books."""
    if habit == "tidy":
        return _STRONG.sub("\u00a0\\1", text)
    return _HABITS[habit](text.replace("’", "'"), chance)


def pick_habit(chance: Random) -> str:
    """Most people type well enough; some do not."""
    return chance.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]


def _plain(text: str, _chance: Random) -> str:
    return text


def _tight(text: str, _chance: Random) -> str:
    return _STRONG.sub(r"\1", text)


def _bare(text: str, _chance: Random) -> str:
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _small(text: str, _chance: Random) -> str:
    return _STARTS.sub(lambda found: found[1].lower(), text)


def _loud(text: str, chance: Random) -> str:
    said = _bare(text, chance).upper()
    return said.replace(" !", " !!!") if chance.random() < 0.5 else said


def _breathless(text: str, _chance: Random) -> str:
    return re.sub(r" ?[.,;:](?=[ \n]|$)", "", _small(text, _chance))


def _careless(text: str, chance: Random) -> str:
    spots = [
        (found.start(), found.end(), found.expand(instead))
        for pattern, instead in _MISTAKES
        for found in pattern.finditer(text)
    ]
    wanted = min(len(spots), chance.randint(1, 3 + len(text) // 150))
    kept = len(text)
    for start, end, instead in sorted(chance.sample(spots, wanted), reverse=True):
        if end <= kept:
            text, kept = text[:start] + instead + text[end:], start
    return text


def _hurried(text: str, chance: Random) -> str:
    for pattern, instead in _HURRY:
        if chance.random() < 0.7:
            text = pattern.sub(instead, text)
    return _small(_tight(text, chance), chance)


def _keen(text: str, chance: Random) -> str:
    return text.replace(" !", chance.choice((" !!", " !!!", "!!"))).replace(" ?", " ??")


_HABITS: dict[str, Callable[[str, Random], str]] = {
    "plain": _plain,
    "tight": _tight,
    "bare": _bare,
    "small": _small,
    "loud": _loud,
    "breathless": _breathless,
    "careless": _careless,
    "hurried": _hurried,
    "keen": _keen,
    "careless and small": lambda text, chance: _small(_careless(text, chance), chance),
    "careless and tight": lambda text, chance: _tight(_careless(text, chance), chance),
}
_WEIGHTS = {
    "tidy": 22,
    "plain": 34,
    "tight": 10,
    "bare": 3,
    "small": 6,
    "loud": 1.5,
    "breathless": 2,
    "careless": 11,
    "careless and small": 4,
    "careless and tight": 3,
    "hurried": 2,
    "keen": 3,
}
