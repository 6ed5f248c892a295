"""A process of its own for the tests of the journal: ``python journal_worker.py VERB [NUMBER]``.

Its database, key and home are told by the environment, as for any process of the site.
"""

import os
import signal
import sys
import threading
import time
from uuid import uuid4

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django must be ready first

from isegoria.core.journal import sequencer  # noqa: E402
from isegoria.core.journal.commands import verify as verify_command  # noqa: E402
from isegoria.core.journal.kinds import EntryKind, Fact  # noqa: E402
from isegoria.core.journal.models import Checkpoint, Entry  # noqa: E402
from isegoria.core.journal.record import write_entry  # noqa: E402
from isegoria.core.journal.verify import verify_database  # noqa: E402

TOLD = EntryKind(
    "test.told", "Told", facts={"rank": Fact.COUNT}, commits=frozenset(), labels={"rank": "Rank"}
)


def append(number: int) -> None:
    """Write entries, one transaction each."""
    for rank in range(number):
        with transaction.atomic():
            write_entry(TOLD, subject=uuid4(), facts={"rank": rank})


def append_and_wait(number: int) -> None:
    """Write an entry, wait until so many have a number, and verify."""
    append(1)
    patience = time.monotonic() + 120
    while Entry.objects.filter(number__isnull=False).count() < number:
        if time.monotonic() > patience:
            raise SystemExit("nobody numbers the entries")
        time.sleep(0.05)
    verify(0)


def sequence(_number: int) -> None:
    """Sequence until the standard input is closed."""
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    print("ready", flush=True)
    sequencer.run(stop, interval=0.1)


def race(number: int) -> None:
    """Call the sequencer again and again without asking who leads."""
    for _ in range(number):
        sequencer.sequence_once()


def verify(_number: int) -> None:
    """Verify, and tell the exit code."""
    sys.exit(verify_command())


def killed(number: int) -> None:
    """Kill a sequencer before its first, second, third... statement, until it comes to its end.

    After each death a new sequencer must find a whole journal, finish, and lose nothing.
    """
    sequencer.sequence_once()
    deaths = 0
    while True:
        with transaction.atomic():
            append(number)
        before = list(Checkpoint.objects.order_by("size").values_list("note", flat=True))
        connection.close()
        child = os.fork()
        if child == 0:
            with connection.execute_wrapper(_Bomb(deaths)):
                sequencer.sequence_once()
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        after = list(Checkpoint.objects.order_by("size").values_list("note", flat=True))
        assert after[: len(before)] == before
        assert verify_database().ok, verify_database().problems
        sequencer.sequence_once()
        assert not Entry.objects.filter(number=None).exists()
        assert verify_database().problems == []
        if not os.WIFSIGNALED(status):
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
        deaths += 1
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1 + number * (deaths + 1)))
    print(f"{deaths} deaths", flush=True)


class _Bomb:
    """Kills this process without warning when so many statements have been sent."""

    def __init__(self, statements: int) -> None:
        self.left = statements

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return execute(sql, params, many, context)


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 0)
