"""What the tests of posts share: a process with a plain activity, people, texts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, Phase, Process, Theme
from isegoria.core.actor import Actor, Verification

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
OPENS, CLOSES = NOW - timedelta(days=10), NOW + timedelta(days=10)


@dataclass
class World:
    """A published process whose plain activity is open for writing at :data:`NOW`."""

    process: Process
    activity: Activity
    theme: Theme


def world(
    slug: str = "eau", *, verification: int = Verification.EMAIL, now: datetime = NOW
) -> World:
    """Make a world that is open for writing ten days before and after ``now``."""
    process = Process.objects.create(
        slug=slug,
        state="published",
        published_at=now - timedelta(days=10),
        title={"fr": "L’eau", "en": "Water"},
        summary={"fr": "Partager l’eau.", "en": "Sharing water."},
    )
    activity = Activity.objects.create(
        process=process,
        capability="plain",
        slug="textes",
        title={"fr": "Vos textes", "en": "Your texts"},
        verification=verification,
    )
    Phase.objects.create(
        activity=activity,
        kind="plain.writing",
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10),
    )
    theme = Theme.objects.create(process=process, slug="rivieres", title={"fr": "Rivières"})
    return World(process, activity, theme)


def actor_of(person: Person, **changes: Any) -> Actor:
    """The actor of a person."""
    return Actor(
        person_id=person.pk,
        verification=Verification(person.verification),
        declared_age=person.declared_age,
        **changes,
    )


def citizen(name: str = "Citoyenne", **changes: Any) -> Actor:
    """A new person, old enough and known by an address."""
    person = Person.objects.create(
        display_name=name, verification=Verification.EMAIL, declared_age=18
    )
    return actor_of(person, **changes)


def account(email: str = "c@exemple.test", name: str = "Camille") -> Account:
    """An account without a password, whose person may take part."""
    made = Account.objects.create_user(email, display_name=name)
    Person.objects.filter(pk=made.person_id).update(
        verification=Verification.EMAIL, declared_age=18
    )
    return made


def signed_in() -> tuple[Client, Actor]:
    """The browser of somebody signed in, and the actor that they are."""
    mine, client = account(), Client()
    client.force_login(mine)
    return client, actor_of(Person.objects.get(pk=mine.person_id))


def draft(actor: Actor, place: World, **changes: Any) -> Post:
    """A draft of ``actor``."""
    given: dict[str, Any] = {
        "activity": place.activity,
        "kind": "plain.text",
        "title": "Des haies",
        "text": "Plantons des haies le long des rivières.",
        "language": "fr",
    }
    return services.save_draft(actor=actor, **{**given, **changes})


def published(actor: Actor, place: World, **changes: Any) -> Post:
    """A published text of ``actor``."""
    return services.publish_post(actor=actor, post=draft(actor, place, **changes))


def comment(actor: Actor, post: Post, text: str = "Oui, et des mares.") -> Post:
    """A comment of ``actor``."""
    return services.comment(actor=actor, post=post, text=text, language="fr")


def counts(post: Post) -> tuple[int, int, int, int, int]:
    """The counters of a post as stored: agree, neutral, disagree, comments, followers."""
    found = Post.objects.get(pk=post.pk)
    return (
        found.agree_count,
        found.neutral_count,
        found.disagree_count,
        found.comment_count,
        found.follow_count,
    )


LIST = "/plain/eau/textes/"
"""The page of the plain activity, in French."""


def here() -> World:
    """The world of the test, for whoever signed in before knowing it."""
    activity = Activity.objects.select_related("process").get(process__slug="eau")
    return World(activity.process, activity, activity.process.themes.get())


def text_of(answer: Any) -> str:
    """What an answer says, entities read."""
    return unescape(answer.content.decode())


def page_of(post: Post, what: str = "page") -> str:
    """A page about a post."""
    return reverse(f"posts:{what}", args=[post.ref])
