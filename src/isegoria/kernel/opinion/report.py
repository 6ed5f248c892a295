"""A map as files: three tables, a picture and a summary."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from isegoria.kernel.opinion.mapping import LETTERS, OpinionMap
from isegoria.kernel.opinion.meaning import Trust
from isegoria.kernel.opinion.picture import picture
from isegoria.kernel.opinion.selection import Choice
from isegoria.kernel.tabular import guard

FORMAT = "isegoria-opinion-1"


def files(found: OpinionMap) -> dict[str, bytes]:
    """Each file of the map by name. Same map, same bytes."""
    return {
        "participants.csv": _participants(found),
        "posts.csv": _posts(found),
        "groups.csv": _groups(found),
        "map.svg": picture(found),
        "summary.json": json.dumps(summary(found), ensure_ascii=False, indent=1).encode() + b"\n",
    }


def summary(found: OpinionMap) -> dict[str, Any]:
    """The map in figures, without its people."""
    axes, grouping, votes = found.axes, found.grouping, found.votes
    sizes, trust = grouping.sizes().tolist(), found.trust
    doubts = trust.doubts if trust else ()
    return {
        "format": FORMAT,
        "voters": len(votes.voters),
        "kept": len(grouping.labels),
        "least_votes": found.least,
        "posts": len(votes.posts),
        "moderated": int(found.posts.moderated.sum()),
        "votes": len(votes.value),
        "variances": _rounded(axes.variances.tolist()),
        "explained": _rounded(axes.shares.tolist()),
        "explained_by_chance": None if trust is None else _figure(trust.chance),
        "silhouettes": {str(k): round(score, 4) for k, score in grouping.silhouettes.items()},
        "base_clusters": grouping.base_clusters,
        "stability": None if trust is None else _stability(trust),
        "groups": [
            {
                "group": letter,
                "people": people,
                "centre": _rounded(centre),
                "representative": [_choice(found, choice) for choice in choices],
            }
            for letter, people, centre, choices in zip(
                LETTERS, sizes, grouping.centres.tolist(), found.representative, strict=False
            )
        ],
        "agreed": [_choice(found, choice) for choice in found.agreed],
        "refused": [_choice(found, choice) for choice in found.refused],
        "shared": [votes.posts[post] for post in found.shared],
        "dividing": [votes.posts[post] for post in found.dividing],
        "warnings": [{"code": item.code, "sentence": item.sentence()} for item in doubts],
    }


def _stability(trust: Trust) -> dict[str, Any] | None:
    if trust.stability is None:
        return None
    steady = trust.stability
    return {"mean": round(steady.mean, 4), "replicates": len(steady.likeness)}


def _choice(found: OpinionMap, choice: Choice) -> dict[str, Any]:
    told: dict[str, Any] = {
        "comment-id": found.votes.posts[choice.post],
        "stance": choice.stance.value,
        "count": choice.count,
        "seen": choice.seen,
        "probability": _figure(choice.chance),
        "z": _figure(choice.z),
    }
    if choice.ratio is not None and choice.ratio_z is not None:
        told["representativeness"] = _figure(choice.ratio)
        told["representativeness-z"] = _figure(choice.ratio_z)
        told["best-agreed"] = choice.head
    return told


def _participants(found: OpinionMap) -> bytes:
    letters = [*LETTERS, ""]
    rows = zip(
        map(_safe, found.votes.voters),
        found.votes.per_voter().tolist(),
        *map(_written, found.axes.voters.T.tolist()),
        (letters[label] for label in found.labels.tolist()),
        strict=True,
    )
    return _table(("voter-id", "votes", "x", "y", "group"), rows)


def _posts(found: OpinionMap) -> bytes:
    posts, groups = found.posts, LETTERS[: found.grouping.k].lower()
    header = ["comment-id", "agrees", "disagrees", "neutrals", "extremity", "priority"]
    header += ["consensus", "consensus-against", "division", "moderated", "x", "y"]
    header += ["mean", "weight-x", "weight-y"]
    columns: list[Iterable[Any]] = [
        map(_safe, found.votes.posts),
        posts.everybody.agree.tolist(),
        posts.everybody.disagree.tolist(),
        posts.everybody.neutral.tolist(),
        *(
            _written(column.tolist())
            for column in (
                posts.extremity,
                posts.priority,
                posts.consensus,
                posts.refusal,
                posts.division,
            )
        ),
        posts.moderated.astype(int).tolist(),
        *map(_written, found.axes.posts.T.tolist()),
        _written(found.axes.means.tolist()),
        *map(_written, found.axes.components.tolist()),
    ]
    for group, letter in enumerate(groups):
        for what, counts in (
            ("agrees", posts.groups.agree),
            ("disagrees", posts.groups.disagree),
            ("neutrals", posts.groups.neutral),
        ):
            header.append(f"group-{letter}-{what}")
            columns.append(counts[group].tolist())
    return _table(header, zip(*columns, strict=True))


def _groups(found: OpinionMap) -> bytes:
    header = ["group", "people", "rank", "comment-id", "stance", "count", "seen", "probability"]
    header += ["z", "representativeness", "representativeness-z", "best-agreed"]
    sizes = found.grouping.sizes().tolist()

    def _rows() -> Iterator[Sequence[Any]]:
        for group, choices in enumerate(found.representative):
            for rank, choice in enumerate(choices, start=1):
                told = _choice(found, choice)
                told["comment-id"] = _safe(told["comment-id"])
                told["best-agreed"] = int(choice.head)
                yield [LETTERS[group], sizes[group], rank, *told.values()]

    return _table(header, _rows())


def _table(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _safe(name: str) -> str:
    """An id that no spreadsheet takes for a formula."""
    return name if name.isalnum() else guard(name)


def _figure(value: float) -> float:
    """A number with the digits that mean something."""
    return float(f"{value:.9g}")


def _rounded(values: Iterable[float]) -> list[float]:
    return [_figure(value) for value in values]


def _written(values: Iterable[float]) -> Iterator[str]:
    return (f"{value + 0.0:.9g}" for value in values)
