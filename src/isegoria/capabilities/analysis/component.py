"""The manifest of analyses."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.analysis.exports import RESULTS_EXPORT
from isegoria.capabilities.analysis.policies import POLICIES, READ_RESULTS
from isegoria.capabilities.analysis.tasks import RENEW
from isegoria.commons.processes.policies import MANAGE_PROCESS
from isegoria.core.component import ActivityPage, Component, TeamPage


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.analysis.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="analysis",
    label=_("Analysis"),
    description=_("Who agrees with whom, and which texts say the same thing."),
    policies=POLICIES,
    exports=(RESULTS_EXPORT,),
    urls=_urls,
    activity_pages=(ActivityPage(_("Who agrees with whom"), "analysis:results", READ_RESULTS),),
    team_pages=(TeamPage(_("Analysis"), "analysis:manage", MANAGE_PROCESS),),
    recurring=(RENEW,),
)
