"""Every test of the draw happens at one instant, while its call is open. Each module makes its call once;
what a test does to it is undone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from isegoria.capabilities.lottery.tests.draws import Stage
    from isegoria.capabilities.lottery.tests.support import Call


@pytest.fixture(scope="module")
def call_of_module(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Call]":
    """A lottery of four seats, open for volunteers."""
    from django.db import transaction

    from isegoria.capabilities.lottery.tests.support import NOW, open_call
    from isegoria.core import clock

    with django_db_blocker.unblock(), transaction.atomic():
        with clock.frozen(NOW):
            made = open_call()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def call(call_of_module: "Call", db: None) -> "Iterator[Call]":
    """The same, for one test."""
    from isegoria.capabilities.lottery.tests.support import NOW
    from isegoria.core import clock

    with clock.frozen(NOW):
        yield call_of_module


@pytest.fixture(scope="module")
def list_of_module(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Stage]":
    """A list that is published, made once: each test draws from it as if it were the first."""
    from django.db import transaction

    from isegoria.capabilities.lottery.tests.draws import listed
    from isegoria.capabilities.lottery.tests.support import NOW, open_call
    from isegoria.core import clock

    with django_db_blocker.unblock(), transaction.atomic():
        with clock.frozen(NOW):
            made = listed(open_call())
        yield made
        transaction.set_rollback(True)
