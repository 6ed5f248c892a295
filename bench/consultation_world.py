"""A consultation of any size for the measures: written by sets, as an import writes it."""

import io
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = [
    word
    for line in (
        "eau rivière haie mare arbre sol maire école bus vélo santé prix loyer ferme bois",
        "route pont parc quai port champ blé vigne lait pain village quartier place marché",
        "gare train tram énergie soleil vent toit mur rue",
    )
    for word in line.split()
]
SLUG, ACTIVITY = "eau", "idees"
TEXTS, PEOPLE, EACH = 4_000, 360_000, 20
"""A national campaign: so many texts and people, and positions of each."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of each thing."""

    posts: int
    comments: int
    stances: int
    people: int


SIZES = {
    "small": Size(2_000, 10_000, 100_000, 6_000),
    "full": Size(20_000, 100_000, 1_000_000, 60_000),
}


def files(size: Size) -> tuple[io.BytesIO, io.BytesIO]:
    """The two files of an import: every text differs, the first tenth of the people vote most."""
    chance = random.Random(7)
    posts = ["id,title,text,author,theme,at"]
    for n in range(size.posts):
        text = " ".join(chance.choices(WORDS, k=60))
        theme, author = f"t{chance.randrange(8)}", chance.randrange(size.people)
        posts.append(
            f"p{n},Idée {n} {text[:30]},{text} {n},v{author},{theme},2026-01-{n % 14 + 1:02}"
        )
    stances = ["post,person,value"]
    for _n in range(size.stances):
        person = int(chance.random() ** 2 * size.people)
        value = chance.choices(("agree", "neutral", "disagree"), (6, 1, 3))[0]
        stances.append(f"p{chance.randrange(size.posts)},v{person},{value}")
    return tuple(io.BytesIO("\n".join(lines).encode()) for lines in (posts, stances))  # type: ignore[return-value]


def country(folder: Path) -> tuple[Path, Path]:
    """The two files of a national campaign: 4,000 texts, 360,000 people with twenty positions each."""
    chance = random.Random(5)
    posts, stances = folder / "texts.csv", folder / "positions.csv"
    with posts.open("w") as file:
        file.write("id,title,text,author,theme,at\n")
        for n in range(TEXTS):
            text = " ".join(chance.choices(WORDS, k=60))
            author, day = chance.randrange(PEOPLE), n % 14 + 1
            file.write(f"p{n},Idée {n},{text} {n},v{author},t{n % 8},2026-01-{day:02}\n")
    with stances.open("w") as file:
        file.write("post,person,value\n")
        for person in range(PEOPLE):
            for n in chance.sample(range(TEXTS), EACH):
                value = chance.choices(("agree", "neutral", "disagree"), (6, 1, 3))[0]
                file.write(f"p{n},v{person},{value}\n")
    return posts, stances


def prepare() -> None:
    """An empty installation with one open consultation."""
    from isegoria.commands.database import prepare_database, prepare_static_files, use_django

    use_django()
    prepare_database()
    prepare_static_files()
    from isegoria.commons.processes.models import Activity, Phase, Process, Theme

    now = datetime.now(UTC)
    if Process.objects.exists():
        return
    process = Process.objects.create(
        slug=SLUG,
        state="published",
        published_at=now - timedelta(days=1),
        title={"fr": "L’eau", "en": "Water"},
        summary={"fr": "Partager l’eau."},
    )
    for n in range(8):
        Theme.objects.create(process=process, slug=f"t{n}", title={"fr": f"Thème {n}"}, position=n)
    activity = Activity.objects.create(
        process=process, capability="consultation", slug=ACTIVITY, title={"fr": "Vos idées"}
    )
    Phase.objects.create(
        activity=activity,
        kind="consultation.contributing",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
    )


def add_comments(count: int) -> None:
    """Comments on the texts that are there, with their counts."""
    from itertools import batched

    from django.db import connection

    from isegoria.commons.posts.models import Post

    texts = list(Post.objects.filter(parent=None).values_list("pk", "activity", "author"))
    chance = random.Random(8)
    now = datetime.now(UTC)
    for some in batched(range(count), 5_000):
        Post.objects.bulk_create(
            Post(
                activity_id=activity,
                parent_id=parent,
                author_id=author,
                kind="consultation.argument",
                language="fr",
                text=" ".join(chance.choices(WORDS, k=25)),
                side=chance.choice((-1, 1)),
                state="published",
                published_at=now,
                revision_count=1,
            )
            for parent, activity, author in chance.choices(texts, k=len(some))
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE posts_post SET comment_count = n FROM (SELECT parent_id AS of_post, count(*) AS n"
            " FROM posts_post WHERE parent_id IS NOT NULL GROUP BY parent_id) AS c WHERE id = of_post"
        )


def sessions(count: int) -> list[tuple[str, str]]:
    """So many people who may take part, signed in: the reference of each and the key of a session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from isegoria.commons.people.models import Account, Person

    made = []
    for n in range(count):
        email = f"v{n}@bench.example"
        account = Account.objects.filter(email=email).first()
        if account is None:
            account = Account.objects.create_user(email)
            Person.objects.filter(pk=account.person_id).update(verification=10, declared_age=18)
        store = SessionStore()
        store[SESSION_KEY] = str(account.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = account.get_session_auth_hash()
        store.create()
        made.append((str(account.person_id), store.session_key or ""))
    return made
