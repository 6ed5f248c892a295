"""The manifest of the answers."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.answering import owe
from isegoria.capabilities.answers.erasure import erase_person, merge_person
from isegoria.capabilities.answers.exports import ANSWERS_EXPORT
from isegoria.capabilities.answers.following import warn
from isegoria.capabilities.answers.forms import SettingsForm
from isegoria.capabilities.answers.journal import KINDS
from isegoria.capabilities.answers.kinds import ANSWER, OPINION, REACTION
from isegoria.capabilities.answers.notes import notes_on_demands
from isegoria.capabilities.answers.notices import KINDS as NOTICE_KINDS
from isegoria.capabilities.answers.phases import PHASE_KINDS
from isegoria.capabilities.answers.policies import POLICIES
from isegoria.capabilities.answers.queries import address_of_answers, answered_count
from isegoria.capabilities.answers.readiness import READINESS
from isegoria.capabilities.answers.states import DEMAND_MACHINE, MILESTONE_MACHINE
from isegoria.core.component import ActivityKind, Component, Statistic
from isegoria.core.tasks.recurring import Recurring


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.answers.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="answers",
    label=_("Answers"),
    description=_(
        "The authority answers each measure by a date, and is followed until it is done."
    ),
    policies=POLICIES,
    phase_kinds=PHASE_KINDS,
    machines=(DEMAND_MACHINE, MILESTONE_MACHINE),
    urls=_urls,
    activity=ActivityKind(
        label=_("Answers of the authority"),
        description=_(
            "Each measure gets an answer with reasons by a date; what is promised is followed step by"
            " step."
        ),
        address=address_of_answers,
        settings_form=lambda: SettingsForm,
    ),
    post_kinds=(ANSWER, REACTION, OPINION),
    journal_kinds=KINDS,
    notice_kinds=NOTICE_KINDS,
    recurring=(Recurring("answers.warn", timedelta(hours=1), warn),),
    exports=(ANSWERS_EXPORT,),
    statistics=(Statistic(_("answers given"), answered_count),),
    readiness=(READINESS,),
    handed_over=owe,
    notes=notes_on_demands,
    erase=erase_person,
    merge=merge_person,
)
