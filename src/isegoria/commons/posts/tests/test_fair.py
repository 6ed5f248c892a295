"""The fair order: everybody exactly once, both ways, from another point each day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.posts.fair import BEGINNINGS, RING, FairPages, beginning_of
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import citizen, published

DAY = date(2026, 3, 12)


@given(st.dates(max_value=date(9000, 1, 1)))
def test_sixty_four_days_in_a_row_begin_at_sixty_four_points(first) -> None:
    days = [first + timedelta(days=rank) for rank in range(BEGINNINGS)]
    assert {beginning_of(day) for day in days} == set(range(BEGINNINGS))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("day", [DAY, DAY + timedelta(days=30)])
def test_the_ring_is_walked_once_forwards_and_once_back(place, size, day) -> None:
    author = citizen()
    for rank in range(7):
        post = published(author, place)
        Post.objects.filter(pk=post.pk).update(shuffle=RING // 7 * (rank // 2))
    posts = Post.objects.filter(activity=place.activity, shown=True)
    start = beginning_of(day) * (RING // BEGINNINGS)
    expected = sorted(posts, key=lambda post: (post.shuffle < start, post.shuffle, post.pk))
    walked, pages, cursor = [], [], ""
    fair = FairPages(lambda: posts, size)
    while True:
        page = fair.rows(day, cursor)
        pages.append(page)
        walked += page.items
        if not page.next:
            break
        cursor = page.next
        day += timedelta(days=1)  # midnight passes: the walk goes on where it stands
    assert [row.one() for row in walked] == expected
    back = [pages[-1].items]
    while (cursor := page.previous) and (page := fair.rows(day, cursor)):
        back.append(page.items)
    assert list(reversed(back)) == [page.items for page in pages]


def test_a_forged_cursor_gives_the_first_page(place) -> None:
    post = published(citizen(), place)
    fair = FairPages(lambda: Post.objects.filter(shown=True))
    for cursor in ("x", "n:0", "' OR 1=1"):
        assert [row.one() for row in fair.rows(DAY, cursor).items] == [post]
    assert not FairPages(lambda: Post.objects.filter(pk=0)).rows(DAY)
