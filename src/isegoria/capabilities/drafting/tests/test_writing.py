"""Writing together: no word typed is lost, who writes is seen, conflicts are settled by people."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isegoria.capabilities.drafting import services
from isegoria.capabilities.drafting.erasure import erase_person, merge_person
from isegoria.capabilities.drafting.history import story
from isegoria.capabilities.drafting.models import Measure, Section, Version, Writing
from isegoria.capabilities.drafting.queries import presence
from isegoria.capabilities.drafting.rules import LEASE, Choice, Side, settled
from isegoria.capabilities.drafting.tests.support import Group, group, measure, save, section
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, citizen
from isegoria.commons.processes.models import Phase
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry
from isegoria.kernel.drafting import merge

WORDS = st.sampled_from(["haies", "eau", "planter", "chaque", "village", "source", "sol"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), max_size=4).map("\n\n".join)


@pytest.fixture
def here(db: None):
    with clock.frozen(NOW):
        yield group()


def words(text: str) -> Counter[str]:
    return Counter(text.split())


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(base=TEXTS, mine=TEXTS, yours=TEXTS, side=st.sampled_from((Side.MINE, Side.THEIRS)))
def test_no_word_typed_by_two_people_at_once_is_ever_lost(
    here: Group, base, mine, yours, side
) -> None:
    made = measure(here)
    save(here.one, made, base)
    start = section(made).version
    save(here.one, made, mine, base=start)
    put = save(here.other, made, yours, base=start).contradictions
    if put is None:
        assert words(yours) - words(base) <= words(section(made).text)
    else:
        assert words(Writing.objects.get(section__measure=made).text) == words(yours)
        settle(here.other, made, *[Choice(side)] * len(put.conflicts))
    every = "\n".join(Version.objects.filter(section__measure=made).values_list("text", flat=True))
    assert words(mine) - words(base) <= words(every)
    assert words(yours) - words(base) <= words(every)


def settle(actor, made: Measure, *choices: Choice) -> None:
    found = section(made)
    services.settle_section(
        actor=actor, section=found, head=found.version, choices=choices, reason="Choisi"
    )


def test_two_who_change_different_passages_both_stand(here: Group) -> None:
    made = measure(here)
    save(here.one, made, "Les sources tarissent.\n\nLes sols sont nus.")
    first = section(made).version
    save(here.one, made, "Les sources tarissent l’été.\n\nLes sols sont nus.", base=first)
    saved = save(
        here.other, made, "Les sources tarissent.\n\nLes sols sont nus en hiver.", base=first
    )
    assert saved.merged
    assert section(made).text == "Les sources tarissent l’été.\n\nLes sols sont nus en hiver."
    assert Version.objects.get(section=section(made), number=3).merged
    assert Entry.objects.filter(kind="measure.changed").count() == 3
    assert "en hiver" in Post.objects.get(pk=made.post_id).text


def test_a_contradiction_saves_nothing_keeps_both_and_is_settled_by_hand(here: Group) -> None:
    made = measure(here)
    save(here.one, made, "Planter mille arbres.")
    save(here.one, made, "Planter cent arbres.", base=1)
    saved = save(here.other, made, "Planter deux cents arbres.", base=1)
    assert saved.contradictions
    assert section(made).text == "Planter cent arbres."
    kept = Writing.objects.get(person=here.other.person_id)
    assert kept.text == "Planter deux cents arbres."
    put = merge("Planter mille arbres.", kept.text, section(made).text)
    assert settled(put, [Choice(Side.MINE)]) == "Planter deux cents arbres."
    assert settled(put, [Choice(Side.THEIRS)]) == "Planter cent arbres."
    assert "cent deux cents" in settled(put, [Choice(Side.BOTH)])
    with pytest.raises(Conflict):
        settle(here.other, made, Choice(Side.MINE), Choice(Side.MINE))
    settle(here.other, made, Choice(Side.OTHER, "cent cinquante"))
    assert section(made).text == "Planter cent cinquante arbres."
    assert not Writing.objects.exists()
    given_up = Version.objects.get(aside=True)
    assert given_up.text == "Planter deux cents arbres."
    told = [event for event in story(made) if "".join(one.text for one in event.changes)]
    assert [any("deux cents" in one.text for one in event.changes) for event in told] == [
        False,
        False,
        True,
        False,
    ]
    with pytest.raises(ValueError, match="0 choices"):
        settled(put, [])


def test_what_one_types_is_kept_and_seen_by_the_others_until_the_lease_ends(here: Group) -> None:
    made = measure(here)
    services.take_up(actor=here.one, section=section(made))
    services.keep_typing(actor=here.one, section=section(made), base=0, text="Les sour")
    services.take_up(actor=here.one, section=section(made))
    assert Writing.objects.get().text == "Les sour"
    seen = presence(made, here.other)[0]
    assert seen.is_here
    assert not seen.is_me
    with clock.frozen(NOW + LEASE):
        assert not presence(made, here.other)[0].is_here
    services.stop_writing(actor=here.one, section=section(made))
    assert not presence(made, here.other)
    assert not Version.objects.exists()


def test_who_is_not_of_the_group_or_comes_too_late_writes_nothing(here: Group) -> None:
    made = measure(here)
    for actor in (citizen(), here.organiser):
        with pytest.raises(Refused):
            save(actor, made, "Autre chose")
        with pytest.raises(Refused):
            measure(here, actor=actor)
    with clock.frozen(Phase.objects.get(kind="drafting.writing").closes_at), pytest.raises(Refused):
        save(here.one, made, "Trop tard")
    assert not Version.objects.exists()


def test_what_cannot_be_kept_is_told_all_at_once_and_saves_nothing(here: Group) -> None:
    made = measure(here)
    with pytest.raises(Invalid) as refused:
        save(here.one, made, "a\x00" + "b" * 10_001, reason="r" * 301)
    assert len(refused.value.problems) == 3
    with pytest.raises(Conflict):
        save(here.one, made, "Un texte", base=7)
    with pytest.raises(Invalid) as refused:
        measure(here, title="")
    assert len(refused.value.problems) == 1


def test_two_titles_at_once_do_not_overwrite_and_a_form_sent_twice_begins_once(here: Group) -> None:
    made = measure(here)
    assert measure(here, ref=made.post.ref).pk == made.pk
    given = {"measure": made, "reason": "Plus clair", "former": "Planter des haies"}
    services.rename_measure(actor=here.one, title="Planter des haies partout", **given)
    with pytest.raises(Conflict):
        services.rename_measure(actor=here.other, title="Planter des arbres", **given)
    assert Post.objects.get(pk=made.post_id).title == "Planter des haies partout"


def test_a_person_forgotten_leaves_the_words_and_two_who_are_one_keep_the_last_typed(
    here: Group,
) -> None:
    made = measure(here)
    save(here.one, made, "Les sources tarissent.")
    for actor, text in ((here.one, "Avant"), (here.other, "Après")):
        services.keep_typing(actor=actor, section=section(made, "ask"), base=0, text=text)
    Writing.objects.filter(person=here.one.person_id).update(seen_at=NOW - LEASE)
    assert here.one.person_id
    assert here.other.person_id
    merge_person(here.one.person_id, here.other.person_id)
    assert Writing.objects.get().text == "Après"
    erase_person(here.one.person_id)
    assert not Writing.objects.exists()
    assert Version.objects.get().author_id is None
    assert Section.objects.get(measure=made, code="problem").text
    assert Measure.objects.exists()
