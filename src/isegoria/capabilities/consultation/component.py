"""The manifest of the consultation."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.forms import SettingsForm
from isegoria.capabilities.consultation.import_journal import IMPORTED
from isegoria.capabilities.consultation.import_people import (
    forget_imported,
    forget_reports,
    merge_imported,
)
from isegoria.capabilities.consultation.kinds import ARGUMENT, PROPOSAL, TESTIMONY
from isegoria.capabilities.consultation.phases import PHASE_KINDS
from isegoria.capabilities.consultation.policies import POLICIES
from isegoria.capabilities.consultation.queries import address_of_consultation
from isegoria.commons.processes.policies import MANAGE_PROCESS, WRITE_PROCESS
from isegoria.core.component import ActivityKind, Component, TeamPage
from isegoria.core.tasks.retention import retention


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.consultation.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="consultation",
    label=_("Consultation"),
    description=_("Everybody proposes, tells what they live, argues and takes a position."),
    policies=POLICIES,
    phase_kinds=PHASE_KINDS,
    urls=_urls,
    activity=ActivityKind(
        label=_("Everybody speaks"),
        description=_(
            "People propose and tell what they live; everybody reads, argues and takes a position."
        ),
        address=address_of_consultation,
        settings_form=lambda: SettingsForm,
    ),
    post_kinds=(PROPOSAL, TESTIMONY, ARGUMENT),
    team_pages=(
        TeamPage(_("Participation"), "consultation:dashboard", MANAGE_PROCESS),
        TeamPage(_("Import"), "consultation:import", WRITE_PROCESS),
    ),
    journal_kinds=(IMPORTED,),
    recurring=(retention("consultation.ImportReport", forget_reports),),
    erase=forget_imported,
    merge=merge_imported,
)
