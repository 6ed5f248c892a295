"""Who cannot leave yet: a site always has an administrator, a process always has an organiser."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Body, Membership, Process, TeamRole
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock
from isegoria.core.texts import Text, pick


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What has to be done before somebody can leave, and the page where it is done ('' for none)."""

    sentence: Text
    url: str = ""


def obstacles(account: Account) -> tuple[Obstacle, ...]:
    """Everything that has to be done before the person behind ``account`` leaves."""
    return (*_of_the_site(account), *_of_processes(account.person_id))


def lock_what_they_answer_for(account: Account) -> None:
    """Hold, until the end of the transaction, whatever two people could abandon at once."""
    rows: list[QuerySet[Account] | QuerySet[Process]] = [
        Account.objects.filter(is_administrator=True),
        Process.objects.filter(pk__in=_teams_of(account.person_id).values("process")),
    ]
    for found in rows:
        list(found.select_for_update().order_by("pk").values_list("pk"))


def _of_the_site(account: Account) -> Iterator[Obstacle]:
    others = Account.objects.filter(is_administrator=True, is_active=True).exclude(pk=account.pk)
    if account.is_administrator and not others.exists():
        yield Obstacle(
            gettext_lazy(
                "You are the only administrator of this site. Ask whoever runs the machine to name"
                " another one first: “isegoria administrator” and their address."
            )
        )


def _of_processes(person_id: UUID) -> Iterator[Obstacle]:
    for team in _teams_of(person_id).select_related("process"):
        if not _organisers().filter(body=team).exclude(person=person_id).exists():
            process = team.process
            yield Obstacle(
                _(
                    "You are the only organiser of “%(process)s”. Invite another one first; once they"
                    " have accepted, you can leave. Or archive this process, if it is over."
                )
                % {"process": pick(process.title)},
                reverse("processes:manage-body", args=[process.slug, team.slug]),
            )


def _teams_of(person_id: UUID) -> QuerySet[Body]:
    """The teams, of processes that go on, in which a person organises."""
    mine = _organisers().filter(person=person_id)
    going_on = Body.objects.exclude(process__state=ProcessState.ARCHIVED)
    return going_on.filter(pk__in=mine.values("body")).order_by("process", "pk")


def _organisers() -> QuerySet[Membership]:
    return Membership.objects.filter(
        ended_at__isnull=True,
        role=TeamRole.ORGANISER,
        person__isnull=False,
        began_at__lte=clock.now(),
    )
