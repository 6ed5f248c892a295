"""The pages of e-mails that leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from isegoria.core.mail import services
from isegoria.core.mail.models import Mail
from isegoria.core.mail.policies import READ_DEMONSTRATION_MAIL, SEE_QUEUE, SEND_AGAIN
from isegoria.core.mail.queries import latest_mails, mail_by_ref, queue_lines, stuck_mails
from isegoria.core.routes import POST, actor_of, page


@page(READ_DEMONSTRATION_MAIL)
def demonstration_mail(request: HttpRequest) -> HttpResponse:
    """The e-mails of a demonstration, which leave for nowhere."""
    answer = render(
        request, "mail/demonstration.html", {"mails": latest_mails(request.GET.get("cursor", ""))}
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(SEE_QUEUE)
def queue(request: HttpRequest) -> HttpResponse:
    """How the sending goes, for administrators; says nothing about whom or what."""
    return render(request, "mail/queue.html", {"lines": queue_lines(), "stuck": stuck_mails()})


@page(SEND_AGAIN, load=mail_by_ref, methods=POST)
def send_again(request: HttpRequest, mail: Mail) -> HttpResponse:
    """Have one sent again."""
    services.send_again(actor=actor_of(request), mail=mail)
    messages.success(request, _("It will be sent again now."))
    return redirect("mail:queue")
