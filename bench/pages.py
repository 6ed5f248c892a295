"""How the pages of processes bear their readers. Prints the figures that must hold last.

    python bench/pages.py [--seconds 10] [--only sqlite|postgresql]

On SQLite, then on PostgreSQL, with sixty published processes:

1. Signed in: the number of queries and the processor time of one page, in this process (median of fifty).
2. Signed out: two hundred addresses, asked by wrk (Debian: ``apt install wrk``) as a crowd would, by Zipf's
   law, of a real ``isegoria serve`` with two web processes. The first answer of each address (made) and the
   second (shared) are timed before.
3. A phase opens in the middle of that run: fresh connections look at its page all the time, and the last one
   that still saw it closed tells how late that was.

wrk and the two processes share the machine: the rate is what is left to them.
"""

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "bench")]

from crowd import crowd, get, load, processor, server  # noqa: E402 - found by the line above
from figures import FIGURES, tell  # noqa: E402 - found by the line above

PROCESSES = 60
PORT = 28731
OPENS_AFTER = 5.0
"""Seconds after the beginning of the run at which the phase opens."""
MARK = b'aria-current="step"'


def prepare() -> None:
    """A database with sixty processes, each with themes, bodies and a timeline."""
    from isegoria.commands.database import prepare_database, prepare_static_files, use_django

    use_django()
    prepare_database()
    prepare_static_files()
    from isegoria.commons.people.models import Account, Person
    from isegoria.commons.processes.models import (
        Activity,
        Body,
        BodyKind,
        Membership,
        Phase,
        Process,
        Theme,
    )

    now = datetime.now(UTC)
    for number in range(PROCESSES):
        process = Process.objects.create(
            slug=f"demarche-{number}",
            state="published",
            published_at=now - timedelta(days=number),
            title={"fr": f"Démarche numéro {number}", "en": f"Process number {number}"},
            summary={"fr": "Ce que nous décidons ensemble, et pourquoi. " * 3},
            description={"fr": "## Pourquoi\n\n" + "Un paragraphe de présentation. " * 60},
        )
        for theme in range(6):
            Theme.objects.create(
                process=process, slug=f"t{theme}", title={"fr": f"Thème {theme}"}, position=theme
            )
        for place, kind in enumerate((BodyKind.PANEL, BodyKind.GUARANTORS)):
            body = Body.objects.create(
                process=process, kind=kind, slug=kind, title={"fr": str(kind.label)}, position=place
            )
            for person in Person.objects.bulk_create(
                Person(display_name=f"Personne {n}") for n in range(20)
            ):
                Membership.objects.create(body=body, person=person)
        for place in range(3):
            activity = Activity.objects.create(
                process=process,
                capability="processes",
                slug=f"a{place}",
                title={"fr": f"Volet {place}"},
                position=place,
            )
            for step in range(2):
                opens = now + timedelta(days=10 * (3 * step + place) + 1)
                Phase.objects.create(
                    activity=activity,
                    kind="milestone",
                    title={"fr": f"Étape {step}"},
                    opens_at=opens,
                    closes_at=opens + timedelta(days=9),
                )
    Account.objects.create_user("reader@bench.example", display_name="Une personne")


def signed_in() -> tuple[int, float]:
    """The most queries and the most milliseconds of processor that a process or a list asked."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from isegoria.commons.people.models import Account

    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get())
    worst_queries, worst_cpu = 0, 0.0
    for path in ("/", "/demarches/", "/demarches/demarche-7/", "/en/processes/demarche-7/"):
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200, path
        asked = len(queries)
        spent = []
        for _turn in range(50):
            began = time.process_time()
            client.get(path)
            spent.append((time.process_time() - began) * 1000)
        cpu = statistics.median(spent)
        print(f"  signed in {path}: {asked} queries, {cpu:.1f} ms of processor, {load()}")
        if path != "/":
            worst_queries, worst_cpu = max(worst_queries, asked), max(worst_cpu, cpu)
    return worst_queries, worst_cpu


def addresses() -> list[str]:
    """Two hundred addresses, the most asked first."""
    pages = ["/", "/demarches/", "/en/", "/en/processes/"]
    for number in range(PROCESSES):
        pages += [
            f"/demarches/demarche-{number}/",
            f"/en/processes/demarche-{number}/",
            f"/demarches/demarche-{number}/timeline.atom",
            f"/demarches/?from={number}",
        ]
    return pages[:200]


def measure(name: str, seconds: int, home: Path, environment: dict[str, str]) -> list[str]:
    """Everything on one database; what missed its mark."""
    print(f"{name}", flush=True)
    queries, cpu = signed_in()
    from isegoria.commons.processes.models import Phase

    with server(environment, PORT) as served:
        visitor = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        for word in ("made", "shared"):
            times = []
            for path in addresses():
                if word == "shared":
                    get(visitor, path)
                times.append(get(visitor, path)[0])
            print(
                f"  {word}: median {statistics.median(times):.2f} ms, longest {max(times):.2f} ms"
                f" of {len(times)} first answers"
            )
        phase = Phase.objects.filter(activity__process__slug="demarche-3").earliest("opens_at")
        edge = time.time() + OPENS_AFTER
        phase.opens_at = datetime.fromtimestamp(edge, UTC)
        phase.closes_at = phase.opens_at + timedelta(days=1)
        phase.save()
        late: list[float] = []
        looks = [0]

        def look() -> None:
            while time.time() < edge + 5:
                asked = time.time()
                fresh = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
                body = get(fresh, "/demarches/demarche-3/")[1].lower()
                fresh.close()
                looks[0] += 1
                if MARK not in body and asked > edge:
                    late.append(asked - edge)
                time.sleep(0.02)

        watcher = threading.Thread(target=look)
        watcher.start()
        before = processor(served)
        rate, said = crowd(addresses(), seconds, home, PORT)
        spent = processor(served) - before
        watcher.join()
    latency = re.findall(r"(50|99)%\s+(\S+)", said)
    print(
        f"  signed out: {rate:.0f} requests a second, "
        + ", ".join([*(f"{p} %: {t}" for p, t in latency), load()])
    )
    print(f"  the server took {spent:.1f} s of processor: {rate * seconds / spent:.0f} each second")
    lateness = max(late, default=0.0)
    print(
        f"  opening of a phase: seen {lateness:.2f} s late at most, by {looks[0]} fresh connections"
    )
    values = {"queries": queries, "cpu": cpu, "rate": rate, "late": lateness}
    keys = {f"pages.{name.lower()}.{what}": value for what, value in values.items()}
    for key, value in keys.items():
        tell(key, value)
    return [key for key, value in keys.items() if not FIGURES[key].holds(value)]


def on(name: str, url: str | None, seconds: int) -> list[str]:
    """Measure in a process of its own, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "ISEGORIA_ENV": "demo",
            "ISEGORIA_HOME": home,
            "DJANGO_SETTINGS_MODULE": "isegoria.config.settings",
        }
        environment.pop("DATABASE_URL", None)
        if url is not None:
            environment["DATABASE_URL"] = url
        order = [sys.executable, __file__, "--inside", name, "--seconds", str(seconds)]
        done = subprocess.run(order, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        print(done.stdout.rpartition("missed:")[0], end="", flush=True)
        return [line for line in done.stdout.rpartition("missed:")[2].splitlines() if line]


def main() -> None:
    """Both databases; the last line says what held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=12)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        prepare()
        home = Path(os.environ["ISEGORIA_HOME"])
        missed = measure(options.inside, options.seconds, home, dict(os.environ))
        print("missed:" + "\n".join(["", *missed]))
        return
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt install wrk")
    import postgres

    missed = []
    if options.only != "postgresql":
        missed += on("SQLite", None, options.seconds)
    if options.only != "sqlite":
        with postgres.temporary_cluster() as url:
            missed += on("PostgreSQL", url, options.seconds)
    print("missed: " + "; ".join(missed) if missed else "all marks hold")


if __name__ == "__main__":
    main()
