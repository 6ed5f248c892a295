"""What a verdict depends on, read in a few aggregates: as long as it is the same, so is the verdict.

Keys of rows are never given twice, and what volunteers answer is written in new rows, never changed in
place. So along the life of an installation the count of rows and their largest key name the set exactly:
with the largest key the same, no row came; with the count the same besides, none went. What can change in
place, and concerns few people, is read itself: places, members, former members.
"""

from hashlib import sha256

from django.db.models import Count, Max

from isegoria.capabilities.lottery.models import Answer, Draw, Volunteer
from isegoria.capabilities.lottery.queries import past_members, seated_members
from isegoria.capabilities.lottery.rules import Ask
from isegoria.capabilities.lottery.states import Place
from isegoria.kernel.canonical import canonical


def pool_token(draw: Draw, ask: Ask) -> str:
    """A digest that differs when the pool, or what is asked of it, differs. Five statements."""
    entries = Volunteer.objects.filter(draw=draw, withdrawn_at=None)
    answers = Answer.objects.filter(volunteer__draw=draw, volunteer__withdrawn_at=None)
    counted = [rows.aggregate(count=Count("pk"), last=Max("pk")) for rows in (entries, answers)]
    placed = entries.exclude(place=Place.ELIGIBLE).order_by("pk").values_list("pk", "place")
    members = [
        sorted(entries.filter(person__in=people).values_list("pk", flat=True)) if people else []
        for people in (seated_members(draw), past_members(draw))
    ]
    told = [str(draw.ref), ask.digest(), counted, list(map(list, placed)), members]
    return sha256(canonical(told)).hexdigest()
