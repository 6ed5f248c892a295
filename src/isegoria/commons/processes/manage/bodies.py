"""The pages of the bodies, of their members and of the invitations to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.body_queries import bodies_of
from isegoria.commons.processes.manage.forms import (
    BodyForm,
    EndForm,
    FunctionForm,
    InvitationForm,
    NewBodyForm,
    attempt,
)
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.manage.moving import step_asked
from isegoria.commons.processes.manage.queries import (
    body_at,
    invitation_at,
    invitation_rows,
    mandate_at,
)
from isegoria.commons.processes.models import Body, BodyKind, Invitation, Membership, Process
from isegoria.commons.processes.policies import (
    EDIT_BODY,
    EDIT_MANDATE,
    END_MANDATE,
    MANAGE_INVITATION,
    MANAGE_PROCESS,
    WITHDRAW_MANDATE,
    WRITE_PROCESS,
)
from isegoria.commons.processes.queries import process_by_slug
from isegoria.commons.processes.services import (
    add_body,
    cancel_invitation,
    change_body,
    change_function,
    create_body,
    end_mandate,
    invite,
    move_body,
    remove_body,
    resend_invitation,
    withdraw_mandate,
)
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import BODY_TEXTS, MANDATE_TEXTS
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.ui.buttons import press

TAB = "processes:manage-bodies"


@page(WRITE_PROCESS, load=process_by_slug)
def bodies(request: HttpRequest, process: Process) -> HttpResponse:
    """The bodies of a process and who sits in them."""
    return show(
        request,
        "processes/manage/bodies.html",
        process,
        TAB,
        _("Bodies and people"),
        bodies=bodies_of(process),
    )


@page(WRITE_PROCESS, load=process_by_slug, methods=FORM)
def body_add(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a body; once the process runs, in the public journal."""
    form = NewBodyForm(request.POST or None)

    def act(data: dict[str, Any]) -> Body:
        add = add_body if process.state == ProcessState.DRAFT else create_body
        return add(
            actor=actor_of(request),
            process=process,
            kind=data["kind"],
            title=data["title"],
            description=data["description"],
        )

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The body is added. You can invite people to it."))
        return redirect(TAB, slug=process.slug)
    return show(request, "processes/manage/form.html", process, TAB, _("Add a body"), form=form)


@page(EDIT_BODY, load=body_at)
def body(request: HttpRequest, body: Body) -> HttpResponse:
    """One body: its members, its former members, the invitations that wait."""
    shown = next(view for view in bodies_of(body.process) if view.ref == str(body.ref))
    return show(
        request,
        "processes/manage/body.html",
        body.process,
        TAB,
        str(body),
        body=shown,
        invitations=invitation_rows(body),
        may_remove=body.process.state == ProcessState.DRAFT and body.kind != BodyKind.TEAM,
    )


@page(EDIT_BODY, load=body_at, methods=FORM)
def body_edit(request: HttpRequest, body: Body) -> HttpResponse:
    """What a body says of itself."""
    form = BodyForm.about(request, body, BODY_TEXTS)
    if request.method == "POST" and form.save(
        body, BODY_TEXTS, lambda data: change_body(actor=actor_of(request), body=body, **data)
    ):
        messages.success(request, _("Saved."))
        return _to_body(body)
    return show(request, "processes/manage/form.html", body.process, TAB, str(body), form=form)


@page(EDIT_BODY, load=body_at, methods=POST)
def body_move(request: HttpRequest, body: Body) -> HttpResponse:
    """Put a body one place up or down."""
    move_body(actor=actor_of(request), body=body, by=step_asked(request))
    return redirect(TAB, slug=body.process.slug)


@page(EDIT_BODY, load=body_at, methods=POST)
def body_remove(request: HttpRequest, body: Body) -> HttpResponse:
    """Remove a body of a draft."""
    return press(
        request,
        lambda: remove_body(actor=actor_of(request), body=body),
        reverse(TAB, args=[body.process.slug]),
        done=_("The body is removed."),
    )


@page(EDIT_BODY, load=body_at, methods=FORM)
def body_invite(request: HttpRequest, body: Body) -> HttpResponse:
    """Invite somebody to a body by e-mail. The answer is the same whether or not they have an account."""
    form = InvitationForm(request.POST or None, body=body)
    if request.method == "POST" and attempt(
        form, lambda data: invite(actor=actor_of(request), body=body, **data)
    ):
        messages.success(request, _("The invitation is on its way."))
        return _to_body(body)
    return show(
        request,
        "processes/manage/form.html",
        body.process,
        TAB,
        _("Invite somebody"),
        form=form,
        lead=str(body),
        button=_("Send the invitation"),
    )


@page(MANAGE_INVITATION, load=invitation_at, methods=POST)
def invitation_resend(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Send an invitation again."""
    return press(
        request,
        lambda: resend_invitation(actor=actor_of(request), invitation=invitation),
        _body_url(invitation.body),
        done=_("The invitation is on its way, with a new link."),
    )


@page(MANAGE_INVITATION, load=invitation_at, methods=POST)
def invitation_cancel(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Take an invitation back."""
    return press(
        request,
        lambda: cancel_invitation(actor=actor_of(request), invitation=invitation),
        _body_url(invitation.body),
        done=_("The invitation is cancelled: its link no longer opens anything."),
    )


@page(EDIT_MANDATE, load=mandate_at, methods=FORM)
def mandate(request: HttpRequest, mandate: Membership) -> HttpResponse:
    """What a member does in a body."""
    form = FunctionForm.about(request, mandate, MANDATE_TEXTS)
    if request.method == "POST" and form.save(
        mandate,
        MANDATE_TEXTS,
        lambda data: change_function(actor=actor_of(request), mandate=mandate, **data),
    ):
        messages.success(request, _("Saved."))
        return _to_body(mandate.body)
    return show(
        request,
        "processes/manage/form.html",
        mandate.body.process,
        TAB,
        str(mandate.person),
        form=form,
        lead=str(mandate.body),
    )


@page(END_MANDATE, load=mandate_at, methods=FORM)
def mandate_end(request: HttpRequest, mandate: Membership) -> HttpResponse:
    """End a mandate of a running process, with a public reason: by the team, or by whoever has it."""
    form = EndForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda data: end_mandate(actor=actor_of(request), mandate=mandate, **data)
    ):
        messages.success(request, _("The mandate is ended, and the public journal says why."))
        return redirect(_after(request, mandate))
    return show(
        request,
        "processes/manage/form.html",
        mandate.body.process,
        TAB,
        _("End the mandate"),
        form=form,
        lead=f"{mandate.person}, {mandate.body}",
        button=_("End the mandate"),
        grave=True,
    )


@page(WITHDRAW_MANDATE, load=mandate_at, methods=FORM)
def mandate_withdraw(request: HttpRequest, mandate: Membership) -> HttpResponse:
    """Take back a place in a body of a draft."""
    if request.method == "POST":
        return press(
            request,
            lambda: withdraw_mandate(actor=actor_of(request), mandate=mandate),
            _after(request, mandate),
            done=_("The place is free again."),
        )
    return show(
        request,
        "processes/manage/confirm.html",
        mandate.body.process,
        TAB,
        _("Remove from this body"),
        lead=f"{mandate.person}, {mandate.body}",
        text=_("The process is a draft: nothing of this was ever public."),
        button=_("Remove from this body"),
        grave=True,
    )


def _body_url(body: Body) -> str:
    return reverse("processes:manage-body", args=[body.process.slug, body.slug])


def _to_body(body: Body) -> HttpResponse:
    return redirect(_body_url(body))


def _after(request: HttpRequest, mandate: Membership) -> str:
    """To the body for the team; home for somebody who has just left it."""
    may = MANAGE_PROCESS.decide(actor_of(request), mandate.body.process)
    return _body_url(mandate.body) if may else reverse("home")
