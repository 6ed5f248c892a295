"""Volunteering and withdrawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Answer, Contact, Draw, Feature, Volunteer
from isegoria.capabilities.lottery.policies import VOLUNTEER, WITHDRAW
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.rules import household_key, likeness_key
from isegoria.capabilities.lottery.seat_services import release
from isegoria.capabilities.lottery.writing import lock, refuse_frozen
from isegoria.commons.posts.writing import somebody
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text, pick

MOST_CHARACTERS = (120, 160, 12, 80, 30)
"""Of name, street, postcode, town, telephone."""
PERSONAL = Private("who volunteers is nobody else's business; the frozen pool is published whole")


@dataclass(frozen=True, slots=True)
class Reached:
    """How somebody can be reached. The e-mail address is that of the account."""

    name: str
    street: str
    postcode: str
    town: str
    phone: str = ""

    def tidy(self) -> "Reached":
        """Without blanks that do not count."""
        return Reached(*(" ".join(part.split()) for part in self.parts()))

    def parts(self) -> tuple[str, ...]:
        """Name, street, postcode, town, telephone."""
        return (self.name, self.street, self.postcode, self.town, self.phone)


@service(journal=PERSONAL)
def volunteer(
    *,
    actor: Actor,
    activity: Activity,
    answers: Mapping[int, int],
    reached: Reached,
    consents: bool,
) -> Volunteer:
    """Come into the pool, or change what one said: one entry for one person.

    ``answers`` gives the key of a value for the key of each feature. Raises Invalid with all that is
    missing, Conflict once the pool is frozen. Whether somebody else lives at the same address, or looks
    like the same person, is noted and told to nobody here.
    """
    draw = lock(activity)
    VOLUNTEER.authorise(actor, draw.activity)
    refuse_frozen(draw)
    features = sheet(draw)
    if not features:
        raise Conflict(_("The questions are not ready yet. Come back soon."), code="no_questions")
    reached = reached.tidy()
    if problems := _problems(features, answers, reached, consents=consents):
        raise Invalid(_("You are not in the pool yet."), problems, code="volunteer")
    household = household_key(draw.seed, reached.street, reached.postcode)
    entered, _created = Volunteer.objects.update_or_create(
        draw=draw,
        person_id=somebody(actor),
        defaults={
            "household": household,
            "likeness": likeness_key(draw.seed, reached.name, household),
            "channel": actor.channel,
            "entered_by_id": actor.entered_by,
        },
    )
    Contact.objects.update_or_create(
        volunteer=entered,
        defaults={
            "name": reached.name,
            "phone": reached.phone,
            "street": reached.street,
            "postcode": reached.postcode,
            "town": reached.town,
        },
    )
    Answer.objects.filter(volunteer=entered).delete()
    Answer.objects.bulk_create(
        Answer(volunteer=entered, feature=feature, value_id=answers[feature.pk])
        for feature in features
    )
    return entered


def _problems(
    features: Sequence[Feature], answers: Mapping[int, int], reached: Reached, *, consents: bool
) -> list[Text]:
    problems: list[Text] = [
        _("%(question)s: choose one answer.") % {"question": pick(feature.title)}
        for feature in features
        if answers.get(feature.pk) not in {value.pk for value in feature.values.all()}
    ]
    if not (reached.name and reached.street and reached.postcode and reached.town):
        problems.append(_("Give your name and your address: that is where the letter is sent."))
    problems += [
        _("“%(value)s…” is too long.") % {"value": value[:30]}
        for value, most in zip(reached.parts(), MOST_CHARACTERS, strict=True)
        if len(value) > most
    ]
    if not consents:
        problems.append(_("Say that you agree: without that we may not keep your answers."))
    return problems


@service(journal=PERSONAL)
def withdraw(*, actor: Actor, volunteer: Volunteer) -> Draw:
    """Leave the pool. Before the freezing nothing is left of it; afterwards the line under its pseudonym
    stays, whose answers and address are deleted, and whoever withdrew counts as having declined."""
    draw = lock(volunteer.draw.activity)
    found = Volunteer.objects.select_related("draw__activity__process").get(pk=volunteer.pk)
    WITHDRAW.authorise(actor, found)
    if draw.frozen_at is None:
        found.delete()
        return draw
    if found.withdrawn_at is not None:
        nothing_changed()
        return draw
    Answer.objects.filter(volunteer=found).delete()
    Contact.objects.filter(volunteer=found).delete()
    found.withdrawn_at = clock.now()
    found.household = found.likeness = ""
    found.save(update_fields=["withdrawn_at", "household", "likeness"])
    release(actor=actor, volunteer=found)
    return draw
