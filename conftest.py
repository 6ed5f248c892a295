"""What every test needs: a folder of its own, thrown away, and a database that is a real file."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests import tables

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No test fails because the machine is busy."""
settings.register_profile("quick", PATIENT, max_examples=40)
settings.register_profile("thorough", PATIENT, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

HOME = Path(tempfile.mkdtemp(prefix="isegoria-test-"))
os.environ.setdefault(tables.PLACE, str(HOME))
APPLICATIONS = {"ISEGORIA_TEST_APPS": "tests.plain"}


def pytest_configure() -> None:
    """Load the settings from the environment of tests.

    The name of the settings does not stay in the environment: a worker of xdist that found it there would
    load them before it has a folder of its own. Nor do the applications of the tests: the processes that
    tests start are those of an installation.
    """
    given = os.environ.get("DJANGO_SETTINGS_MODULE")
    os.environ["ISEGORIA_ENV"] = "test"
    os.environ["ISEGORIA_HOME"] = str(HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = given or "isegoria.config.settings"
    os.environ.update(APPLICATIONS)
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    for name in APPLICATIONS:
        del os.environ[name]
    if given is None:
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """Throw the folder away."""
    shutil.rmtree(HOME, ignore_errors=True)


DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server"})
PROCESSES = ("tests/attacks", "tests/contract", "tests/e2e", "tests/faults", "tests/frontdoor")
"""Where tests drive other processes, or all rooms at once, whatever their own fixtures say."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--only-database``: what a first run on another database need not try again is left out."""
    parser.addoption("--only-database", action="store_true", help="only what a database can change")


def _depends_on_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    return bool(
        item.get_closest_marker("django_db")
        or DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        or item.nodeid.startswith(PROCESSES)
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what says that it is the same on any database, and tests that may not touch one at all:
    pytest-django refuses it to them."""
    if not config.getoption("only_database"):
        return
    kept = [item for item in items if _depends_on_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The tables are copied, not made."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 - runs first
) -> Iterator[None]:
    """SQLite in a file: in memory, threads and processes would not meet the locks they meet in life."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    test = database.setdefault("TEST", {})
    if database["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(HOME / "test.sqlite3")
    else:
        test["NAME"] = test.get("NAME") or f"test_{database['NAME']}"
    made = tables.Tables("of_tests", **APPLICATIONS)
    made.copy_to(test["NAME"])
    yield
    made.drop(test["NAME"])


@pytest.fixture(autouse=True)
def _as_in_a_new_process() -> None:
    """Neither the numbers that a process keeps for a minute nor the language of the last page asked."""
    from django.utils import translation

    from isegoria.core import minute

    minute.kept.clear()
    translation.deactivate()
