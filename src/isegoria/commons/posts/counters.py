"""Do the counters equal the rows? Asked every night, mended and told when they do not."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F

from isegoria.commons.posts.models import Follow, Post, QualifierCount, Stance
from isegoria.commons.posts.rules import bits_of
from isegoria.commons.posts.statements import COUNTERS
from isegoria.core.tasks.recurring import Recurring

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Posts looked at together: what bounds the memory and the time of a lock."""
_COLUMNS = (*COUNTERS.values(), "comment_count", "follow_count")

type Counts = dict[str, int]


def check_counters() -> int:
    """Compare the counters of every post with its rows and mend those that differ; how many did.

    Nothing is written in the journal: it holds the acts, and a counter is only their sum.
    """
    mended = sum(_mend(keys) for keys in _chunks())
    if mended:
        logger.warning("Counters of %d posts did not equal their rows; they were mended.", mended)
    return mended


def _chunks() -> Iterator[list[int]]:
    last = 0
    while keys := list(
        Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield keys
        last = keys[-1]


def _mend(keys: list[int]) -> int:
    """Mend the posts among ``keys`` whose counters differ, looked at again under their lock."""
    if not (suspects := _wrong(keys)):
        return 0
    with transaction.atomic():
        list(Post.objects.select_for_update().filter(pk__in=suspects).values_list("pk"))
        wrong = _wrong(list(suspects))
        for pk, (counts, bits) in wrong.items():
            Post.objects.filter(pk=pk).update(**counts)
            QualifierCount.objects.filter(post=pk).delete()
            QualifierCount.objects.bulk_create(
                QualifierCount(post_id=pk, bit=bit, count=count) for bit, count in bits.items()
            )
    return len(wrong)


def _wrong(keys: list[int]) -> dict[int, tuple[Counts, dict[int, int]]]:
    """What the counters of some posts should be, for those where they are not. Five statements."""
    right: dict[int, Counts] = {pk: dict.fromkeys(_COLUMNS, 0) for pk in keys}
    bits: dict[int, dict[int, int]] = defaultdict(dict)
    stances = Stance.objects.filter(post__in=keys).order_by()
    for pk, value, qualifiers, count in stances.values_list("post", "value", "qualifiers").annotate(
        count=Count("pk")
    ):
        right[pk][COUNTERS[value]] += count
        for bit in bits_of(qualifiers):
            bits[pk][bit] = bits[pk].get(bit, 0) + count
    comments = Post.objects.filter(parent__in=keys, shown=True).order_by()
    for pk, count in comments.values_list("parent").annotate(count=Count("pk")):
        right[pk]["comment_count"] = count
    follows = Follow.objects.filter(post__in=keys).order_by()
    for pk, count in follows.values_list("post").annotate(count=Count("pk")):
        right[pk]["follow_count"] = count
    stored = {row["pk"]: row for row in Post.objects.filter(pk__in=keys).values("pk", *_COLUMNS)}
    counted: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, bit, count in QualifierCount.objects.filter(post__in=keys, count__gt=0).values_list(
        "post", "bit", F("count")
    ):
        counted[pk][bit] = count
    return {
        pk: (counts, bits[pk])
        for pk, counts in right.items()
        if pk in stored  # a draft may have been discarded meanwhile
        and (
            any(stored[pk][name] != count for name, count in counts.items())
            or counted[pk] != bits[pk]
        )
    }


NIGHTLY_COUNT = Recurring("posts.check_counters", timedelta(days=1), check_counters)
