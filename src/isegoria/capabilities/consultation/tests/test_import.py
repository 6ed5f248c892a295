"""Importing what was said on another site."""

import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from isegoria.capabilities.consultation.import_reading import importable, read_files
from isegoria.capabilities.consultation.import_report import Reading
from isegoria.capabilities.consultation.imports import Imported, import_contributions
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts import services
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Post, Revision, Stance, StanceAct
from isegoria.commons.posts.tests.support import World, citizen, world
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Channel
from isegoria.core.errors import Invalid, Refused
from isegoria.core.journal.commitments import commit
from isegoria.core.journal.models import Entry
from isegoria.core.journal.sealing import seal_batches

pytestmark = pytest.mark.django_db

POSTS = (
    "id,title,text,author,theme,at\n"
    "p1,Des haies,Plantons des haies.,a1,Rivières,2020-05-01T08:00:00Z\n"
    "p2,Des mares,Creusons des mares.,a2,,1588320000\n"
)
STANCES = (
    "post,person,value,at\n"
    "p1,v1,agree,2020-05-02\n"
    "p1,a2,disagree,2020-05-02\n"
    "p2,v1,neutral,2020-05-02\n"
    "p1,v1,disagree,2020-05-03\n"
)


@pytest.fixture(autouse=True)
def in_english() -> object:
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def place() -> World:
    """An activity that takes texts."""
    return world(now=clock.now())


def read(
    place: World, posts: str | bytes, stances: str | None = None, agree: int | None = None
) -> Reading:
    """What the reading of two files finds."""
    content = posts if isinstance(posts, bytes) else posts.encode()
    return read_files(
        place.activity,
        io.BytesIO(content),
        None if stances is None else io.BytesIO(stances.encode()),
        agree=agree,
    )


def bring(
    place: World, posts: str = POSTS, stances: str | None = STANCES, agree: int | None = None
) -> Imported:
    """Import two files."""
    return import_contributions(
        actor=SYSTEM, activity=place.activity, reading=read(place, posts, stances, agree)
    )


def test_texts_and_positions_come_with_their_dates_authors_themes_and_counts(place: World) -> None:
    assert bring(place) == Imported(posts=2, posts_known=0, people=3, stances=3)
    first = Post.objects.select_related("theme").get(title="Des haies")
    assert first.published_at == datetime(2020, 5, 1, 8, tzinfo=UTC)
    assert first.theme == place.theme
    assert first.shown
    assert (first.agree_count, first.neutral_count, first.disagree_count) == (0, 0, 2)
    assert Revision.objects.get(post=first).text == "Plantons des haies."
    assert check_counters() == 0
    second = Stance.objects.get(
        post__title="Des haies", value=-1, person=Post.objects.get(title="Des mares").author_id
    )
    assert second.changed_at == datetime(2020, 5, 2, 12, tzinfo=UTC)
    for table in (Post, Stance, StanceAct):
        assert set(table.objects.values_list("channel", flat=True)) == {Channel.IMPORT}


def indexes() -> set[tuple[str, str]]:
    """Every index of the database, with the statement that makes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            if connection.vendor == "postgresql"
            else "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        )
        return set(cursor.fetchall())


def counted() -> set[str]:
    """The tables of which the database has statistics."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_stats"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'"
        )
        return {name for (name,) in cursor.fetchall()}


def test_many_positions_keep_their_commitments_and_leave_every_index(place: World) -> None:
    before = indexes()
    said = "".join(f"p{1 + n % 2},v{n},{('agree', 'disagree')[n % 3 // 2]}\n" for n in range(47))
    assert bring(place, POSTS, "post,person,value\n" + said).stances == 47
    positions = set(Stance.objects.values_list("post", "person", "value"))
    acts = list(StanceAct.objects.all())
    assert {(act.post_id, act.person, act.value) for act in acts} == positions
    assert all(
        act.salt and act.person and act.commitment == commit(bytes(act.salt), act.person)
        for act in acts
    )
    assert len({bytes(act.salt or b"") for act in acts}) == 47
    assert check_counters() == 0
    assert indexes() == before
    if connection.vendor == "postgresql":
        assert {"posts_post", "posts_stance", "posts_stanceact"} <= counted()
    else:
        assert not counted()


def test_people_of_a_file_have_no_account(place: World) -> None:
    bring(place)
    assert Person.objects.count() == 3
    assert not Account.objects.exists()


def test_the_same_files_again_add_nothing(place: World) -> None:
    bring(place)
    assert bring(place) == Imported(posts=0, posts_known=2, people=0, stances=0)
    assert (Post.objects.count(), Stance.objects.count(), Person.objects.count()) == (2, 3, 3)
    assert Entry.objects.filter(kind="consultation.imported").count() == 1


def test_a_longer_file_adds_what_is_new(place: World) -> None:
    bring(place)
    more = bring(
        place, POSTS + "p3,Des roseaux,Gardons les roseaux.,a1,,\n", STANCES + "p3,v1,agree,\n"
    )
    assert more == Imported(posts=1, posts_known=2, people=0, stances=1)
    assert check_counters() == 0


def test_the_acts_are_sealed_in_the_journal_and_add_up_to_the_counters(place: World) -> None:
    bring(place)
    assert seal_batches() == 3
    acts = StanceAct.objects.filter(post__title="Des haies")
    assert sum(act.value or 0 for act in acts) == -2
    assert all(act.leaf_hash and act.former_value is None for act in acts)


def test_nothing_is_written_when_one_line_is_wrong(place: World) -> None:
    with pytest.raises(Invalid) as refused:
        bring(place, stances=STANCES + "p9,v1,agree,\n")
    assert [str(problem) for problem in refused.value.problems] == [
        "Positions, line 6: There is no text “p9”."
    ]
    assert not Post.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("p1,Again,Words.,,,", "“p1” is already on line 2"),
        ("p3,,,,,", "must not be empty"),
        ("p3,T,Words.,,Volcans,", "line 4: This process has no theme “Volcans”"),
        ("p3,T,Words.,,,yesterday", "Line 4"),
        ("p3,T,Wor\x07ds.,,,", "line 4: There is a sign in it that no screen can show"),
        ("p3,T,Wor\u202eds.,,,", "line 4: There is an invisible sign in it"),
        (f"p3,T,{'é' * 3_000},,,", "line 4: Shorten it: 2,000 characters at most"),
        (f"p3,T,{'a' * 1_000_000},,,", "line 4"),
    ],
)
def test_each_wrong_line_of_texts_has_its_sentence(place: World, line: str, said: str) -> None:
    assert (
        said.casefold()
        in " ".join(read(place, f"{POSTS}{line}\np4,T,Words.,,,\n").problems).casefold()
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("p1,v9,perhaps,", "Line 6, value: “perhaps” is not one of"),
        ("p1,,agree,", "Line 6, person: This cell must not be empty."),
        (f"p1,{'v' * 200},agree,", "Line 6, person"),
    ],
)
def test_each_wrong_line_of_positions_has_its_sentence(place: World, line: str, said: str) -> None:
    assert said in " ".join(read(place, POSTS, f"{STANCES}{line}\np1,v7,agree,\n").problems)


def test_a_formula_stays_a_text(place: World) -> None:
    bring(place, 'id,title,text\np1,T,"=HYPERLINK(""x"")"\n', None)
    assert Post.objects.get().text == '=HYPERLINK("x")'


def test_a_file_of_pictures_is_refused_in_words(place: World) -> None:
    (said,) = read(place, b"\x89PNG\r\n\x1a\n0000").problems
    assert "PNG" in said


def test_another_text_under_a_known_reference_is_refused(place: World) -> None:
    bring(place)
    problems = read(place, POSTS.replace("Plantons", "Coupons")).problems
    assert problems == ["Texts, line 2: “p1” was imported already, with another text."]


NUMBERS = "comment-id,voter-id,vote\np1,v1,-1\np1,v2,-1\np1,v3,1\np2,v1,1\n"
COUNTED = (
    "comment-id,author-id,comment-body,agrees,disagrees\np1,a,Des haies.,2,1\np2,a,Des mares.,0,1\n"
)


def test_the_counts_of_polis_tell_the_sign_of_its_votes(place: World) -> None:
    bring(place, COUNTED, NUMBERS)
    post = Post.objects.get(title="Des haies.")
    assert (post.agree_count, post.disagree_count) == (2, 1)


def test_numbers_without_counts_are_refused_unless_their_sign_is_said(place: World) -> None:
    assert "nothing tells whether 1 or −1 means" in read(place, POSTS, NUMBERS).problems[0]
    bring(place, POSTS, NUMBERS, agree=-1)
    assert Post.objects.get(title="Des haies").agree_count == 2


def test_counts_that_fit_neither_sign_are_refused(place: World) -> None:
    problems = read(place, COUNTED.replace("2,1", "40,30"), NUMBERS).problems
    assert "nothing tells whether 1 or −1 means" in problems[0]


def test_texts_refused_by_their_moderators_stay_there(place: World) -> None:
    reading = read(
        place,
        "comment-id,comment-body,moderated\np1,Des haies.,1\np2,Une injure.,-1\n",
        "post,person,value\np1,v,agree\np2,v,agree\n",
    )
    assert not reading.problems
    assert len(reading.lines) == reading.size == 1
    assert len([note for note in reading.notes if gettext("stays there") in note]) == 2


def test_somebody_who_changes_their_position_here_keeps_it(place: World) -> None:
    bring(place)
    ref = Post.objects.get(title="Des haies").ref
    services.take_stance(actor=citizen(), ref=ref, value=1)
    bring(place)
    assert Post.objects.get(ref=ref).agree_count == 1
    assert check_counters() == 0


def test_only_the_team_imports(place: World) -> None:
    with pytest.raises(Refused):
        import_contributions(actor=citizen(), activity=place.activity, reading=read(place, POSTS))


@pytest.mark.parametrize("capability", ["drafting", "answers", "assembly", "decisions", "lottery"])
def test_a_file_brings_what_people_say_and_never_a_measure_or_an_answer(capability: str) -> None:
    assert importable(Activity(capability=capability)) == ()
    assert importable(Activity(capability="consultation"))
