"""The public edition of a record: the list and the number for everybody, nobody to be recognised in it.

The complete record is for observers: in it, whoever knows that one person only has a profile finds the
line. Here profiles that fewer than k people of the pool have are coarsened: values are hidden, feature
by feature, those with most values first, until every published profile stands for k people or more
(k-anonymity: Sweeney, *k-Anonymity: a model for protecting privacy*, 2002). Households, weights and
pseudonyms are left out. What cannot be checked any more is said in the edition itself.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery import verifier
from isegoria.kernel.lottery.drawing import DRAWING, Refused
from isegoria.kernel.lottery.record import TRANSCRIPT, digest, number, sealed, table
from isegoria.kernel.lottery.sources import describe
from isegoria.kernel.lottery.verifier import verify

EDITION = "edition.json"
FORMAT = "isegoria-lottery-edition-1"

type Profile = tuple[str, ...]
type Coarse = tuple[str | None, ...]


def coarsened(people: Mapping[Profile, int], k: int) -> dict[Profile, Coarse]:
    """For each profile (with how many ``people`` have it) the one that is published in its place:
    the same, or with some values hidden (None), so that each stands for ``k`` people at least.

    Features are hidden in one order, those with most values first, and no further than it takes for
    what is left to be shared by ``k`` everywhere: the others are never hidden, so that their quotas
    can be checked. Where the last ones are too few, the smallest group that looks like them joins
    them. Raises ValueError when all together are fewer than ``k``.
    """
    if sum(people.values()) < k:
        raise ValueError("fewer people than k")
    features = range(len(next(iter(people))))
    finest = sorted(features, key=lambda f: (-len({profile[f] for profile in people}), f))
    found: dict[Profile, Coarse] = {}
    for level in range(len(finest) + 1):
        coarse_of = {profile: _hidden(profile, finest[:level]) for profile in people}
        left = {profile: coarse_of[profile] for profile in people if profile not in found}
        groups = _sizes(left, people)
        found |= {profile: coarse for profile, coarse in left.items() if groups[coarse] >= k}
        if min(_sizes(coarse_of, people).values()) >= k:
            break
    for alone in sorted(groups, key=_order):
        while groups[alone] < k:
            sizes = _sizes(found, people)
            alike = {found[profile] for profile in found if coarse_of[profile] == alone} - {alone}
            join = min(
                alike, key=lambda coarse: (-coarse.count(None), sizes[coarse], _order(coarse))
            )
            found |= {profile: alone for profile, coarse in found.items() if coarse == join}
            groups[alone] += sizes[join]
    return {profile: found.get(profile, coarse_of[profile]) for profile in people}


def _hidden(profile: Profile, features: Collection[int]) -> Coarse:
    return tuple(None if f in features else value for f, value in enumerate(profile))


def _order(coarse: Coarse) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for value in coarse]


def _sizes(found: Mapping[Profile, Coarse], people: Mapping[Profile, int]) -> Counter[Coarse]:
    sizes: Counter[Coarse] = Counter()
    for profile, coarse in found.items():
        sizes[coarse] += people[profile]
    return sizes


def publish(folder: Path, k: int) -> dict[str, bytes]:
    """The files of the public edition of the record in ``folder``, drawn or not.

    The same record and ``k`` give the same bytes; a draw adds ``drawing.json`` and its sum. Raises
    drawing.Refused when the record does not hold or has fewer than ``k`` people.
    """
    record = verify.examine(folder)
    if record.problems:
        raise Refused(f"The record does not hold: {record.problems[0]}. Nothing was published.")
    people = Counter(tuple(record.pool[p][1]) for p in record.type_of)
    try:
        coarse_of = coarsened(people, k)
    except ValueError:
        raise Refused(
            f"{people.total()} people can be drawn: they cannot hide among {k}. Nothing was published."
        ) from None
    sizes = _sizes(coarse_of, people)
    profiles = sorted(sizes, key=_order)
    place = {coarse: position for position, coarse in enumerate(profiles)}
    panels = {
        name: sorted(place[coarse_of[tuple(record.pool[p][1])]] for p in panel)
        for name, panel in record.panels.items()
    }
    seats = record.bounds[0][0]
    files = {
        "panels.csv": table(
            ["number", *(str(seat) for seat in range(1, seats + 1))],
            ([name, *panel] for name, panel in panels.items()),
        ),
        verifier.NAME: verifier.source(),
    }
    told = _told(record, k, [(sizes[coarse], coarse) for coarse in profiles], files)
    files[EDITION] = canonical(told)
    files["edition.md"] = _page(told, digest(files[EDITION])).encode()
    if DRAWING in record.data:
        drawn = record.json(DRAWING)
        files[DRAWING] = canonical(
            {
                "edition": digest(files[EDITION]),
                "number": drawn["number"],
                "panel": panels[drawn["number"]],
                "sources": drawn["sources"],
            }
        )
    return sealed(files)


def _told(
    record: Any, k: int, profiles: Sequence[tuple[int, Coarse]], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """What the edition tells: the terms that can still be checked, and those that cannot."""
    transcript = record.transcript
    features = transcript["features"]
    hidden = [
        feature
        for column, feature in enumerate(features)
        if any(coarse[column] is None for _, coarse in profiles)
    ]
    bounds = zip(transcript["quotas"], record.bounds[1:], strict=False)
    not_proved = [
        f"the quotas of {', '.join(hidden)}, some values of which are hidden" if hidden else "",
        "that there is one person at most per household"
        if any(key[1] for key in record.types)
        else "",
        f"that the chances are those of the label ({transcript['label']}, {transcript['objective']})",
        "that these profiles are those of the pool whose root is given: the complete record does",
    ]
    return {
        "claims": {
            "cap": transcript["cap"],
            "label": transcript["label"],
            "largest": str(max(record.chances)),
            "objective": transcript["objective"],
            "smallest": str(min(record.chances)),
        },
        "features": features,
        "files": {name: digest(data) for name, data in files.items()},
        "format": FORMAT,
        "k": k,
        "not_proved": [said for said in not_proved if said],
        "panels": len(record.panels),
        "pool": transcript["pool"],
        "profiles": [{"people": people, "values": coarse} for people, coarse in profiles],
        "quotas": [
            {"feature": quota["feature"], "max": high, "min": low, "value": quota["value"]}
            for quota, (low, high) in bounds
            if quota["feature"] not in hidden
        ],
        "seats": record.bounds[0][0],
        "sources": transcript["sources"],
        "transcript": digest(record.data[TRANSCRIPT]),
    }


def _page(told: Mapping[str, Any], fingerprint: str) -> str:
    """The edition in words."""
    total, chances = told["panels"], told["claims"]
    proved = list(dict.fromkeys(quota["feature"] for quota in told["quotas"]))
    smallest, largest = (Fraction(chances[end]) for end in ("smallest", "largest"))
    return "\n".join(
        [
            "# Civic lottery: public edition\n",
            f"Fingerprint of this edition (SHA-256), to publish before the draw:\n\n    {fingerprint}\n",
            f"Fingerprint of the complete record, which observers hold:\n\n    {told['transcript']}\n",
            f"* {told['pool']['eligible']} people can be drawn, for {told['seats']} seats.",
            (
                f"* Chances from {float(smallest):.4%} to {float(largest):.4%}"
                f" ({chances['objective']}, {chances['label']})."
            ),
            (
                f"* {total} panels, numbered {number(0, total)} to {number(total - 1, total)}. The number"
                f" comes from: {', '.join(map(describe, told['sources']))}."
            ),
            f"* Every profile stands for {told['k']} people at least; what is rarer is hidden.\n",
            "`python3 -I verify.py` checks that every panel of the list has its size"
            + (f" and keeps the quotas of {', '.join(proved)}" if proved else "")
            + ", and that the number gives the panel. It does not prove:\n",
            *(f"* {said}" for said in told["not_proved"]),
            "",
        ]
    )
