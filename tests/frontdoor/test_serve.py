"""``isegoria serve``: start on nothing, stop cleanly, lose nothing."""

import os
import signal
import subprocess
import sys

from tests.frontdoor.conftest import (
    Installation,
    alive,
    answers,
    descendants,
    is_free,
    kill,
    wait_until,
)

WRITER = """
from isegoria.commons.people.models import Person
while True:
    print(Person.objects.create(display_name='x').pk, flush=True)
"""


def test_serve_makes_what_is_missing_and_stops_cleanly(empty: Installation, port: int) -> None:
    site = empty.serve(port)
    assert answers(port)
    everybody = descendants(site.pid)
    assert len(everybody) == 4  # web and its process, worker, sequencer

    os.killpg(site.pid, signal.SIGINT)  # what Ctrl-C does
    said, _ = site.communicate()

    assert site.returncode == 0
    assert f"http://localhost:{port}/" in empty.greeting
    assert "Traceback" not in said
    assert alive(everybody) == []
    assert is_free(port)


def test_processes_do_not_outlive_a_killed_supervisor(
    installation: Installation, port: int
) -> None:
    site = installation.serve(port)
    everybody = descendants(site.pid)
    kill(site.pid)
    wait_until(lambda: not alive(everybody))
    wait_until(lambda: is_free(port))
    again = installation.serve(port)
    again.terminate()
    assert again.wait() == 0


def test_a_process_that_dies_is_started_again_and_a_second_site_is_refused(
    installation: Installation, port: int
) -> None:
    site = installation.serve(port)
    refused = installation.run("serve", f"--port={port}")
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert f"--port {port + 1}" in refused.stderr
    assert refused.stderr.count("\n") == 1

    before = [pid for pid in descendants(site.pid) if _parent(pid) == site.pid]
    for pid in before:
        kill(pid)

    def all_again() -> bool:
        now = [pid for pid in descendants(site.pid) if _parent(pid) == site.pid]
        return len(alive(now)) == len(before) and not set(now) & set(before) and answers(port)

    wait_until(all_again)
    everybody = descendants(site.pid)
    site.terminate()
    said, _ = site.communicate()
    assert site.returncode == 0
    assert alive(everybody) == []
    for name in ("web server", "worker", "sequencer"):
        assert f"The {name} stopped unexpectedly (SIGKILL); it starts again in 1 s." in said


def _parent(pid: int) -> int:
    told = subprocess.run(
        ["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return int(told.stdout or 0)


def test_only_one_role(installation: Installation, port: int) -> None:
    worker = installation.start("serve", "--only=worker")
    wait_until(lambda: len(descendants(worker.pid)) == 1)
    assert not answers(port)
    worker.terminate()
    assert worker.wait() == 0


def test_kill_9_loses_nothing_that_was_acknowledged(installation: Installation, port: int) -> None:
    site = installation.serve(port)
    writer = subprocess.Popen(
        [sys.executable, "-m", "isegoria", "manage", "shell", "-v0", f"--command={WRITER}"],
        env=installation.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    installation.running.append(writer)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _row in range(200)]

    os.killpg(site.pid, signal.SIGKILL)
    kill(writer.pid)
    acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    wait_until(lambda: is_free(port))

    again = installation.serve(port)
    kept = installation.ask(
        "from isegoria.commons.people.models import Person; "
        "print(*Person.objects.values_list('pk', flat=True))"
    ).split()
    assert set(acknowledged) <= set(kept)
    again.terminate()
    assert again.wait() == 0
