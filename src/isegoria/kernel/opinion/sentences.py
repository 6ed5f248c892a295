"""What a map says, in English sentences for a terminal."""

from collections.abc import Iterator, Sequence

from isegoria.kernel.opinion.mapping import LETTERS, OpinionMap
from isegoria.kernel.opinion.selection import Choice, Stance


def outcome(found: OpinionMap) -> Iterator[str]:
    """People, groups and what tells them apart, what unites and what divides; doubts last."""
    votes, grouping = found.votes, found.grouping
    out = int(found.posts.moderated.sum())
    apart = f", {out} of them moderated out" if out else ""
    yield (
        f"{len(votes.voters)} people, {len(votes.posts)} posts{apart}, {len(votes.value)} votes;"
        f" {len(grouping.labels)} people voted on {found.least} posts or more."
    )
    first, second = found.axes.shares.tolist()
    trust = found.trust
    chance = f" (chance alone: {trust.chance:.1%})" if trust else ""
    yield f"The axes explain {first:.1%} and {second:.1%} of the differences between people{chance}."
    if grouping.k:
        stable = trust.stability if trust else None
        steady = f", stability {stable.mean:.2f}" if stable else ""
        yield f"{grouping.k} groups (silhouette {grouping.separation:.2f}{steady}):"
    sizes = grouping.sizes().tolist()
    for letter, people, choices in zip(LETTERS, sizes, found.representative, strict=False):
        yield f"  {letter}, {people} people: {'; '.join(_stances(found, choices)) or 'nothing apart'}"
    yield f"Most people agree with {_posts(found, [c.post for c in found.agreed])}."
    yield f"Most people disagree with {_posts(found, [c.post for c in found.refused])}."
    if grouping.k:
        yield f"Every group tends to agree with {_posts(found, found.shared)}."
        yield f"Groups clash on {_posts(found, found.dividing)}."
    for doubt in trust.doubts if trust else ():
        yield f"Warning: {doubt.sentence()}"


def _stances(found: OpinionMap, choices: Sequence[Choice]) -> Iterator[str]:
    for stance, verb in ((Stance.AGREE, "agrees with"), (Stance.DISAGREE, "disagrees with")):
        posts = [choice.post for choice in choices if choice.stance is stance]
        if posts:
            yield f"{verb} {_posts(found, posts)}"


def _posts(found: OpinionMap, posts: Sequence[int]) -> str:
    return ", ".join(found.votes.posts[post] for post in posts) or "nothing"
