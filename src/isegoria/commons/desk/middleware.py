"""Makes the person who is helped the actor of an agent's requests."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.desk import helping as state
from isegoria.commons.desk.helping import Helping
from isegoria.commons.desk.policies import HELP
from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.people.models import Person
from isegoria.commons.people.person_policies import DECLARE_AGE
from isegoria.commons.people.proofs import person_today
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.roles import ROOM, Mandates, mandates_of_person
from isegoria.core import clock
from isegoria.core.actor import Actor, Verification
from isegoria.core.decision import no
from isegoria.core.errors import Refused
from isegoria.core.routes import actor_of, policy_of

BANNER = "desk/banner.html"
LEAVE = "account_logout"
"""What an agent may do with their own account meanwhile: sign out."""


class DeskMiddleware:
    """While an agent helps somebody, ``request.actor`` is that person, with no right of the agent.

    The agent's role is asked for again at each request. When it is gone, or after half an hour of rest,
    the help ends; a form sent too late is not taken for an act of the agent: nothing is done with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        helping = state.helping_of(request)
        if helping is None:
            return self.get_response(request)
        agent = actor_of(request)
        person = person_today(helping.person)
        if person is None or not _goes_on(agent, helping, person):
            return self._ended(request)
        state.note(request, helping)
        helped = cast("Any", request)
        helped.actor = _actor(agent, helping, person)
        helped.helping = helping
        helped.banner = BANNER
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Keep the pages of accounts shut: those of the agent, and those of the person."""
        name = request.resolver_match.view_name if request.resolver_match else None
        if not hasattr(request, "helping") or name == LEAVE:
            return None
        policy = policy_of(view, name)
        foreign = getattr(view, "policy", None) is None
        of_accounts = policy is not None and policy.name.startswith("people.")
        if foreign or (of_accounts and policy is not DECLARE_AGE):
            raise Refused(no(IN_OWN_NAME.code, IN_OWN_NAME.reason))
        return None

    def _ended(self, request: HttpRequest) -> HttpResponse:
        state.end(request)
        said = _("You are no longer typing for anybody: you act in your own name again.")
        if request.method in {"GET", "HEAD"}:
            messages.info(request, said)
            return self.get_response(request)
        messages.warning(
            request,
            _("%(said)s What you just sent was not kept: begin again from the desk.")
            % {"said": said},
        )
        return redirect(reverse("desk:list"))


def _goes_on(agent: Actor, helping: Helping, person: Person) -> bool:
    return (
        not helping.is_over(clock.now())
        and person.pk != agent.person_id
        and bool(HELP.decide(agent, _running(helping)))
    )


def _running(helping: Helping) -> Process:
    found = Process.objects.filter(pk=helping.process).only("pk", "state").first()
    return found or Process(pk=helping.process)


def _actor(agent: Actor, helping: Helping, person: Person) -> Actor:
    """The person, with their bodies and without any role in a team, in one process."""
    bodies = mandates_of_person(person.pk).bodies
    return Actor(
        person_id=person.pk,
        verification=Verification(person.verification),
        declared_age=person.declared_age,
        already_counted=frozenset(map(UUID, person.already_counted)),
        channel=helping.channel,
        entered_by=agent.person_id,
        roles={ROOM: Mandates(team={}, bodies=bodies, only=helping.process)},
    )
