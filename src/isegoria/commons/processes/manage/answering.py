"""The page of an invitation, for the person invited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.mails import digest_of
from isegoria.commons.processes.models import BodyKind, Invitation
from isegoria.commons.processes.policies import ANSWER_INVITATION
from isegoria.commons.processes.services import accept_invitation, decline_invitation
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.formatting import closing, instant
from isegoria.core.ui.markdown import render_markdown


def invitation_of(_request: HttpRequest, token: str) -> Invitation:
    """The invitation that a link opens."""
    return get_object_or_404(
        Invitation.objects.select_related("body__process"), token_digest=digest_of(token)
    )


@page(ANSWER_INVITATION, load=invitation_of, methods=FORM)
def invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """What one is invited to; accept or decline."""
    body = invitation.body
    if request.method == "POST":
        actor = actor_of(request)
        if request.POST.get("answer") == "accept":
            accept_invitation(actor=actor, invitation=invitation)
            messages.success(request, _("Thank you: your mandate is noted."))
            if body.kind == BodyKind.TEAM:
                return redirect("processes:managed")
        else:
            decline_invitation(actor=actor, invitation=invitation)
            messages.success(request, _("You declined. The team will see it; nobody else will."))
        return redirect("home")
    context = {
        "process": pick(body.process.title) or body.process.slug,
        "process_language": language_of(body.process.title),
        "summary": pick(body.process.summary),
        "body": pick(body.title) or body.slug,
        "description": render_markdown(pick(body.description)),
        "role": invitation.get_role_display() if invitation.role else "",
        "function": pick(invitation.function),
        "because": invitation.because,
        "begins": instant(invitation.begins_at) if invitation.begins_at else "",
        "until": closing(invitation.expires_at),
    }
    return render(request, "processes/manage/invitation.html", context)
