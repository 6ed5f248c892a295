"""How quickly the thread of a measure is drawn. Prints its figures last.

    python bench/thread.py [--contributions 3000] [--on sqlite]

A measure rests on sixty ideas, and these on the contributions, each written by somebody else. Statements and
processor (median of forty visits in one process, signed in) of the page with its picture and list, on both
databases.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tools")]

from figures import tell  # noqa: E402 - found by the line above

IDEAS, VISITS = 60, 40


def filled(contributions: int) -> str:
    """Make the measure and all behind it; the address of its thread."""
    from isegoria.commands.database import prepare_database, prepare_static_files, use_django

    use_django()
    prepare_database()
    prepare_static_files()
    from isegoria.commons.people.models import Account, Person
    from isegoria.commons.posts.models import Post, Relation, Source
    from isegoria.commons.processes.models import Activity, Body, BodyKind, Process

    now = datetime.now(UTC)
    process = Process.objects.create(
        slug="eau", state="published", published_at=now, title={"fr": "L’eau"}, summary={}
    )
    activities = {
        capability: Activity.objects.create(
            process=process, capability=capability, slug=capability, title={"fr": capability}
        )
        for capability in ("consultation", "assembly", "drafting")
    }
    panel = Body.objects.create(
        process=process, kind=BodyKind.PANEL, slug="panel", title={"fr": "Le panel"}
    )

    def post(capability: str, kind: str, title: str, author: Person | None) -> Post:
        return Post(
            activity=activities[capability], kind=f"{capability}.{kind}", title=title, text="Texte. " * 40,
            language="fr", state="published", published_at=now, author=author,
            body=None if author else panel,
        )  # fmt: skip

    people = Person.objects.bulk_create(Person(display_name=f"P {n}") for n in range(contributions))
    measure = Post.objects.bulk_create([post("drafting", "measure", "La mesure", None)])[0]
    ideas = Post.objects.bulk_create(
        post("assembly", "idea", f"Idée {n}", None) for n in range(IDEAS)
    )
    said = Post.objects.bulk_create(
        post("consultation", "proposal", f"Proposition {n}", person)
        for n, person in enumerate(people)
    )
    Source.objects.bulk_create(
        Source(post=measure, origin=idea, relation=Relation.CITED_BY) for idea in ideas
    )
    Source.objects.bulk_create(
        Source(post=ideas[n % IDEAS], origin=one, relation=Relation.GROUPED_IN)
        for n, one in enumerate(said)
    )
    from django.urls import reverse

    Account.objects.create_user("reader@bench.example", display_name="Une personne")
    return reverse("posts:thread", args=[measure.ref])


def measure(contributions: int) -> None:
    """Fill the database of the environment, look, tell."""
    path = filled(contributions)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from isegoria.commons.people.models import Account

    visitor = Client(HTTP_HOST="localhost")
    visitor.force_login(Account.objects.get())
    visitor.get(path)
    with CaptureQueriesContext(connection) as statements:
        answer = visitor.get(path)
    asked = len(statements)
    assert answer.status_code == 200, answer.status_code
    spent = []
    for _visit in range(VISITS):
        began = time.process_time()
        visitor.get(path)
        spent.append((time.process_time() - began) * 1000)
    print(f"{connection.vendor}: {len(answer.content) / 1000:.0f} kB", flush=True)
    tell(f"thread.{connection.vendor}.queries", asked)
    tell(f"thread.{connection.vendor}.cpu", statistics.median(spent))


def on(url: str | None, contributions: int) -> None:
    """Measure in a process of its own, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "ISEGORIA_ENV": "demo",
            "ISEGORIA_HOME": home,
            "DJANGO_SETTINGS_MODULE": "isegoria.config.settings",
            "DATABASE_URL": url or "",
        }
        order = [sys.executable, __file__, "--inside", "--contributions", str(contributions)]
        subprocess.run(order, env=environment, check=True)


def main() -> None:
    """Both databases."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contributions", type=int, default=3_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.contributions)
        return
    import postgres

    if options.on != "postgresql":
        on(None, options.contributions)
    if options.on != "sqlite":
        with postgres.temporary_cluster() as url:
            on(url, options.contributions)


if __name__ == "__main__":
    main()
