"""The demonstration: three currents of opinion about water, and what the analysis says of them."""

from collections.abc import Iterator

from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.rules import map_kinds
from isegoria.capabilities.analysis.services import choose_plan
from isegoria.capabilities.analysis.tasks import draw_map, group_texts
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.services import take_stance
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import SYSTEM, Actor, Verification
from isegoria.core.tasks.progress import SILENT

_CURRENTS = (14, 12, 10)
"""How many people are of each current: those who farm, those who live by the river, those who pay."""
_OPINIONS = {
    "Publier chaque semaine qui prélève combien": (1, 1, 1),
    "Une facture qui tient sur une page": (1, 1, 1),
    "Réparer les fuites, et dire où l’on en est": (1, 1, 1),
    "Racheter et protéger les prairies humides": (-1, 1, 0),
    "Enlever les seuils inutiles, en discutant d’abord": (-1, 1, -1),
    "Laisser de la place à la rivière": (-1, 1, 1),
    "Pas de réserve d’irrigation sans engagement": (-1, 1, 1),
    "Dix ans de contrat pour changer de cultures": (1, 0, -1),
    "Réutiliser l’eau traitée": (1, -1, 1),
    "Un tarif progressif, avec les familles à part": (-1, 0, 1),
    "Une régie publique régionale": (-1, 1, 1),
    "Pas de remplissage des piscines dès l’alerte": (1, 1, -1),
    "Plus d’agents pour contrôler les prélèvements": (-1, 1, 1),
}
"""What each current thinks of a proposal."""
_UNSURE, _SILENT = 11, 5
"""Somebody of a current is neutral one time in so many, and says nothing one time in so many."""


def load_demo() -> None:
    """Load the positions of the currents, and analyse the consultation, unless it was done already."""
    process = Activity.objects.filter(process__slug=SLUG).select_related("process")
    activity = next((each for each in process if map_kinds(each.capability)), None)
    if activity is None or Analysis.objects.filter(activity=activity).exists():
        return
    texts = {
        post.title: post for post in Post.objects.filter(activity=activity, title__in=_OPINIONS)
    }
    for person, title, value in _positions():
        take_stance(actor=person, ref=texts[title].ref, value=value)
    choose_plan(actor=SYSTEM, activity=activity, hourly=True, votes_published=True)
    draw_map(SILENT, activity_id=activity.pk)
    group_texts(SILENT, activity_id=activity.pk)


def _positions() -> Iterator[tuple[Actor, str, int]]:
    people = Person.objects.bulk_create(
        Person(verification=Verification.EMAIL, declared_age=18) for _ in range(sum(_CURRENTS))
    )
    currents = [current for current, size in enumerate(_CURRENTS) for _ in range(size)]
    for number, (person, current) in enumerate(zip(people, currents, strict=True)):
        actor = Actor(
            person_id=person.pk, verification=Verification.EMAIL, declared_age=person.declared_age
        )
        for rank, (title, opinions) in enumerate(_OPINIONS.items(), start=number):
            if rank % _SILENT:
                yield actor, title, 0 if (7 * rank + number) % _UNSURE == 0 else opinions[current]
