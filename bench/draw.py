"""A public draw on the site: 6,375 volunteers for 40 seats. Prints its figures last.

    python bench/draw.py [--people 6375] [--port 28761] [--keep]

A file of volunteers is imported through the service that the page calls, the pool is frozen, and the list of
panels is asked for by pressing the button of a real ``isegoria serve``: the seconds run from the press until
the page with the archive answers. Then digits are entered and confirmed by two people, by the same server:
the seconds of the last confirmation, which draws the panel. The archive that is served is checked by
``verify.py``. Besides: seconds of the page that says whether a panel is possible, first and again, and the
size of the form for volunteers, alone and with all that it loads, compressed as it is sent.
"""

import argparse
import gzip
import http.client
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench")]

import consultation_world  # noqa: E402 - found by the line above
import lottery  # noqa: E402 - found by the line above
from crowd import server  # noqa: E402 - found by the line above
from figures import tell  # noqa: E402 - found by the line above

SLUG, ACTIVITY = "eau", "tirage"
PLACE = f"/en/draws/{SLUG}/{ACTIVITY}/"
DIGITS = "417"


class Browser:
    """Somebody who is signed in, and follows forms."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._cookies = {"sessionid": session}

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, bytes]:
        """The answer to a GET, or to a POST of ``data`` as a form."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookie, "Accept-Language": "en"}
        body = None
        if data is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(data)
        connection.request("GET" if data is None else "POST", path, body, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read()

    def press(self, page: str, target: str, **data: str) -> float:
        """Seconds of pressing a button of ``page`` that posts to ``target``."""
        _status, body = self.ask(page)
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        assert found is not None, body[:2000]
        began = time.perf_counter()
        status, body = self.ask(target, {"csrfmiddlewaretoken": found[1].decode(), **data})
        assert status == 302, (status, body[:3000])
        return time.perf_counter() - began


def call_for(pool: lottery.Pool) -> tuple[int, dict[str, str]]:
    """An installation with a call that is open; the activity, and sessions of organiser and observer."""
    from isegoria.commands.database import prepare_database, prepare_static_files, use_django

    use_django()
    prepare_database()
    prepare_static_files()
    from isegoria.capabilities.lottery.models import Draw, Feature, Value
    from isegoria.commons.people.models import Account
    from isegoria.commons.processes.models import (
        Activity,
        Body,
        BodyKind,
        Membership,
        Phase,
        Process,
        TeamRole,
    )

    now = datetime.now(UTC)
    process = Process.objects.create(
        slug=SLUG,
        state="published",
        published_at=now - timedelta(days=9),
        title={"fr": "L’eau", "en": "Water"},
        summary={"fr": "Partager l’eau."},
    )
    activity = Activity.objects.create(
        process=process, capability="lottery", slug=ACTIVITY, title={"fr": "Le tirage au sort"}
    )
    Phase.objects.create(
        activity=activity,
        kind="lottery.call",
        opens_at=now - timedelta(days=9),
        closes_at=now + timedelta(days=1),
    )
    draw = Draw.objects.create(activity=activity, size=pool.size)
    for place, name in enumerate(pool.features):
        feature = Feature.objects.create(draw=draw, name=name, title={"fr": name}, position=place)
        Value.objects.bulk_create(
            Value(
                feature=feature,
                name=value,
                title={"fr": value},
                minimum=int(low),
                maximum=int(high),
                position=rank,
            )
            for rank, (of, value, low, high) in enumerate(pool.quotas)
            if of == name
        )
    team = Body.objects.create(process=process, kind=BodyKind.TEAM, slug="equipe")
    roles = {"organiser": TeamRole.ORGANISER, "observer": TeamRole.OBSERVER}
    keys = dict(zip(roles, consultation_world.sessions(len(roles)), strict=True))
    for name, (person, _session) in keys.items():
        Membership.objects.create(
            body=team, person_id=person, role=roles[name], began_at=now - timedelta(days=9)
        )
    assert Account.objects.count() == len(roles)
    return activity.pk, {name: session for name, (_person, session) in keys.items()}


def filled(pool: lottery.Pool, key: int) -> tuple[float, float]:
    """Seconds of the import, and of the freezing."""
    from isegoria.capabilities.lottery.freezing import freeze_pool
    from isegoria.capabilities.lottery.importing import Files, import_volunteers
    from isegoria.commons.posts.writing import activity_with_phases
    from isegoria.commons.processes.models import Phase
    from isegoria.core.actor import SYSTEM

    lines = [",".join(["id", *pool.features]), *(",".join(row) for row in pool.people)]
    files = Files(people="\n".join(lines).encode())
    began = time.perf_counter()
    import_volunteers(actor=SYSTEM, activity=activity_with_phases(key), files=files)
    imported = time.perf_counter() - began
    print("verdict", *(f"{seconds:.2f}" for seconds in looked_at(key)), flush=True)
    Phase.objects.update(closes_at=datetime.now(UTC) - timedelta(minutes=1))
    began = time.perf_counter()
    freeze_pool(actor=SYSTEM, activity=activity_with_phases(key))
    return imported, time.perf_counter() - began


def looked_at(key: int) -> list[float]:
    """Seconds of the verdict, the first time and again."""
    from isegoria.capabilities.lottery.queries import draw_of, sheet
    from isegoria.capabilities.lottery.verdict import verdict
    from isegoria.commons.posts.writing import activity_with_phases

    found = []
    for _turn in range(2):
        draw = draw_of(activity_with_phases(key))
        features = sheet(draw)
        began = time.perf_counter()
        verdict(draw, features)
        found.append(time.perf_counter() - began)
    return found


def form_size(visitor: Browser) -> tuple[int, int]:
    """Octets of the form for volunteers, and of the form with all it loads, compressed."""
    _status, page = visitor.ask(f"{PLACE}volunteer/")
    loads = re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)
    whole = len(gzip.compress(page))
    whole += sum(len(gzip.compress(visitor.ask(path.decode())[1])) for path in {*loads})
    return len(page), whole


def drawn(organiser: Browser, observer: Browser) -> float:
    """Seconds of the confirmation that draws the panel."""
    for digit in DIGITS:
        observer.press(f"{PLACE}draw/desk/", f"{PLACE}draw/desk/enter/", digit=digit)
    target = f"{PLACE}draw/desk/confirm/"
    observer.press(f"{PLACE}draw/desk/", target, role="observer", name="Hélène Roux")
    return organiser.press(f"{PLACE}draw/desk/", target, role="organiser", name="Olga Petit")


def checked(visitor: Browser) -> str:
    """The last word of the bare verify.py on the archive that is served."""
    _status, body = visitor.ask(f"{PLACE}archive.zip")
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.extractall(name)
        folder = next(Path(name).iterdir())
        said = subprocess.run(
            [sys.executable, "-I", "verify.py"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    return f"{len(body) / 1000:.0f} kB; {said.stdout.splitlines()[-1]}"


def main() -> None:
    """All of it, in a home of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=6375)
    parser.add_argument("--port", type=int, default=28761)
    options = parser.parse_args()
    pool = lottery.drawn("a country", options.people, 40, lottery.NATIONAL)
    with tempfile.TemporaryDirectory(prefix="isegoria-bench-") as home:
        os.environ |= {"ISEGORIA_ENV": "demo", "ISEGORIA_HOME": home}
        load = os.getloadavg()[0]
        key, sessions = call_for(pool)
        with server(dict(os.environ), options.port):
            organiser, observer = (Browser(options.port, sessions[who]) for who in sessions)
            size, whole = form_size(organiser)
        imported, frozen = filled(pool, key)
        with server(dict(os.environ), options.port):
            began = time.perf_counter()
            organiser.press(
                f"{PLACE}list/prepare/",
                f"{PLACE}list/prepare/",
                aim="leximin",
                cap="100",
                origin="dice",
                k="5",
            )
            while observer.ask(f"{PLACE}archive.zip")[0] != 200:
                assert time.perf_counter() - began < 600, "no list after ten minutes"
                time.sleep(0.2)
            prepared = time.perf_counter() - began
            last = drawn(organiser, observer)
            verdict = checked(observer)
    print(f"load of the machine at the beginning: {load:.1f}")
    print(
        f"form for volunteers: {size / 1000:.1f} kB, with all it loads {whole / 1000:.1f} kB sent"
    )
    print(f"import {imported:.1f} s, freezing {frozen:.1f} s, last confirmation {last:.1f} s")
    print(f"public archive: {verdict}")
    print(
        f"{options.people} volunteers prepared {prepared:.1f} s after pressing the button (mark: 30)"
    )
    tell("draw.prepared", prepared)
    tell("draw.form", whole / 1000)
    tell("draw.import", imported)
    tell("draw.drawn", last)


if __name__ == "__main__":
    main()
