"""Keyset pagination on real tables: every row once, whatever happens meanwhile; no cursor does harm."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.core.tasks.models import Run
from isegoria.core.ui.pagination import paginate

START = datetime(2026, 1, 1, tzinfo=UTC)
days = st.lists(st.integers(0, 5), max_size=14)
orders = st.sampled_from([("-expire_date",), ("expire_date",), ("-expire_date", "pk")])


def store(offsets, prefix="s"):
    Session.objects.bulk_create(
        Session(
            session_key=f"{prefix}{index:03}",
            session_data="",
            expire_date=START + timedelta(days=offset, microseconds=offset),
        )
        for index, offset in enumerate(offsets)
    )


def walk(order, size, cursor="", direction="next", between=lambda: None, rows=Session.objects):
    seen = []
    for _page in range(1_000):
        page = paginate(rows.all(), order=order, cursor=cursor, size=size)
        keys = [row.pk for row in page.items]
        seen = [*seen, *keys] if direction == "next" else [*keys, *seen]
        cursor = getattr(page, direction)
        if not cursor:
            return seen, page
        between()
    raise AssertionError("the walk does not end")


@pytest.mark.django_db
def test_every_row_is_seen_once_and_in_order_both_ways():
    @settings(max_examples=40, deadline=None)
    @given(days, orders, st.integers(1, 6))
    def check(offsets, order, size):
        Session.objects.all().delete()
        store(offsets)
        forwards, last = walk(order, size)
        pk = "pk" if "pk" in order or not order[-1].startswith("-") else "-pk"
        expected = Session.objects.order_by(*order, pk).values_list("pk", flat=True)
        assert forwards == list(expected)
        if last.previous:
            backwards, first = walk(order, size, last.previous, "previous")
            assert backwards == forwards[: len(forwards) - len(last.items)]
            assert not first.previous

    check()


@pytest.mark.django_db
def test_rows_added_meanwhile_repeat_and_hide_none():
    @settings(max_examples=20, deadline=None)
    @given(days, st.integers(1, 4), st.lists(st.integers(-3, 8), min_size=1, max_size=20))
    def check(offsets, size, added):
        Session.objects.all().delete()
        store(offsets)
        before = set(Session.objects.values_list("pk", flat=True))
        queue = list(enumerate(added))

        def add():
            if queue:
                number, offset = queue.pop()
                store([offset], prefix=f"new{number}-")

        seen, _last = walk(("-expire_date",), size, between=add)
        assert len(seen) == len(set(seen))
        assert before <= set(seen)

    check()


@pytest.mark.django_db
def test_one_statement_whatever_the_page(django_assert_num_queries):
    store([1] * 9)
    first = paginate(Session.objects.all(), order=["-expire_date"], size=4)
    with django_assert_num_queries(1):
        second = paginate(Session.objects.all(), order=["-expire_date"], cursor=first.next, size=4)
    with django_assert_num_queries(1):
        back = paginate(
            Session.objects.all(), order=["-expire_date"], cursor=second.previous, size=4
        )
    assert back.items == first.items


@pytest.mark.django_db
def test_a_key_may_lie_in_another_table():
    queryset = Permission.objects.select_related("content_type")
    order = ("content_type__app_label", "-codename")
    seen, _last = walk(order, 3, rows=queryset)
    assert seen == list(queryset.order_by(*order, "-pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_a_row_without_the_key_is_left_out():
    dated = Run.objects.create(function="a", label="a", language="fr", started_at=START)
    Run.objects.create(function="b", label="b", language="fr")
    assert paginate(Run.objects.all(), order=["-started_at"]).items == (dated,)


CURSORS = st.one_of(
    st.text(max_size=60),
    st.lists(st.text(max_size=5), max_size=4).map(
        lambda values: base64.urlsafe_b64encode(json.dumps(values).encode()).decode() + ":sig"
    ),
    st.lists(st.text(max_size=5), max_size=4).map(
        lambda values: Signer(salt="another list").sign_object(values)
    ),
)


@pytest.mark.django_db
def test_a_cursor_that_is_not_ours_gives_the_first_page():
    store([1, 2, 3, 4, 5])
    first = paginate(Session.objects.all(), order=["-expire_date"], size=2)

    @settings(max_examples=60, deadline=None)
    @given(CURSORS)
    def check(cursor):
        assert (
            paginate(Session.objects.all(), order=["-expire_date"], cursor=cursor, size=2) == first
        )

    check()
    other = paginate(Session.objects.all(), order=["expire_date"], size=2).next
    assert paginate(Session.objects.all(), order=["-expire_date"], cursor=other, size=2) == first


@pytest.mark.parametrize("name", ["nothing", "content_type", "content_type__nothing", "group"])
def test_only_columns_order_a_list(name):
    with pytest.raises(ImproperlyConfigured):
        paginate(Permission.objects.all(), order=[name])


@pytest.mark.django_db
def test_rows_become_view_models():
    store([1, 2, 3])
    page = paginate(Session.objects.all(), order=["expire_date"], size=2)
    shown = page.map(lambda row: row.pk)
    assert shown.items == ("s000", "s001")
    assert shown.next == page.next
