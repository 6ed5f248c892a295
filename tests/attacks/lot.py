"""The objects of the draw, of the consultation and of the panel at work in the world under attack.

A draw that is open, one whose pool is frozen in another process, one in a process that is not public; in
each somebody who came forward, with a name and an address that are nobody else's business.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from isegoria.capabilities.assembly.services import name_idea
from isegoria.capabilities.consultation.import_models import (
    ImportedPerson,
    ImportedPost,
    ImportReport,
)
from isegoria.capabilities.consultation.models import Likeness
from isegoria.capabilities.consultation.tests.support import proposal
from isegoria.capabilities.lottery import services
from isegoria.capabilities.lottery.archives import keep
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.preparation_models import Edition, Preparation
from isegoria.capabilities.lottery.queries import draw_of, sheet
from isegoria.capabilities.lottery.seat_acts import Answer
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_services import answer_by_code
from isegoria.capabilities.lottery.seating import open_seats
from isegoria.capabilities.lottery.services import Reached
from isegoria.capabilities.lottery.setup_services import save_feature, set_terms
from isegoria.capabilities.lottery.states import Origin
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import withdraw_post
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import World as Place
from isegoria.commons.posts.tests.support import citizen
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor, Verification

WEEK = timedelta(days=7)


def opened(process: Process, capability: str, slug: str, kind: str) -> Activity:
    """An activity of ``process`` whose one phase runs from two weeks ago until tomorrow."""
    activity = Activity.objects.create(
        process=process,
        capability=capability,
        slug=slug,
        title={"fr": slug},
        verification=Verification.NONE,
    )
    now = clock.now()
    Phase.objects.create(
        activity=activity, kind=kind, opens_at=now - 2 * WEEK, closes_at=now + timedelta(days=1)
    )
    return _loaded(activity)


def _loaded(activity: Activity) -> Activity:
    found = Activity.objects.select_related("process").prefetch_related("phases")
    return found.get(pk=activity.pk)


def draw(process: Process, organiser: Actor, author: Actor, secret: str) -> Draw:
    """A draw with one question, five people, and two entries that look like one person."""
    activity = opened(process, "lottery", "tirage", "lottery.call")
    set_terms(
        actor=organiser, activity=activity, size=2, one_per_household=False, no_past_members=True
    )
    save_feature(
        actor=organiser,
        activity=activity,
        title="Vous habitez",
        why="Pour ressembler à la population.",
        values="en ville; 50 %\nà la campagne; 50 %",
        language="fr",
    )
    (question,) = sheet(draw_of(activity))
    values = [value.pk for value in question.values.all()]
    for number, who in enumerate((author, author_again := citizen(), citizen(), citizen())):
        alike = who in {author, author_again}
        services.volunteer(
            actor=who,
            activity=activity,
            answers={question.pk: values[number % 2]},
            reached=Reached(
                name=f"Nom {secret}" if alike else f"Nom {number} {secret}",
                street=f"1 rue {secret}",
                postcode="12345",
                town="Valombre",
            ),
            consents=True,
        )
    made = draw_of(activity)
    Volunteer.objects.create(draw=made, origin=Origin.FILE, imported_id=f"ligne {secret}")
    return made


def frozen_draw(process: Process, organiser: Actor, author: Actor, secret: str) -> Draw:
    """A draw whose call is over, whose pool is frozen, and whose two seats are offered: one to the author,
    who still thinks, one to somebody who has accepted."""
    with clock.frozen(clock.now() - WEEK):
        made = draw(process, organiser, author, secret)
        Volunteer.objects.filter(draw=made, person=None).delete()
    Phase.objects.filter(activity=made.activity).update(closes_at=clock.now() - timedelta(days=1))
    freeze_pool(actor=organiser, activity=_loaded(made.activity))
    _publish_list(made, secret)
    _offer_seats(draw_of(_loaded(made.activity)), organiser)
    return Draw.objects.select_related("activity__process", "pool").get(pk=made.pk)


def _publish_list(made: Draw, secret: str) -> None:
    """A list of panels, whose complete record is for observers and organisers alone."""
    now = clock.now()
    published = Preparation.objects.create(
        draw=made,
        sources=[{"kind": "dice"}],
        run=UUID(int=0),
        prepared_at=now,
        panels=1000,
        figures={"smallest": 0.5, "largest": 0.5, "certain": 0, "never": 0, "label": "best_found"},
    )
    keep(published, Edition.PUBLIC, b"for everybody", now)
    keep(published, Edition.COMPLETE, secret.encode(), now)


def _offer_seats(made: Draw, organiser: Actor) -> None:
    names = list(
        Volunteer.objects.filter(draw=made).order_by("pk").values_list("pseudonym", flat=True)
    )
    open_seats(actor=organiser, draw=made, panel=names[:2], alternates=[names[2:], names[2:]])
    accepted = Offer.objects.get(volunteer__pseudonym=names[1])
    answer_by_code(actor=ANONYMOUS, code=code_of(accepted.ref), answer=Answer(accepts=True))


def consultation(process: Process, author: Actor, theme: Any, secret: str) -> dict[str, Any]:
    """Proposals that say nearly the same, of which two are not for everybody; what an import left."""
    activity = opened(process, "consultation", "avis", "consultation.contributing")
    here = Place(process, activity, theme)
    words = {"title": f"Haies {secret}", "text": f"Plantons {secret} des haies ici."}
    posts = {
        "proposal": proposal(author, here),
        "proposal-hidden": proposal(author, here, **words),
        "proposal-withdrawn": proposal(author, here, **words),
    }
    first, hidden, withdrawn = posts.values()
    withdraw_post(actor=author, post=withdrawn)
    type(hidden).objects.filter(pk=hidden.pk).update(visibility=Visibility.HIDDEN)
    for other in (hidden, withdrawn):
        Likeness.objects.create(earlier=first, later=other, kind="near", jaccard=900)
    ImportedPost.objects.create(activity=activity, reference=f"texte {secret}", post=first)
    assert author.person_id is not None
    ImportedPerson.objects.create(
        activity=activity, reference=f"personne {secret}", person_id=author.person_id
    )
    said = [f"ligne 2 : « {secret} »"]
    ImportReport.objects.create(
        activity=activity,
        lines={"texts": 1, "positions": 0, "people": 1, "problems": said, "notes": said},
    )
    return posts


def ideas(process: Process, member: Actor, secret: str) -> dict[str, Post]:
    """An idea of the panel, and one that is hidden."""
    activity = opened(process, "assembly", "idees", "assembly.working")
    made = {
        name: name_idea(
            actor=member,
            activity=activity,
            title=f"Replanter {words}",
            text="",
            language="fr",
            ref=uuid4(),
        )
        for name, words in (("idea", "les haies"), ("idea-hidden", secret))
    }
    Post.objects.filter(pk=made["idea-hidden"].pk).update(visibility=Visibility.HIDDEN)
    return made
