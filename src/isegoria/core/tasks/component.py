"""The manifest of background work."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.core.tasks.erasure import erase_runs, merge_runs
from isegoria.core.tasks.policies import POLICIES
from isegoria.core.tasks.recovery import forget_who_asked, prune
from isegoria.core.tasks.recurring import Recurring
from isegoria.core.tasks.retention import RETENTION_APPLIED, retention
from isegoria.core.tasks.states import RUN_MACHINE


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.core.tasks.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="tasks",
    label=_("Background work"),
    description=_("Long work that goes on while you do something else, and says how far it is."),
    policies=POLICIES,
    machines=(RUN_MACHINE,),
    urls=_urls,
    journal_kinds=(RETENTION_APPLIED,),
    recurring=(
        Recurring("tasks.prune", timedelta(hours=1), prune),
        retention("jobs.Run", forget_who_asked),
    ),
    erase=erase_runs,
    merge=merge_runs,
)
