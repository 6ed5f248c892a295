"""Sources, proposed changes, the vote, the report: what is asked before each, and what follows."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.drafting import adopting, amending, citing, services
from isegoria.capabilities.drafting.models import Amendment, Measure, Reference, Version, Writing
from isegoria.capabilities.drafting.report import report_digest, report_pdf
from isegoria.capabilities.drafting.states import MeasureState, Outcome
from isegoria.capabilities.drafting.tests.support import (
    SOURCED,
    Group,
    called,
    complete,
    measure,
    save,
    seated,
    section,
    source,
)
from isegoria.commons.decisions.choices import Choice
from isegoria.commons.decisions.models import Decision
from isegoria.commons.decisions.queries import DecisionView, decision_by_ref, decision_view
from isegoria.commons.decisions.services import publish_dissent, vote_by_name, vote_in_secret
from isegoria.commons.notifications.models import Notice
from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.states import PostState
from isegoria.commons.posts.tests.support import NOW, citizen, text_of
from isegoria.commons.processes.models import Body, BodyKind, Phase
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry
from isegoria.core.pdf.tests.test_pdf import unpacked


def proposed(actor, made: Measure, text: str | None, **changes):
    found = section(made)
    given = {"base": found.version, "why": "C’est plus juste.", "language": "fr", "ref": uuid4()}
    return amending.propose_change(actor=actor, section=found, text=text, **{**given, **changes})


def adopted(here: Group, made: Measure, *, secret: bool = False) -> Measure:
    decision = called(here, made, secret=secret)
    vote = vote_in_secret if secret else vote_by_name
    for actor in (here.one, here.other):
        vote(actor=actor, decision=decision, choice=Choice.FOR)
    return adopting.close_vote(actor=here.organiser, measure=made)


def test_a_source_is_named_once_and_linked_as_provenance(here: Group) -> None:
    made, text = measure(here), source(here)
    first = citing.cite_text(actor=here.one, measure=made, origin=text, excerpt="des haies")
    assert citing.cite_text(actor=here.other, measure=made, origin=text).number == 1
    given = {"title": "Rapport de l’agence de l’eau, 2025", "address": "https://exemple.test/r"}
    assert citing.cite_document(actor=here.one, measure=made, **given).number == 2
    link = Source.objects.get()
    assert (link.post_id, link.origin_id) == (made.post_id, text.pk)
    assert link.relation == Relation.CITED_BY
    assert first.excerpt == "des haies"
    for wrong in ({"title": ""}, {"title": "a", "address": "javascript:alert(1)"}):
        with pytest.raises(Invalid):
            citing.cite_document(actor=here.one, measure=made, **wrong)
    with pytest.raises(Invalid):
        citing.cite_text(actor=here.one, measure=made, origin=source(here), excerpt="absents")
    assert Reference.objects.count() == 2


def test_a_measure_is_not_put_to_the_vote_before_everything_is_said(here: Group) -> None:
    made = measure(here)
    save(here.one, made, "Sans source.\n\nEncore. [#4]")
    services.keep_typing(actor=here.other, section=section(made, "how"), base=0, text="En cours")
    proposed(here.other, made, "Autre chose.")
    Post.objects.update(visibility="visible")
    with pytest.raises(Invalid) as refused:
        called(here, made)
    assert len(refused.value.problems) == 5
    assert Measure.objects.get().state == MeasureState.DRAFT
    with pytest.raises(Refused):
        adopting.call_vote(
            actor=here.one,
            measure=made,
            majority="simple",
            quorum="none",
            secret=False,
            closes_at=NOW,
        )


def test_an_accepted_change_becomes_a_version_of_its_author(here: Group) -> None:
    made = complete(here)
    change = proposed(here.other, made, "Les sources tarissent l’été. [#panel]")
    save(here.one, made, "Partout, les sources tarissent. [#panel]")
    answered = amending.answer_change(
        actor=here.one, amendment=change, outcome=Outcome.ACCEPTED, answer="Plus précis."
    )
    assert answered.outcome == Outcome.ACCEPTED
    assert section(made).text == "Partout, les sources tarissent l’été. [#panel]"
    last = Version.objects.get(section=section(made), number=3)
    assert last.author_id == here.other.person_id
    assert Entry.objects.filter(kind="measure.amendment_answered").count() == 1
    told = Notice.objects.get(kind="drafting.answered")
    assert told.person_id == here.other.person_id
    with pytest.raises(Conflict):
        amending.answer_change(
            actor=here.one, amendment=change, outcome=Outcome.REFUSED, answer="Non."
        )


def test_an_accepted_change_that_contradicts_waits_and_never_takes_words_away(here: Group) -> None:
    made = complete(here)
    change = proposed(here.other, made, "Les rivières tarissent. [#panel]")
    save(here.one, made, "Les nappes tarissent. [#panel]")
    given = {"amendment": change, "outcome": Outcome.ACCEPTED, "answer": "Oui."}
    services.keep_typing(actor=here.one, section=section(made), base=2, text="Les mots d’Alix")
    with pytest.raises(Conflict):
        amending.answer_change(actor=here.one, **given)
    assert Writing.objects.get().text == "Les mots d’Alix"
    services.stop_writing(actor=here.one, section=section(made))
    amending.answer_change(actor=here.one, **given)
    assert section(made).text == "Les nappes tarissent. [#panel]"
    assert Writing.objects.get().text == "Les rivières tarissent. [#panel]"


def test_an_answer_wants_a_reason_and_a_remark_changes_nothing(here: Group) -> None:
    made = complete(here)
    remark = proposed(here.other, made, None, passage="Les sources")
    with pytest.raises(Invalid) as refused:
        amending.answer_change(
            actor=here.one, amendment=remark, outcome=Outcome.WAITING, answer=" "
        )
    assert len(refused.value.problems) == 2
    amending.answer_change(actor=here.one, amendment=remark, outcome=Outcome.PARTLY, answer="Vu.")
    assert section(made).text == SOURCED
    for wrong in ({"passage": "absents"}, {"passage": ""}, {"text": SOURCED}, {"why": ""}):
        with pytest.raises(Invalid):
            proposed(here.other, made, **{"text": None, "passage": "Les sources", **wrong})


def test_who_may_propose_follows_the_phase(here: Group) -> None:
    made = complete(here)
    mirror_body = Body.objects.create(
        process=here.world.process, kind=BodyKind.MIRROR_GROUP, slug="miroir", title={}
    )
    mirror, somebody = seated(citizen(), mirror_body), citizen()
    with pytest.raises(Refused):
        proposed(somebody, made, "Autre.")
    adopting.open_measure(actor=here.one, measure=made)
    for kind, welcome, refused in (
        ("drafting.writing", [here.other], [mirror, somebody]),
        ("drafting.mirroring", [here.other, mirror], [somebody]),
        ("drafting.amending", [here.other, mirror, somebody], []),
    ):
        Phase.objects.filter(activity=here.activity).update(kind=kind)
        for actor in welcome:
            proposed(actor, made, f"Autre {uuid4()}.")
        for actor in refused:
            with pytest.raises(Refused):
                proposed(actor, made, "Autre.")
    ref = uuid4()
    assert proposed(somebody, made, "Encore.", ref=ref) == proposed(somebody, made, "X", ref=ref)


def test_from_the_vote_to_the_authority_with_a_dissent(here: Group) -> None:
    text = source(here)
    made = complete(here)
    citing.cite_text(actor=here.one, measure=made, origin=text)
    save(here.one, made, "Les sources tarissent. [#1]")
    with pytest.raises(Invalid):
        adopting.hand_measures_over(actor=here.organiser, activity=here.activity)
    done = adopted(here, made, secret=True)
    assert done.state == MeasureState.ADOPTED
    assert Post.objects.get(pk=made.post_id).state == PostState.PUBLISHED
    decision = made.post.decisions.get()
    publish_dissent(
        actor=here.other, decision=decision, text="Trop peu.", language="fr", ref=uuid4()
    )
    with pytest.raises(Refused):
        save(here.one, made, "Après coup. [#panel]")
    with pytest.raises(Refused):
        adopting.hand_measures_over(actor=here.one, activity=here.activity)
    adopting.hand_measures_over(actor=here.organiser, activity=here.activity)
    measure_now = Measure.objects.get()
    assert (measure_now.number, measure_now.state) == (1, MeasureState.SUBMITTED)
    entry = Entry.objects.get(kind="measures.handed_over")
    assert report_digest(here.activity).encode() in bytes(entry.content)
    for kind in ("posts.became", "drafting.adopted", "drafting.handed_over"):
        assert Notice.objects.get(kind=kind).person_id == text.author_id
    pdf = unpacked(report_pdf(here.activity, "fr"))
    assert b"/Marked true" in pdf
    client = Client()
    data = client.get(reverse("drafting:report-data", args=["eau", "mesures"])).json()
    assert data["measures"][0]["vote"]["agree"] == 2
    assert data["measures"][0]["prov:wasQuotedFrom"] == [{"@id": text.ref.urn}]
    assert data["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    page = text_of(client.get(reverse("drafting:measure", args=[made.post.ref])))
    assert "Trop peu." in page
    assert 'id="source-1"' in page


def seen(decision: Decision) -> DecisionView:
    return decision_view(decision_by_ref(None, decision.ref))  # type: ignore[arg-type] - reads no request


def test_a_vote_closes_by_itself_when_its_time_has_come(here: Group) -> None:
    made = complete(here)
    decision = called(here, made)
    for actor in (here.one, here.other):
        vote_by_name(actor=actor, decision=decision, choice=Choice.FOR)
    assert adopting.close_votes() == 0
    with clock.frozen(decision.closes_at):
        assert seen(decision).is_over
        assert adopting.close_votes() == 1
        assert adopting.close_votes() == 0
        assert not seen(decision).is_over
    assert Measure.objects.get().state == MeasureState.ADOPTED


def test_a_measure_that_is_not_adopted_can_be_taken_up_again_by_no_shortcut(here: Group) -> None:
    made = complete(here)
    decision = called(here, made, majority="unanimity")
    vote_by_name(actor=here.one, decision=decision, choice=Choice.FOR)
    vote_by_name(actor=here.other, decision=decision, choice=Choice.AGAINST)
    assert adopting.close_vote(actor=here.organiser, measure=made).state == MeasureState.REJECTED
    with pytest.raises(Invalid):
        adopting.hand_measures_over(actor=here.organiser, activity=here.activity)
    assert not Amendment.objects.exists()
