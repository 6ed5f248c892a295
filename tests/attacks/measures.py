"""The measures of the world under attack: one that the panel alone reads, one that everybody does, a vote;
and a mandate that is voted on."""

from datetime import timedelta
from uuid import uuid4

from isegoria.capabilities.assembly.mandates import put_to_vote
from isegoria.capabilities.drafting import adopting, amending, services
from isegoria.capabilities.drafting.models import Measure, Section
from isegoria.commons.decisions.models import Decision
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, Body
from isegoria.core import clock
from isegoria.core.actor import Actor


def measures(
    activity: Activity, member: Actor, organiser: Actor
) -> tuple[dict[str, Post], Decision]:
    """A measure that is being written, one that is read, one that is voted on, and that vote."""
    body = Body.objects.get(process=activity.process_id, slug="panel")
    made = {}
    for name in ("draft", "read", "voted"):
        words = f"des haies, {name}"
        measure = services.begin_measure(
            actor=member,
            activity=activity,
            title=f"Mesure {words}",
            body=body,
            language="fr",
            ref=uuid4(),
        )
        for code in ("problem", "ask"):
            services.save_section(
                actor=member,
                section=Section.objects.get(measure=measure, code=code),
                base=0,
                text=f"Parce que {words}. [#panel]",
                reason="",
            )
        made[name] = measure
    adopting.open_measure(actor=member, measure=made["read"])
    _proposed(made["read"], member)
    decision = adopting.call_vote(
        actor=organiser,
        measure=made["voted"],
        majority="simple",
        quorum="none",
        secret=True,
        closes_at=clock.now() + timedelta(days=1),
    )
    return {name: measure.post for name, measure in made.items()}, decision


def mandate(assembly: Activity, organiser: Actor) -> Post:
    """A mandate on which the panel votes in secret."""
    return put_to_vote(
        actor=organiser,
        activity=assembly,
        kind="assembly.mandate",
        title="Entendre les agriculteurs",
        text="Le panel entend six agriculteurs.",
        body=Body.objects.get(process=assembly.process_id, slug="panel"),
        language="fr",
        ref=uuid4(),
        majority="simple",
        quorum="none",
        secret=True,
        closes_at=clock.now() + timedelta(days=1),
    )


def _proposed(measure: Measure, member: Actor) -> None:
    amending.propose_change(
        actor=member,
        section=Section.objects.get(measure=measure, code="ask"),
        base=1,
        why="Plus clair.",
        language="fr",
        ref=uuid4(),
        text="Autrement. [#panel]",
    )
