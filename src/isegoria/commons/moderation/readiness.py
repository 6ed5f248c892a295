"""What moderation needs before a process is published: who looks, and who looks again."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import (
    Activity,
    Body,
    BodyKind,
    Membership,
    Process,
    TeamRole,
)
from isegoria.core import clock, registry
from isegoria.core.component import Readiness
from isegoria.core.texts import Text


def lacks_of_moderators(process: Process) -> Sequence[Text]:
    """Where people write, one person moderates at least, and another can decide an appeal: a second
    moderator, or an administrator of the site."""
    writing = {part.name for part in registry.components() if part.post_kinds}
    if not Activity.objects.filter(process=process, capability__in=writing).exists():
        return []
    now = clock.now()
    goes_on = Q(ended_at=None) | Q(ended_at__gt=now)
    team = Membership.objects.filter(goes_on, body__process=process, role=TeamRole.MODERATOR)
    moderators = team.people()
    if not moderators:
        return [
            _(
                "People will write here, and nobody moderates: give somebody of the team the role of"
                " moderator."
            )
        ]
    bosses = Account.objects.filter(is_administrator=True, is_active=True)
    if len(moderators | set(bosses.values_list("person_id", flat=True))) < 2:
        return [
            _(
                "There is one moderator, so nobody else could decide an appeal: give a second person the"
                " role of moderator."
            )
        ]
    return []


def _team_page(process: Process) -> str:
    team = Body.objects.get(process=process, kind=BodyKind.TEAM)
    return reverse("processes:manage-body", args=[process.slug, team.slug])


READINESS = (Readiness(_("Moderators"), lacks_of_moderators, _team_page),)
