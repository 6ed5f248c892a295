"""The manifest of the draw."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.advice import ADVICE
from isegoria.capabilities.lottery.draw_journal import KINDS as DRAW_KINDS
from isegoria.capabilities.lottery.draw_policies import POLICIES as DRAW_POLICIES
from isegoria.capabilities.lottery.erasure import (
    erase_volunteer,
    forget_volunteers,
    merge_volunteers,
)
from isegoria.capabilities.lottery.journal import KINDS
from isegoria.capabilities.lottery.kinds import CALL, DRAW
from isegoria.capabilities.lottery.not_drawn import NOT_DRAWN
from isegoria.capabilities.lottery.notices import KINDS as NOTICE_KINDS
from isegoria.capabilities.lottery.panel import SEATS_EXPORT
from isegoria.capabilities.lottery.policies import POLICIES
from isegoria.capabilities.lottery.queries import CAPABILITY, volunteers_of_process
from isegoria.capabilities.lottery.seat_journal import KINDS as SEAT_KINDS
from isegoria.capabilities.lottery.seat_notices import KINDS as SEAT_NOTICES
from isegoria.capabilities.lottery.seat_policies import POLICIES as SEAT_POLICIES
from isegoria.capabilities.lottery.seat_time import SEATS
from isegoria.commons.processes.models import Activity
from isegoria.core.component import ActivityKind, Component, Statistic
from isegoria.core.tasks.retention import retention


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.lottery.urls import urlpatterns

    return urlpatterns


def _address(activity: Activity) -> str:
    return reverse("lottery:call", args=[activity.process.slug, activity.slug])


COMPONENT = Component(
    name=CAPABILITY,
    label=_("Civic lottery"),
    description=_("A call for volunteers, a pool frozen in public, a panel drawn among them."),
    policies=(*POLICIES, *DRAW_POLICIES, *SEAT_POLICIES),
    phase_kinds=(CALL, DRAW),
    urls=_urls,
    journal_kinds=(*KINDS, *DRAW_KINDS, *SEAT_KINDS),
    notice_kinds=(*NOTICE_KINDS, *SEAT_NOTICES, NOT_DRAWN),
    exports=(SEATS_EXPORT,),
    recurring=(retention("lottery.Volunteer", forget_volunteers), SEATS),
    statistics=(Statistic(_("volunteers for the draw"), volunteers_of_process),),
    advice=(ADVICE,),
    activity=ActivityKind(
        label=_("Civic lottery"),
        description=_("People volunteer; the pool is frozen in public, and a panel is drawn."),
        address=_address,
    ),
    erase=erase_volunteer,
    merge=merge_volunteers,
)
