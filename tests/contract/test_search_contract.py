"""One suite for both engines: whatever database runs it, the answers are the same.

Groups (whole-number keys) and persons (UUID keys) stand for objects; their names hold ``title|body``.
"""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isegoria.commons.people.models import Person
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.policy import ADMINISTRATOR, EVERYONE, Condition, Policy
from isegoria.core.search.engines import repair
from isegoria.core.search.index import index, remove
from isegoria.core.search.models import SearchDocument
from isegoria.core.search.query import search
from isegoria.core.search.rebuild import rebuild
from isegoria.core.search.source import Document, Found, SearchSource

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, tzinfo=UTC)

NOT_HIDDEN = Condition(
    "hidden",
    "It is hidden.",
    test=lambda ask: not ask.obj.name.startswith("hidden"),
    rows=lambda _actor, _now: ~Q(name__startswith="hidden"),
)
READ_TEXT = Policy("tests.read", "Read a text", NOT_HIDDEN | ADMINISTRATOR, Group)
READ_PERSON = Policy("tests.person", "Read a person", EVERYONE, Person)


def split(name):
    title, _bar, body = name.removeprefix("en:").removeprefix("both:").partition("|")
    return title, body


def document(group):
    """French unless the name begins with ``en:``; nothing for a draft; both for ``both:``."""
    if group.name.startswith("draft"):
        return None
    language = group.name.partition(":")[0]
    title, body = split(group.name)
    when = NOW + timedelta(minutes=group.pk % 7)
    if language == "both":
        french, english = (part.strip() for part in body.split("/"))
        return [
            Document(title=title, body=french, language="fr", updated_at=when),
            Document(title=title, body=english, language="en", updated_at=when),
        ]
    return Document(
        title=title, body=body, language="en" if language == "en" else "fr", updated_at=when
    )


TEXTS = SearchSource(
    name="texts",
    label="Texts",
    model=Group,
    document=document,
    policy=READ_TEXT,
    result=lambda groups: [
        Found(pk=group.pk, title=split(group.name)[0], text=split(group.name)[1],
              url=f"/texts/{group.pk}/", language="fr")
        for group in groups
    ],
)  # fmt: skip
PERSONS = SearchSource(
    name="persons",
    label="Persons",
    model=Person,
    document=lambda person: Document(
        title=person.display_name, body="", language="fr", updated_at=NOW
    ),
    policy=READ_PERSON,
    result=lambda persons: [
        Found(pk=person.pk, title=person.display_name, text="", url=f"/{person.pk}/", language="fr")
        for person in persons
    ],
)


def publish(*names):
    groups = [Group.objects.create(name=name) for name in names]
    for group in groups:
        index(TEXTS, group)
    return groups


def titles(query, actor=ANONYMOUS, sources=(TEXTS,), **options):
    results = search(query, actor=actor, sources=sources, **options)
    return ["".join(piece.text for piece in hit.title) for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("mesures", "Une mesure pour tous"),
        ("mesure", "Les mesures adoptées"),
        ("mesurées", "Une mesure"),
        ("education", "L'Éducation d'abord"),
        ("ÉDUCATION", "education"),
        ("éduc", "L'éducation"),
        ("mesu", "Les mesures"),
        ("eau", "Le prix de l’eau"),
        ("d'eau", "L'eau potable"),
        ("qu'il pleuve", "Il pleuvra, qu'on pleuve"),
        ("citoyens", "Des citoyen·ne·s tirées au sort"),
        ("citoyenne", "Les citoyen.ne.s"),
        ("citoyen·ne·s", "La citoyenne"),
        ("habitantes", "Un·e habitant(e)s"),
        ("actrice", "Les acteur·rice·s du quartier"),
        ("conseillers", "La conseillère municipale"),
        ("oeuvre", "Une œuvre"),
        ("œuvres", "L'oeuvre"),
        ("travail", "Les travaux du pont"),
        ("cyclables pistes", "Des pistes cyclables"),
        ("Pistes, cyclables !", "cyclables et pistes"),
        ("2030", "D'ici 2030"),
        ("covid-19", "Après le COVID 19"),
        ("1e5", "Un nombre : 1e5"),
        ("3d", "Une image 3D"),
        ("日本", "Le 日本 au loin"),
        ("e\u0301cole", "L'école"),
        ("ﬁnances", "Les finances"),
        ("ΑΘΗΝΑ", "Αθήνα et l'isegoria"),
    ],
)
def test_a_french_text_is_found(query, text):
    publish(f"Titre|{text}", "Autre chose|Rien à voir")
    assert titles(query) == ["Titre"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("policies", "A new policy"),
        ("voting", "They voted"),
        ("citizen's", "All citizens"),
        ("measures", "One measure"),
    ],
)
def test_an_english_text_is_found(query, text):
    publish(f"en:Title|{text}", "en:Other|Nothing alike")
    assert titles(query) == ["Title"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("mesures absentes", "Des mesures"),
        ("transport", "La transparence"),
        ("mesu eau", "Les mesures de l'eau"),
        ("école", "L'écologie"),
        ("vote", "Le véto"),
    ],
)
def test_every_word_must_be_there_and_only_the_last_may_be_unfinished(query, text):
    publish(f"Titre|{text}")
    assert titles(query) == []


def test_a_text_in_two_languages_is_one_result_found_in_both():
    publish("both:Règlement|les écoles / the schools")
    assert titles("school") == ["Règlement"]
    assert titles("école") == ["Règlement"]
    assert titles("règlement") == ["Règlement"]
    assert titles("school", language="fr") == []
    assert titles("school", language="en") == ["Règlement"]


RANKED = (
    "Transports publics|",
    "Budget|les transports publics",
    "Le public|et ses transports",
    "Transports|au public",
    "Bruit|publicité des transports",
    "Publicité des transports|",
    "en:Public transport|",
    "Transports publics en ville|publics",
)


def test_the_order_is_the_same_on_every_engine():
    """Words in the title, then whole words, then the latest, then the last key."""
    for key, name in enumerate(RANKED, start=100):
        index(TEXTS, Group.objects.create(pk=key, name=name))
    assert titles("transport public") == [
        "Transports publics en ville",
        "Transports publics",
        "Public transport",
        "Transports",
        "Le public",
        "Publicité des transports",
        "Budget",
        "Bruit",
    ]


def test_pages_follow_each_other_without_a_gap_or_a_repetition():
    publish(*(f"Mesure {number}|" for number in range(23)), *(f"T{n}|mesure" for n in range(20)))
    everything = titles("mesure", limit=100)
    assert len(everything) == 43
    seen, cursor, pages = [], "", 0
    while True:
        results = search("mesure", actor=ANONYMOUS, sources=[TEXTS], cursor=cursor, limit=10)
        seen += ["".join(piece.text for piece in hit.title) for hit in results.hits]
        pages += 1
        if not (cursor := results.next):
            break
    assert (seen, pages) == (everything, 5)


def test_a_forged_cursor_gives_the_first_page():
    publish("Mesure|")
    for cursor in ("x", "0:0", "\0", "é" * 500, "W10:abc"):
        assert titles("mesure", cursor=cursor) == ["Mesure"]


def test_what_was_just_hidden_is_gone_at_once_and_leaves_no_hole():
    groups = publish(*(f"Mesure {number}|" for number in range(12)))
    for group in groups[2:]:
        group.name = f"hidden {group.name}"
        group.save()
    first = search("mesure", actor=ANONYMOUS, sources=[TEXTS], limit=5)
    assert len(first.hits) == 2
    assert first.next == ""
    assert len(titles("mesure", actor=SYSTEM, limit=50)) == 12


def test_a_deleted_object_is_not_found_even_if_nobody_removed_it():
    (group,) = publish("Mesure|")
    Group.objects.filter(pk=group.pk).delete()
    assert titles("mesure") == []


def test_a_changed_text_is_found_by_its_new_words_alone():
    (group,) = publish("Mesure|ancienne")
    group.name = "Mesure|nouvelle"
    index(TEXTS, group)
    assert titles("ancienne") == []
    assert titles("nouvelle") == ["Mesure"]
    assert SearchDocument.objects.count() == 1


def test_an_object_that_stops_being_public_leaves_the_index():
    (group,) = publish("Mesure|")
    group.name = "draft Mesure|"
    index(TEXTS, group)
    assert not SearchDocument.objects.exists()


def test_removing_forgets_and_removing_twice_is_no_error():
    (group,) = publish("Mesure|")
    remove(TEXTS, group.pk)
    remove(TEXTS, group.pk)
    assert titles("mesure", actor=SYSTEM) == []


def test_objects_with_uuid_keys_are_found_beside_the_others():
    publish("Camille|")
    person = Person.objects.create(display_name="Camille Martin")
    index(PERSONS, person)
    assert set(titles("camille", sources=(TEXTS, PERSONS))) == {"Camille", "Camille Martin"}
    assert titles("camille", sources=(PERSONS,)) == ["Camille Martin"]
    remove(PERSONS, person.pk)
    assert titles("camille", sources=(PERSONS,)) == []


HOSTILE = [
    "", " ", '"', "'", "''", '""""', "*", "mesure*", "*mesure", "(", ")", "((((", "AND", "OR NOT", "NEAR(",
    "NEAR(mesure eau, 2)", "title_terms:mesure", "-mesure", "+mesure", "^mesure", "mesure & | ! <->",
    "mesure:*", "mesure\0eau", "\0", "\\", "\\'", "%", "_", "%mesure_", "';DROP TABLE search_index;--",
    "' OR 1=1 --", "{mesure}", "[mesure]", "mesure\ud800", "\u202emesure", "🂡", "﷽", "a" * 10_000,
    "é" * 10_000, "mesure " * 5000, " ".join(f"mot{n}" for n in range(2000)), "<script>", "%00", "$1", "?",
    "%s", "{0}", "le la les", "\n\r\t\x0b",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_is_an_error_or_an_injection(query):
    publish("Mesure|de l'eau", "Autre|texte")
    assert set(titles(query)) <= {"Mesure"}
    assert Group.objects.count() == 2


@pytest.mark.parametrize(
    "query",
    ['"mesure"', "mesure*", "-mesure", "+mesure", "^mesure", "{mesure}", "%mesure_", "(mesure",
     "mesure\ud800", "mesure\0eau", "mesure " * 5000, "mesure:*", "mesure & | ! <->"],
    ids=range(13),
)  # fmt: skip
def test_punctuation_separates_and_means_nothing_more(query):
    publish("Mesure|de l'eau", "Autre|texte")
    assert titles(query) == ["Mesure"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_indexed_and_found_by_itself(title, body):
    name = f"{title}|{body}".replace("\0", "")
    name = name.encode(errors="ignore").decode()[:140]
    if name.startswith(("hidden", "draft", "both")) or ":" in name:
        return
    group = Group.objects.create(name=f"{uuid.uuid4().hex[:6]}|{name}")
    index(TEXTS, group)
    results = search(name, actor=ANONYMOUS, sources=[TEXTS], language="fr", limit=100)
    assert results.is_vague or f"/texts/{group.pk}/" in [hit.url for hit in results.hits]


def test_a_vague_query_says_so():
    publish("Mesure|")
    assert search("le de la", actor=ANONYMOUS, sources=[TEXTS]).is_vague
    assert not search("absent", actor=ANONYMOUS, sources=[TEXTS]).is_vague


def test_the_words_found_are_marked_in_the_original_text():
    publish("L'Éducation|Pour les citoyen·ne·s, une éducation gratuite.")
    (hit,) = search("education citoyens", actor=ANONYMOUS, sources=[TEXTS]).hits
    assert [piece.text for piece in hit.title if piece.marked] == ["Éducation"]
    assert [piece.text for piece in hit.excerpt if piece.marked] == ["citoyen·ne·s", "éducation"]


@pytest.mark.parametrize("rows", [1, 40])
def test_a_search_costs_two_statements_whatever_it_finds(rows, django_assert_num_queries):
    publish(*(f"Mesure {number}|eau" for number in range(rows)))
    with django_assert_num_queries(2):
        search("mesure eau", actor=Actor(person_id=uuid.uuid4()), sources=[TEXTS], limit=40)


def test_rebuilding_mends_everything_that_may_be_wrong():
    kept, gone, draft = publish("Mesure|", "Mesure partie|", "Mesure en projet|")
    Group.objects.filter(pk=gone.pk).delete()
    Group.objects.filter(pk=draft.pk).update(name="draft Mesure|")
    SearchDocument.objects.filter(object_int=kept.pk).delete()
    Group.objects.bulk_create(Group(name=f"Mesure {number}|") for number in range(450))
    assert rebuild([TEXTS]) == 451
    assert SearchDocument.objects.count() == 451
    assert len(titles("mesure", limit=100)) == 100


def test_rebuilding_everything_forgets_the_sources_that_are_gone():
    publish("Mesure|")
    rebuild()
    assert not SearchDocument.objects.filter(source="texts").exists()


def test_the_engine_index_can_be_made_anew():
    publish("Mesure|")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_index_insert")
        publish("Mesure oubliée|")
        assert titles("mesure") == ["Mesure"]
    else:
        publish("Mesure oubliée|")
    repair()
    assert sorted(titles("mesure")) == ["Mesure", "Mesure oubliée"]


def test_the_index_is_used_and_not_the_table():
    """A condition that the engine answered by reading every row would not scale."""
    publish(*(f"Mesure {number}|" for number in range(30)))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "EXPLAIN QUERY PLAN SELECT id FROM search_searchdocument WHERE id IN"
                " (SELECT rowid FROM search_index WHERE search_index MATCH 'frmesur')"
            )
            plan = " ".join(row[3] for row in cursor.fetchall())
            assert "SEARCH search_searchdocument USING INTEGER PRIMARY KEY" in plan
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "EXPLAIN SELECT id FROM search_searchdocument WHERE vector @@ 'frmesur'::tsquery"
            )
            assert "search_index" in " ".join(row[0] for row in cursor.fetchall())
