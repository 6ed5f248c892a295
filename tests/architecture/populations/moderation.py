"""Decisions and appeals in every state, by the moderator and by somebody else, on texts of everybody."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product

from isegoria.commons.moderation.models import Appeal, Ruling
from isegoria.commons.moderation.states import Act, AppealState
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.states import Visibility
from isegoria.commons.processes.models import Activity, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core.actor import Actor
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def rulings(now: datetime) -> tuple[Sequence[Ruling], Sequence[Actor]]:
    """Each decision in each place it can have among others."""
    process = Process.objects.create(
        slug="p", state="published", published_at=now, title={}, summary={}
    )
    activity = Activity.objects.create(process=process, capability="plain", slug="a", title={})
    author, moderator, other = (Person.objects.create() for _ in range(3))
    for who, visibility, act, by, rewriting, appealed in product(
        (author, moderator, None),
        Visibility.values,
        (Act.HIDE, Act.KEEP),
        (moderator, other, None),
        ("", "Autrement."),
        (None, *AppealState.values),
    ):
        post = Post.objects.create(
            kind="plain.text",
            activity=activity,
            author=who,
            visibility=visibility,
            state="published",
            published_at=now,
            language="fr",
            text="Texte",
        )
        if rewriting:
            Ruling.objects.create(post=post, act=Act.HIDE, moderator=by)
        ruling = Ruling.objects.create(post=post, act=act, moderator=by, rewriting=rewriting)
        if appealed is not None:
            Appeal.objects.create(ruling=ruling, words="Relisez.", state=appealed)
    role = {process.pk: frozenset({TeamRole.MODERATOR.value})}
    people = [
        Actor(person_id=author.pk),
        Actor(person_id=moderator.pk, roles={ROOM: Mandates(team=role, bodies=frozenset())}),
        ADMINISTRATOR,
        CITIZEN,
    ]
    return list(Ruling.objects.select_related("post")), people


def appeals(now: datetime) -> tuple[Sequence[Appeal], Sequence[Actor]]:
    """The appeals against those decisions."""
    _rulings, people = rulings(now)
    found = Appeal.objects.select_related("ruling__post__activity__process")
    return list(found), people


POPULATIONS = {"moderation.Ruling": rulings, "moderation.Appeal": appeals}
