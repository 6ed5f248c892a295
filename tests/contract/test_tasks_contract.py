"""One suite for both databases: what background work promises to who asks for it."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.tasks import worker
from isegoria.core.tasks.background import background, find
from isegoria.core.tasks.errors import Cancelled
from isegoria.core.tasks.execution import attempt, claim, settle
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.progress import SILENT, Progress
from isegoria.core.tasks.rules import Outcome
from isegoria.core.tasks.services import cancel_run
from isegoria.core.tasks.states import RunState
from tests.contract import tasks_functions as functions
from tests.contract.tasks_functions import marks
from tests.contract.tasks_support import drain_until, state, together, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_asked_for_is_done_and_shown_as_done():
    run_id = functions.mark.enqueue(tag="a")
    assert (state(run_id), marks("a")) == (RunState.WAITING, 0)
    assert worker.drain() == 1
    run = Run.objects.get(pk=run_id)
    assert (run.state, marks("a"), run.attempts, run.error) == (RunState.DONE, 1, 1, "")
    assert run.started_at is not None
    assert run.finished_at is not None


def test_an_act_rolled_back_asks_for_nothing():
    with transaction.atomic():
        functions.mark.enqueue(tag="a")
        functions.mark.enqueue_once(key="k", tag="a")
        transaction.set_rollback(True)
    assert (Run.objects.count(), DBTaskResult.objects.count(), worker.drain()) == (0, 0, 0)


def test_wrong_arguments_are_refused_at_once():
    with pytest.raises(TypeError):
        functions.mark.enqueue(tga="a")
    with pytest.raises(TypeError):
        functions.mark.enqueue(tag=object())
    with pytest.raises(ValueError, match="key"):
        functions.mark.enqueue_once(key="", tag="a")
    assert not Run.objects.exists()


def test_a_function_that_no_worker_could_find_is_refused_at_import():
    with pytest.raises(TypeError, match="module"):
        background(label="x")(lambda _progress: None)

    def labelled(progress, *, label): ...

    labelled.__qualname__ = "labelled"
    with pytest.raises(TypeError, match="label"):
        background(label="x")(labelled)


def test_only_background_functions_can_be_named_by_a_row():
    for path in ("os.system", "isegoria.core.clock.now", "nowhere.at_all"):
        with pytest.raises(LookupError):
            find(path)


def test_a_run_whose_function_is_gone_fails_with_a_sentence():
    run_id = functions.mark.enqueue(tag="a")
    Run.objects.update(function="tests.contract.tasks_functions.gone")
    worker.drain()
    run = Run.objects.get(pk=run_id)
    assert (run.state, bool(run.error)) == (RunState.FAILED, True)


def test_it_speaks_the_language_of_who_asked():
    with translation.override("en"):
        functions.speak.enqueue()
    with translation.override("fr"):
        functions.speak.enqueue()
    worker.drain()
    assert (marks("en"), marks("fr")) == (1, 1)


def test_called_directly_it_is_the_function_itself():
    functions.walk(SILENT, tag="direct", steps=2, pause=0)
    assert marks("direct") == 1
    assert not Run.objects.exists()


def test_work_for_later_waits():
    functions.mark.enqueue(tag="a", not_before=clock.now() + timedelta(hours=1))
    assert worker.drain() == 0
    assert drain_until(clock.now() + timedelta(hours=2)) == 1


def test_an_error_that_may_pass_is_tried_again_after_longer_and_longer_waits():
    run_id = functions.stumble.enqueue(tag="a", times=2)
    now = clock.now()
    assert drain_until(now + timedelta(seconds=1)) == 1
    assert state(run_id) == RunState.WAITING
    assert drain_until(now + timedelta(seconds=5)) == 0
    assert drain_until(now + timedelta(seconds=7)) == 1
    assert drain_until(now + timedelta(seconds=16)) == 0
    assert drain_until(now + timedelta(seconds=18)) == 1
    assert (state(run_id), marks("a")) == (RunState.DONE, 3)


def test_after_the_last_attempt_it_fails_with_its_sentence():
    run_id = functions.stumble.enqueue(tag="a", times=99)
    for hours in range(1, 10):
        drain_until(clock.now() + timedelta(hours=hours))
    run = Run.objects.get(pk=run_id)
    assert (run.state, run.attempts, marks("a")) == (RunState.FAILED, 3, 3)
    assert (run.error_code, run.error) == ("exhausted", "The other side does not answer.")


def test_giving_up_stops_at_once():
    run_id = functions.give_up.enqueue()
    worker.drain()
    run = Run.objects.get(pk=run_id)
    assert (run.state, run.attempts) == (RunState.FAILED, 1)
    assert (run.error_code, run.error) == ("empty_file", "The file holds no line.")


def test_a_fault_shows_no_message_anywhere(caplog):
    run_id = functions.break_down.enqueue()
    worker.drain()
    run = Run.objects.get(pk=run_id)
    assert (run.state, run.error_code, marks("broken")) == (RunState.FAILED, "fault", 1)
    assert "break_down" in caplog.text
    stored = " ".join(DBTaskResult.objects.values_list("traceback", flat=True))
    assert "camille" not in run.error + caplog.text + stored


def test_the_same_key_is_one_run_while_it_waits_or_runs_and_again_afterwards():
    first = functions.mark.enqueue_once(key="k", tag="a")
    assert functions.mark.enqueue_once(key="k", tag="a") == first
    assert functions.mark_urgently.enqueue_once(key="k", tag="b") != first
    claim(first)
    assert functions.mark.enqueue_once(key="k", tag="a") == first
    settle(Run.objects.get(pk=first), Outcome("succeed"), done=0, total=0)
    assert functions.mark.enqueue_once(key="k", tag="a") != first


def test_once_for_all_is_never_again_after_a_success_but_again_after_a_failure():
    def ask():
        return functions.mark.enqueue_once(key="k", once_for_all=True, tag="a")

    first = ask()
    settle(claim(first), Outcome("fail", "x", "x"), done=0, total=0)
    second = ask()
    worker.drain()
    assert second != first
    assert ask() == second
    assert (worker.drain(), marks("a")) == (0, 1)


def test_eight_at_once_with_the_same_key_ask_for_one_run():
    answers = together(8, lambda: functions.mark.enqueue_once(key="k", tag="a"))
    assert len(set(answers)) == 1
    assert Run.objects.get().pk == answers[0]
    worker.drain()
    assert marks("a") == 1


@pytest.fixture
def without_uniqueness() -> Iterator[None]:
    (constraint,) = Run._meta.constraints
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {constraint.name}")
    yield
    Run.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.execute(constraint.create_sql(Run, editor))


@pytest.mark.usefixtures("without_uniqueness")
def test_control_without_the_constraint_eight_at_once_are_several_runs():
    together(8, lambda: functions.mark.enqueue_once(key="k", tag="a"))
    assert Run.objects.count() > 1


def test_eight_workers_on_the_same_run_make_one_attempt():
    run_id = functions.mark.enqueue(tag="a")
    together(8, lambda: attempt(run_id))
    assert (marks("a"), Run.objects.get().attempts) == (1, 1)


def test_eight_workers_share_the_work_and_nothing_is_done_twice():
    for number in range(24):
        functions.mark.enqueue(tag=f"n{number}")
    made = together(8, worker.drain)
    assert sum(made) == 24
    assert [marks(f"n{number}") for number in range(24)] == [1] * 24


def test_progress_is_written_now_and_then_and_complete_at_the_end(django_assert_max_num_queries):
    run_id = functions.walk.enqueue(tag="a", steps=2000, pause=0)
    with django_assert_max_num_queries(40):
        worker.drain()
    run = Run.objects.get(pk=run_id)
    assert (run.done, run.total, run.step) == (2000, 2000, "Walking")


def test_a_waiting_run_is_cancelled_at_once():
    person = uuid4()
    run_id = functions.mark.enqueue(tag="a", requested_by=Actor(person_id=person))
    for _ in range(2):
        run = cancel_run(actor=Actor(person_id=person), run_id=run_id)
    assert run.state == RunState.CANCELLED
    worker.drain()
    assert marks("a") == 0


def test_a_run_in_progress_stops_at_its_next_step_and_keeps_its_count():
    run = claim(functions.walk.enqueue(tag="a", steps=10, pause=0))
    progress = Progress(run.pk, run.holder)
    progress.start(10)
    cancel_run(actor=Actor(is_administrator=True), run_id=run.pk)
    assert state(run.pk) == RunState.RUNNING
    with pytest.raises(Cancelled):
        progress.start(10)


def test_a_cancelled_run_in_a_worker_ends_as_cancelled():
    run_id = functions.walk.enqueue(tag="a", steps=1000, pause=0.02)
    thread = threading.Thread(target=lambda: (worker.drain(), connection.close()))
    thread.start()
    wait_for(lambda: Run.objects.get(pk=run_id).done > 0)
    cancel_run(actor=Actor(is_administrator=True), run_id=run_id)
    thread.join(60)
    run = Run.objects.get(pk=run_id)
    assert (run.state, run.error, marks("a")) == (RunState.CANCELLED, "", 0)
    assert 0 < run.done < 1000
