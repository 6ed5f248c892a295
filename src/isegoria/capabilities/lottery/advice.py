"""What a team does well to prepare before volunteers come: the questions of the draw."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.kinds import CALL
from isegoria.capabilities.lottery.models import Feature
from isegoria.capabilities.lottery.queries import CAPABILITY
from isegoria.commons.processes.models import Activity, Process
from isegoria.core import clock
from isegoria.core.component import Readiness
from isegoria.core.texts import Text


def _without_questions(process: Process) -> QuerySet[Activity]:
    """The draws whose call is planned or open, and that ask their volunteers nothing."""
    return Activity.objects.filter(
        ~Exists(Feature.objects.filter(draw__activity=OuterRef("pk"))),
        process=process,
        capability=CAPABILITY,
        phases__kind=CALL.code,
        phases__closes_at__gt=clock.now(),
    ).distinct()


def _missing(process: Process) -> list[Text]:
    return [
        _(
            "“%(activity)s”: say how many people are drawn and what volunteers are asked. Until then"
            " nobody can volunteer."
        )
        % {"activity": activity}
        for activity in _without_questions(process)
    ]


def _setup(process: Process) -> str:
    return reverse("lottery:setup", args=[process.slug, _without_questions(process)[0].slug])


ADVICE = Readiness(label=_("Questions of the draw"), missing=_missing, mend=_setup)
