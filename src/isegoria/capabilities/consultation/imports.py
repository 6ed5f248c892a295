"""Importing what was said on another site: all of it or nothing, and nothing twice.

One transaction holds everything. On SQLite nobody else writes meanwhile: a national file is imported before
the activity opens, a file of the size that the page takes in a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import batched
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.duplicates import rebuild
from isegoria.capabilities.consultation.import_journal import IMPORTED
from isegoria.capabilities.consultation.import_models import ImportedPerson, ImportedPost
from isegoria.capabilities.consultation.import_positions import not_there, write_positions
from isegoria.capabilities.consultation.import_report import Line, Reading
from isegoria.capabilities.consultation.import_rows import (
    roomy,
    uuid_value,
    write_like,
    write_rows,
)
from isegoria.capabilities.consultation.models import DuplicateKey, Likeness
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Revision, Stance, StanceAct
from isegoria.commons.posts.rules import beginning
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity
from isegoria.commons.processes.policies import WRITE_PROCESS
from isegoria.core import clock
from isegoria.core.actor import Actor, Channel
from isegoria.core.errors import Invalid
from isegoria.core.journal.record import record
from isegoria.core.search.index import index_all
from isegoria.core.search.models import SearchDocument
from isegoria.core.service import nothing_changed, service
from isegoria.core.statistics import count_tables

SOME = 2_000
"""Rows that the ORM writes together."""
AT_ONCE = 10_000
"""People written together."""
_WRITTEN = (
    *(Person, ImportedPerson, Post, Revision, ImportedPost, SearchDocument, Stance, StanceAct),
    *(DuplicateKey, Likeness),
)
"""The tables that an import fills."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many of each an import added; ``posts_known`` were there already."""

    posts: int
    posts_known: int
    people: int
    stances: int


@roomy()
@service(journal=IMPORTED)
def import_contributions(*, actor: Actor, activity: Activity, reading: Reading) -> Imported:
    """Write what ``reading`` holds. What an earlier import brought is left as it is.

    People are told apart by the file's own references; they have no account. Texts and positions keep
    their dates. Raises Refused; Invalid with every problem of the files, and then nothing is written.
    """
    activity = Activity.objects.select_for_update().select_related("process").get(pk=activity.pk)
    WRITE_PROCESS.authorise(actor, activity.process)
    if reading.problems:
        raise Invalid(_("Nothing was imported."), reading.problems, code="import")
    now = clock.now()
    authors = [line.author for line in reading.lines if line.author]
    people, new_people = _people(activity, dict.fromkeys([*reading.voters, *authors]))
    new_posts = [line for line in reading.lines if line.post is None]
    posts = _posts(actor, activity, reading.lines, people, now)
    stances = 0
    if reading.votes is not None:
        voters = [people[reference] for reference in reading.voters]
        again = any(line.post is not None for line in reading.lines)
        new = not_there(activity, reading.votes, posts, voters) if again else reading.votes
        stances = write_positions(actor, new, posts, voters, now)
    if new_posts:
        rebuild(activity)
    if not (new_posts or stances):
        nothing_changed()
    else:
        count_tables(*_WRITTEN)
        nothing = sha256().hexdigest()
        record(
            IMPORTED,
            subject=activity.ref,
            facts={
                "texts": len(new_posts),
                "positions": stances,
                "people": new_people,
                "texts_file": reading.digests[0],
                "positions_file": reading.digests[1] or nothing,
            },
        )
    return Imported(len(new_posts), len(reading.lines) - len(new_posts), new_people, stances)


def _people(activity: Activity, references: dict[str, None]) -> tuple[dict[str, UUID], int]:
    """The person of each reference, and how many of them are new."""
    known = dict(
        ImportedPerson.objects.filter(activity=activity)
        .values_list("reference", "person")
        .iterator()
    )
    new = [reference for reference in references if reference not in known]
    keys = sorted(uuid4() for _reference in new)
    for pairs in batched(zip(new, map(uuid_value, keys), strict=True), AT_ONCE):
        write_like(Person(), "id", [key for _reference, key in pairs])
        write_rows(
            ImportedPerson,
            ("activity", "reference", "person"),
            [(activity.pk, reference, key) for reference, key in pairs],
        )
    known.update(zip(new, keys, strict=True))
    return known, len(new)


def _posts(
    actor: Actor,
    activity: Activity,
    lines: Sequence[Line],
    people: dict[str, UUID],
    now: datetime,
) -> list[int]:
    """The key of the text of each line, after writing those that are new."""
    keys: dict[str, int] = {line.reference: line.post for line in lines if line.post is not None}
    for some in batched((line for line in lines if line.post is None), SOME):
        posts = Post.objects.bulk_create(
            Post(
                activity=activity,
                kind=line.kind.code,
                theme=line.theme,
                author_id=people.get(line.author),
                language=line.language,
                title=line.title,
                text=line.text,
                excerpt=beginning(line.text),
                place=line.place,
                state=PostState.PUBLISHED,
                created_at=line.at or now,
                published_at=line.at or now,
                revision_count=1,
                channel=Channel.IMPORT,
                entered_by_id=actor.person_id,
            )
            for line in some
        )
        Revision.objects.bulk_create(
            Revision(
                post=post,
                number=1,
                author_id=post.author_id,
                title=post.title,
                text=post.text,
                at=line.at or now,
            )
            for line, post in zip(some, posts, strict=True)
        )
        ImportedPost.objects.bulk_create(
            ImportedPost(activity=activity, reference=line.reference, post=post)
            for line, post in zip(some, posts, strict=True)
        )
        index_all(POST_SEARCH, posts)
        for line, post in zip(some, posts, strict=True):
            keys[line.reference] = post.pk
    return [keys[line.reference] for line in lines]
