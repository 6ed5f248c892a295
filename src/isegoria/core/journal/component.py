"""The manifest of the journal."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component, NavigationItem
from isegoria.core.journal.policies import READ_JOURNAL
from isegoria.core.journal.recurring import AUDIT_RETENTION, NIGHTLY_CHECK
from isegoria.core.journal.system_kinds import ACTS_SEALED, EPOCH_OPENED, OPENED


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.core.journal.urls import urlpatterns

    return urlpatterns


def _erase(person: UUID) -> None:
    from isegoria.core.journal.erasure import forget_person

    forget_person(person)


def _merge(kept: UUID, gone: UUID) -> None:
    from isegoria.core.journal.erasure import merge_persons

    merge_persons(kept, gone)


COMPONENT = Component(
    name="journal",
    label=_("Public journal"),
    description=_("Every public act, in order, in a form that anybody can check."),
    policies=(READ_JOURNAL,),
    urls=_urls,
    navigation=(NavigationItem(_("Public journal"), "journal:index", order=90),),
    journal_kinds=(OPENED, EPOCH_OPENED, ACTS_SEALED),
    recurring=(NIGHTLY_CHECK, AUDIT_RETENTION),
    erase=_erase,
    merge=_merge,
)
