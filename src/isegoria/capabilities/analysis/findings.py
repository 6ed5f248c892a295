"""An opinion map as it is kept: figures of texts and of groups, marks of several people, nobody alone."""

from collections.abc import Iterable
from typing import Any

from isegoria.capabilities.analysis.rules import LEAST_PEOPLE, LEAST_TOGETHER, together
from isegoria.kernel.opinion.crowds import crowds
from isegoria.kernel.opinion.mapping import OpinionMap
from isegoria.kernel.opinion.report import summary
from isegoria.kernel.opinion.selection import Choice

type Json = dict[str, Any]


def findings(found: OpinionMap) -> Json:
    """What the page of results shows.

    ``too_few``: fewer than :data:`LEAST_PEOPLE` people are in groups, and nothing else is told but how many
    people, texts and positions there are. Nothing is told either of groups under :data:`LEAST_TOGETHER`.
    """
    votes, kept = found.votes, len(found.grouping.labels)
    told: Json = {
        "people": len(votes.voters),
        "posts": len(votes.posts),
        "positions": len(votes.value),
        "kept": kept,
        "least": found.least,
        "too_few": kept < LEAST_PEOPLE,
    }
    if kept < LEAST_PEOPLE:
        return told
    sizes = found.grouping.sizes().tolist()
    trust = found.trust
    return {
        **told,
        "summary": _masked(summary(found), sizes),
        "sizes": sizes,
        "centres": found.grouping.centres.tolist(),
        "shares": found.axes.shares.tolist(),
        "stability": trust.stability.mean if trust and trust.stability else None,
        "replicates": len(trust.stability.likeness) if trust and trust.stability else 0,
        "doubts": [doubt.code for doubt in (trust.doubts if trust else ())],
        "crowds": [
            [crowd.group, round(crowd.x, 4), round(crowd.y, 4), crowd.people]
            for crowd in crowds(found.axes.voters, found.labels, least=together(kept))
        ],
        "groups": [
            [_choice(found, choice, group) for choice in choices]
            if size >= LEAST_TOGETHER
            else None
            for group, (choices, size) in enumerate(zip(found.representative, sizes, strict=True))
        ],
        "agreed": [_choice(found, choice) for choice in found.agreed],
        "refused": [_choice(found, choice) for choice in found.refused],
        "shared": [found.votes.posts[post] for post in found.shared if len(sizes) > 1],
        "dividing": [found.votes.posts[post] for post in found.dividing],
        "figures": {found.votes.posts[post]: _figures(found, post) for post in _told(found)},
    }


def _masked(figures: Json, sizes: list[int]) -> Json:
    """The summary of the kernel, without what it tells of small groups."""
    for group, size in zip(figures["groups"], sizes, strict=True):
        if size < LEAST_TOGETHER:
            group["representative"] = []
    return figures


def _told(found: OpinionMap) -> Iterable[int]:
    return {*found.shared, *found.dividing}


def _figures(found: OpinionMap, post: int) -> list[list[int]]:
    """Agree, neutral and disagree in each group."""
    groups = found.posts.groups
    columns = groups.agree[:, post], groups.neutral[:, post], groups.disagree[:, post]
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _choice(found: OpinionMap, choice: Choice, group: int | None = None) -> Json:
    """A chosen text; ``others`` of ``others_seen`` took the same position outside its group."""
    told: Json = {
        "post": found.votes.posts[choice.post],
        "stance": choice.stance.value,
        "count": choice.count,
        "seen": choice.seen,
    }
    if group is not None:
        groups = found.posts.groups
        same = groups.agree if choice.stance == "agree" else groups.disagree
        told["others"] = int(same[:, choice.post].sum()) - choice.count
        told["others_seen"] = int(groups.seen[:, choice.post].sum()) - choice.seen
        told["head"] = choice.head
    return told


def table(found: OpinionMap) -> list[Json]:
    """One line per text: who took which position, in all and in each group that is large enough; what it
    takes to place somebody. Empty when too few people are in groups."""
    if len(found.grouping.labels) < LEAST_PEOPLE:
        return []
    everybody, posts, axes = found.posts.everybody, found.posts, found.axes
    large = found.grouping.sizes() >= LEAST_TOGETHER
    return [
        {
            "post": ref,
            "agree": int(everybody.agree[at]),
            "neutral": int(everybody.neutral[at]),
            "disagree": int(everybody.disagree[at]),
            "consensus": round(float(posts.consensus[at]), 4),
            "refusal": round(float(posts.refusal[at]), 4),
            "division": round(float(posts.division[at]), 4),
            "extremity": round(float(posts.extremity[at]), 4),
            "groups": [
                row if is_large else None
                for row, is_large in zip(_figures(found, at), large.tolist(), strict=False)
            ],
            "weights": [float(axes.means[at]), *axes.components[:, at].tolist()],
        }
        for at, ref in enumerate(found.votes.posts)
    ]
