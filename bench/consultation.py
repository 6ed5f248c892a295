"""How a consultation bears a country. Prints each figure, its mark, and the missed ones last.

    python bench/consultation.py [--size small] [--only lists,stances] [--seconds 10] [--on sqlite]

Parts, on SQLite and on PostgreSQL, over 20,000 contributions, 100,000 comments and 1,000,000 positions
(``--size small``: a tenth), each of which can be asked for alone:

import     the contributions and the positions come from two files, as on the command line
lists      signed out: wrk over two hundred addresses of a real ``isegoria serve --only web`` with two
           processes (the worker would read the million of positions that were just imported, as it does each
           night);
           signed in: statements and processor of lists, at page 1 and at page 900 reached by its cursor
publish    a contribution published, with the search of texts that say nearly the same
stances    positions taken by real sessions through the same server, which is killed by -9 in the middle:
           every acknowledged position must be there, and every counter equal its rows
export     all contributions with their counts, and the memory that it took
dashboard  the figures of the team

country    not among the default ones: 360,000 people and 7,200,000 positions on 4,000 texts, imported in a
           process of its own, with its memory

The crowd, the clients and the server share the machine: rates are what is left to the server, and the
load average beside each figure says what else took its part, and a million empty turns how fast the machine
was just then: before a measure, it is given two minutes to be itself. PostgreSQL writes to the disk before it
answers, as it does by default.
"""

import argparse
import http.client
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "bench")]

import consultation_world as made  # noqa: E402 - found by the line above
from crowd import begin, crowd, get, kill, load, peak, processor, server, steady  # noqa: E402 - found by the line above
from figures import FIGURES, shown, tell  # noqa: E402 - found by the line above
from voters import Voters  # noqa: E402 - found by the line above

PORT = 28741
PAGE = 900
WARMING = 5
"""Seconds in which each process writes its statements and reads its templates, before anything is counted."""
PEOPLE = 600
"""Who take positions: a person may take 120 a minute."""
PARTS = ("import", "lists", "publish", "stances", "export", "dashboard")
_EXPORTING = "exporting"
"""The part of a process that only exports."""
LIST = f"/consultation/{made.SLUG}/{made.ACTIVITY}/"

missed: list[str] = []


def told(key: str, value: float) -> None:
    """Print a figure beside its mark, and remember it when it misses."""
    from django.db import connection

    key = f"consultation.{connection.vendor}.{key}"
    figure = FIGURES[key]
    line = f"{figure.what}: {shown(value, figure.unit)} (mark: {figure.shown_mark()})"
    print(f"  {'' if figure.holds(value) else 'MISSED '}{line}, {load()}", flush=True)
    tell(key, value)
    if not figure.holds(value):
        missed.append(line)


def fill(size: made.Size) -> None:
    """Import the files, then add the comments; both only where they are not there yet."""
    from isegoria.capabilities.consultation.import_reading import read_files
    from isegoria.capabilities.consultation.imports import import_contributions
    from isegoria.commons.posts.models import Post
    from isegoria.commons.processes.models import Activity
    from isegoria.core.actor import SYSTEM

    if Post.objects.exists():
        return
    activity = Activity.objects.select_related("process").get()
    posts, stances = made.files(size)
    began = time.perf_counter()
    import_contributions(actor=SYSTEM, activity=activity, reading=read_files(activity, posts))
    told("import.posts", time.perf_counter() - began)
    began = time.perf_counter()
    done = import_contributions(
        actor=SYSTEM, activity=activity, reading=read_files(activity, posts, stances)
    )
    spent = time.perf_counter() - began
    told("import.positions", 7_200_000 * spent / done.stances)
    made.add_comments(size.comments)


def measure_lists(size: made.Size, seconds: int, home: Path) -> None:
    """Signed out, then signed in."""
    from isegoria.commons.posts.models import Post
    from isegoria.commons.processes.models import Phase

    refs = list(Post.objects.filter(parent=None).values_list("ref", flat=True)[:134])
    orders = ("", "?order=recent", "?order=supported", "?order=debated")
    addresses = [f"{LIST}{order}" for order in orders]
    addresses += [f"{LIST}?theme=t{n}&order={o[7:]}" for n in range(8) for o in orders[1:]]
    addresses += [f"/contributions/{ref}/" for ref in refs]
    addresses += [f"{LIST}?q={quote(word)}" for word in made.WORDS][: 200 - len(addresses)]
    with server(dict(os.environ), PORT, "web"):
        visitor = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for what in ("first answers", "misses"):
            spent = [get(visitor, path)[0] for path in addresses]
            median = statistics.median(spent)
            print(f"  {what}: median {median:.1f} ms, longest {max(spent):.1f} ms")
            time.sleep(1)
        steady()
        phase = Phase.objects.get()
        threading.Timer(
            seconds / 2,
            lambda: Phase.objects.filter(pk=phase.pk).update(closes_at=datetime.now(UTC)),
        ).start()
        rate, _said = crowd(addresses, seconds, home, PORT)
        time.sleep(1)
        Phase.objects.filter(pk=phase.pk).update(closes_at=phase.closes_at + timedelta(days=1))
    told("lists.rate", rate)
    _signed_in(size, str(refs[0]))


def _signed_in(size: made.Size, ref: str) -> None:
    from django.test import Client

    from isegoria.commons.people.models import Account
    from isegoria.commons.posts.lists import Asked, post_list
    from isegoria.commons.posts.writing import activity_with_phases
    from isegoria.commons.processes.models import Activity
    from isegoria.core.actor import ANONYMOUS

    made.sessions(1)
    visitor, member = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    member.force_login(Account.objects.get(email="v0@bench.example"))
    activity = activity_with_phases(Activity.objects.get().pk)
    last = min(PAGE, size.posts // 20 - 2)
    cursor = ""
    for _turn in range(last - 1):
        asked = Asked(order="recent", cursor=cursor)
        cursor = post_list(
            activity=activity, kind="consultation.proposal", actor=ANONYMOUS, asked=asked
        ).page.next
    far = f"{LIST}?{urlencode({'order': 'recent', 'cursor': cursor})}"
    print(f"  the far page is page {last}")
    for what, client, path in (
        ("lists.out", visitor, LIST),
        ("lists.in", member, f"{LIST}?order=recent"),
        ("lists.far", member, far),
        ("lists.theme", member, f"{LIST}?theme=t3&order=supported"),
        ("lists.found", member, f"{LIST}?theme=t3&q={quote('rivière')}"),
        ("contribution", member, f"/contributions/{ref}/"),
        ("search", visitor, f"{LIST}?q={quote('rivière école')}"),
    ):
        asked_, spent = _page(client, path)
        told(f"{what}.queries", asked_)
        if f"consultation.sqlite.{what}.cpu" in FIGURES:
            told(f"{what}.cpu", spent)


def _page(client: object, path: str) -> tuple[int, float]:
    """Statements, and the processor of one page in milliseconds: the least median of five times twenty."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit: Callable[[str], object] = client.get  # type: ignore[attr-defined]
    visit(path)
    with CaptureQueriesContext(connection) as statements:
        assert visit(path).status_code == 200, path  # type: ignore[attr-defined]
    asked = len(statements)
    batches = []
    for _batch in range(5):
        steady()
        spent = []
        for _turn in range(20):
            began = time.process_time()
            visit(path)
            spent.append((time.process_time() - began) * 1000)
        batches.append(statistics.median(spent))
    return asked, min(batches)


def measure_publish() -> None:
    """Thirty contributions, each a little like one that is there."""
    from isegoria.commons.people.models import Account
    from isegoria.commons.people.queries import actor_for_user
    from isegoria.commons.posts import services
    from isegoria.commons.posts.models import Post
    from isegoria.commons.processes.models import Activity

    made.sessions(1)
    actor = actor_for_user(Account.objects.get(email="v0@bench.example"))
    activity = Activity.objects.get()
    chance, spent = random.Random(9), []
    texts = list(Post.objects.filter(parent=None).values_list("text", flat=True)[:30])
    for n, text in enumerate(texts):
        began = time.perf_counter()
        draft = services.save_draft(
            actor=actor,
            activity=activity,
            kind="consultation.proposal",
            title=f"Nouvelle idée {n}",
            text=f"{text} {chance.random()}",
            language="fr",
        )
        services.publish_post(actor=actor, post=draft)
        spent.append((time.perf_counter() - began) * 1000)
    told("publish", statistics.median(spent))


def measure_stances(seconds: int) -> None:
    """Positions through the server, killed in the middle; the acts of the import are sealed before."""
    from isegoria.commons.posts.counters import check_counters
    from isegoria.commons.posts.models import Post
    from isegoria.core.journal.sequencer import sequence_once

    began = time.process_time()
    sequence_once()
    print(f"  sealing what was imported: {time.process_time() - began:.1f} s of processor")
    refs = [str(ref) for ref in Post.objects.filter(parent=None).values_list("ref", flat=True)]
    voters = Voters(made.sessions(PEOPLE), refs, PORT)
    for turn in ("killed", "left alone"):
        process = begin(dict(os.environ), PORT)
        if turn == "killed":
            threading.Timer(max(2, seconds / 3), kill, [process]).start()
            voters.run(seconds)
            process.wait(10)
            print(f"  killed after {voters.count:,} positions were acknowledged")
        else:
            voters.run(WARMING)
            steady()
            spent, own, before = processor(process), time.process_time(), voters.count
            rate = voters.run(seconds)
            count = voters.count - before
            each = 1000 * (processor(process) - spent) / count
            client = 1000 * (time.process_time() - own) / count
            print(
                f"  each took {each:.2f} ms of the server's processor, all its processes together,"
                f" and {client:.2f} ms of the crowd's"
            )
            process.terminate()
            process.wait(40)
            told("stances.rate", rate)
        told("stances.killed.lost" if turn == "killed" else "stances.lost", voters.lost())
    told("stances.faults", voters.faults)
    told("stances.counters", check_counters())


def measure_export(options: argparse.Namespace) -> None:
    """All contributions as CSV, in a process that has done nothing else."""
    subprocess.run(_inside(options, _EXPORTING), check=True)


def measure_writing() -> None:
    """All contributions as CSV, and what the memory grew by once the first thousands had been read."""
    from isegoria.commons.posts.exports import POSTS_EXPORT
    from isegoria.commons.processes.models import Process
    from isegoria.core.exports.writers import Format, write_export

    process = Process.objects.get()
    next(iter(POSTS_EXPORT.rows(process)))
    before, began = peak(), time.perf_counter()
    with tempfile.TemporaryFile() as file:
        write_export(POSTS_EXPORT, file, Format.CSV, process)
    told("export.seconds", time.perf_counter() - began)
    print(f"  {peak():.0f} MB at most, {before:.0f} of them after the first rows")
    told("export.memory", peak() - before)


def measure_dashboard() -> None:
    """The figures of the team, counted anew."""
    from isegoria.capabilities.consultation.dashboard import figures
    from isegoria.commons.processes.models import Process

    began = time.perf_counter()
    figures(Process.objects.get())
    told("dashboard", (time.perf_counter() - began) * 1000)


def measure_country(folder: Path) -> None:
    """A national campaign, imported from two files."""
    from isegoria.capabilities.consultation.import_reading import read_files
    from isegoria.capabilities.consultation.imports import import_contributions
    from isegoria.commons.posts.counters import check_counters
    from isegoria.commons.processes.models import Activity
    from isegoria.core.actor import SYSTEM

    activity = Activity.objects.select_related("process").get()
    posts, stances = made.country(folder)
    began, spent = time.perf_counter(), time.process_time()
    with posts.open("rb") as texts, stances.open("rb") as positions:
        reading = read_files(activity, texts, positions)
    done = import_contributions(actor=SYSTEM, activity=activity, reading=reading)
    print(f"  {done}, {time.process_time() - spent:.0f} s of processor")
    told("country.import", time.perf_counter() - began)
    told("country.memory", peak())
    told("country.counters", check_counters())


def measure(options: argparse.Namespace) -> None:
    """The parts asked for, on the database of the environment."""
    parts, size, seconds = options.only.split(","), made.SIZES[options.size], options.seconds
    made.prepare()
    if parts == [_EXPORTING]:
        measure_writing()
        return
    if parts == ["country"]:
        measure_country(Path(os.environ["ISEGORIA_HOME"]))
        return
    fill(size)
    home = Path(os.environ["ISEGORIA_HOME"])
    todo: dict[str, Callable[[], None]] = {
        "lists": lambda: measure_lists(size, seconds, home),
        "publish": measure_publish,
        "stances": lambda: measure_stances(seconds),
        "export": lambda: measure_export(options),
        "dashboard": measure_dashboard,
    }
    for part in parts:
        if part in todo:
            print(f" {part}", flush=True)
            todo[part]()


def _inside(options: argparse.Namespace, parts: str) -> list[str]:
    """The command that measures some parts on the database of its environment."""
    return [sys.executable, __file__, "--inside", "--size", options.size,
            "--only", parts, "--seconds", str(options.seconds)]  # fmt: skip


def on(name: str, url: str | None, options: argparse.Namespace) -> list[str]:
    """Measure in a process of its own, with a home of its own; what missed its mark."""
    print(
        name + ("" if options.size == "full" else ", each size a tenth of what is said"), flush=True
    )
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
        order = _inside(options, options.only)
        process = subprocess.Popen(order, env=environment, stdout=subprocess.PIPE, text=True)
        found = []
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if "MISSED " in line:
                found.append(f"{name}: {line.split('MISSED ')[1].strip()}")
        assert process.wait() == 0, name
        return found


def main() -> None:
    """Both databases; the last lines say what missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--size", choices=made.SIZES, default="full")
    parser.add_argument("--only", default=",".join(PARTS), help=f"among {', '.join(PARTS)}")
    parser.add_argument("--on", choices=("sqlite", "postgresql"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options)
        return
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt install wrk")
    import postgres

    found = []
    if options.on != "postgresql":
        found += on("SQLite", None, options)
    if options.on != "sqlite":
        with postgres.temporary_cluster(durable=True) as url:
            found += on("PostgreSQL", url, options)
    print("\n".join(["missed:", *found]) if found else "all marks hold")


if __name__ == "__main__":
    main()
