"""What a process begins from: dates that follow the first day, whatever capabilities are installed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.processes.models import Activity, Body, Phase, Process, TeamRole, Theme
from isegoria.commons.processes.process_templates import TEMPLATES
from isegoria.commons.processes.process_templates.declare import MILESTONE_KIND, plan
from isegoria.commons.processes.readiness import missing
from isegoria.commons.processes.rules import is_unwritten
from isegoria.commons.processes.services import begin_from_template, publish_process
from isegoria.commons.processes.tests.support import account, actor, join, kinds
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Invalid, Refused

CAPABILITIES = sorted(
    {activity.capability for template in TEMPLATES.values() for activity in template.activities}
)
KINDS = sorted(
    {
        phase.kind
        for template in TEMPLATES.values()
        for activity in template.activities
        for phase in activity.phases
    }
)
OFFERS = st.dictionaries(
    st.sampled_from(CAPABILITIES), st.frozensets(st.sampled_from(KINDS)), max_size=7
)


@given(
    template=st.sampled_from(list(TEMPLATES.values())),
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    offered=OFFERS,
)
def test_every_phase_is_planned_once_on_its_day_with_a_kind_that_exists(
    template, start, offered
) -> None:
    planned = plan(template, start, offered)
    given_days = sorted(
        (start + timedelta(days=phase.starts), phase.lasts)
        for activity in template.activities
        for phase in activity.phases
    )
    days = sorted(
        (phase.opens, (phase.closes - phase.opens).days)
        for activity in planned
        for phase in activity.phases
    )
    assert days == given_days
    for activity in planned:
        assert activity.capability == "processes" or activity.capability in offered
        known = {MILESTONE_KIND, *offered.get(activity.capability, ())}
        assert {phase.kind for phase in activity.phases} <= known


@given(template=st.sampled_from(list(TEMPLATES.values())))
def test_every_text_of_a_template_is_written_in_both_languages(template) -> None:
    texts = [
        template.title,
        template.summary,
        template.description,
        *template.themes,
        *(text for body in template.bodies for text in (body.title, body.description)),
        *(activity.title for activity in template.activities),
        *(
            text
            for activity in template.activities
            for phase in activity.phases
            for text in (phase.title, phase.description)
        ),
    ]
    assert all(set(text) in ({"fr", "en"}, set()) for text in texts)
    assert all(text.strip() for texts_ in texts for text in texts_.values())


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code in TEMPLATES if code != "empty"])
def test_a_process_begun_from_a_template_is_published_once_its_words_are_written(code: str) -> None:
    boss = account("boss", is_administrator=True)
    template = TEMPLATES[code]
    process = begin_from_template(
        actor=actor(boss),
        template=template,
        title={"fr": "Notre forêt"},
        start=date(2027, 3, 1),
    )
    unwritten = [str(lack.sentence) for lack in missing(process) if "…" in str(lack.sentence)]
    assert len(unwritten) == sum(map(len, (template.summary, template.description)))
    Process.objects.update(summary={"fr": "Que faire de la forêt ?"}, description={})
    process.refresh_from_db()
    for name in ("moderatrice", "autre"):
        join(process, account(name), TeamRole.MODERATOR)
    assert missing(process) == ()
    assert process.slug == "notre-foret"
    assert Theme.objects.filter(process=process).count() == len(template.themes)
    assert Body.objects.filter(process=process).count() == len(template.bodies) + 1
    assert Phase.objects.filter(activity__process=process).count() == sum(
        len(activity.phases) for activity in template.activities
    )
    team = Body.objects.get(process=process, kind="team")
    assert team.memberships.get(person=boss.person).role == TeamRole.ORGANISER
    assert publish_process(actor=actor(boss), process=process).state == "published"
    assert kinds() == ["process.published"]


@pytest.mark.django_db
def test_an_empty_process_says_what_it_lacks_and_where_to_mend_it() -> None:
    process = begin_from_template(
        actor=SYSTEM, template=TEMPLATES["empty"], title={"en": "Only"}, start=date(2027, 3, 1)
    )
    lacks = missing(process)
    assert len(lacks) == 3
    said = [str(lack.sentence) for lack in lacks if "(Français)" in str(lack.sentence)]
    assert len(said) == 2, "a title in another language is not taken for none"
    assert all(f"/{process.slug}/" in lack.url for lack in lacks)
    assert not Activity.objects.filter(process=process).exists()


@pytest.mark.django_db
def test_a_template_whose_address_is_taken_leaves_nothing_behind() -> None:
    arguments = {
        "actor": SYSTEM,
        "template": TEMPLATES["citizens-council"],
        "title": {"fr": "Eau"},
        "start": date(2027, 3, 1),
        "slug": "eau",
    }
    begin_from_template(**arguments)
    with pytest.raises(Invalid):
        begin_from_template(**arguments)
    assert Process.objects.count() == 1
    with pytest.raises(Refused):
        begin_from_template(**{**arguments, "actor": actor(account("citizen")), "slug": "b"})


@pytest.mark.parametrize(
    ("text", "unwritten"),
    [
        ("Convention citoyenne sur …", True),
        ("**La question.** …\n\nLe reste est écrit.", True),
        ("…", True),
        ("La question du modèle ?", True),
        ("Et si l’on parlait de l’eau…", False),
        ("La forêt, l’eau, le vent… et nous.", False),
        ("", False),
    ],
)
def test_words_of_a_template_are_told_from_words_that_trail_off(text: str, unwritten: bool) -> None:
    assert is_unwritten(text, {"La question du modèle ?"}) is unwritten
