"""The manifest of moderation."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation.alerts import alert_moderators
from isegoria.commons.moderation.erasure import (
    erase_moderation,
    forget_old_reports,
    merge_moderation,
)
from isegoria.commons.moderation.journal import KINDS
from isegoria.commons.moderation.notices import KINDS as NOTICE_KINDS
from isegoria.commons.moderation.policies import POLICIES, SEE_QUEUE
from isegoria.commons.moderation.readiness import READINESS
from isegoria.commons.moderation.states import APPEAL_MACHINE, VISIBILITY_MACHINE
from isegoria.core.component import Component, TeamPage
from isegoria.core.tasks.recurring import Recurring
from isegoria.core.tasks.retention import retention


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.moderation.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="moderation",
    label=_("Moderation"),
    description=_("Reports, what moderators decide and why, and appeals, in public."),
    policies=POLICIES,
    machines=(VISIBILITY_MACHINE, APPEAL_MACHINE),
    urls=_urls,
    team_pages=(TeamPage(_("Moderation"), "moderation:queue", SEE_QUEUE),),
    journal_kinds=KINDS,
    notice_kinds=NOTICE_KINDS,
    recurring=(
        Recurring("moderation.alert", timedelta(hours=1), alert_moderators),
        retention("moderation.Report", forget_old_reports),
    ),
    readiness=READINESS,
    erase=erase_moderation,
    merge=merge_moderation,
)
