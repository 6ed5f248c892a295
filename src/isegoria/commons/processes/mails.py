"""The e-mail that carries an invitation."""

from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from isegoria.commons.processes.models import Invitation
from isegoria.core.mail.posting import post_mail
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import closing


def digest_of(token: str) -> str:
    """What is kept of the secret in a link. The secret is 32 random bytes: no salt is needed."""
    return sha256(token.encode()).hexdigest()


def post_invitation(invitation: Invitation, token: str) -> None:
    """Write the e-mail of an invitation: it leaves with the act or not at all."""
    body = invitation.body
    with override(invitation.language):
        context = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "process": pick(body.process.title),
            "body": pick(body.title),
            "role": invitation.get_role_display() if invitation.role else "",
            "function": pick(invitation.function),
            "because": invitation.because,
            "until": closing(invitation.expires_at),
            "url": settings.SITE_URL + reverse("processes:invitation", args=[token]),
        }
        subject = render_to_string("processes/email/invitation_subject.txt", context)
        text = render_to_string("processes/email/invitation_message.txt", context)
    post_mail(
        to=invitation.address,
        subject=" ".join(subject.split()),
        text=text,
        expires_at=invitation.expires_at,
    )
