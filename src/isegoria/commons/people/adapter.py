"""How django-allauth behaves here."""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail relay did not take the e-mail: nothing is wrong with what the person typed."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up stays closed until somebody opens it: this skeleton has only the accounts it is given."""

    error_messages: Mapping[str, str | Promise] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not go together. Correct them, or ask for a code."
        ),
        "incorrect_code": _("This is not the code that we sent. Read it again in the e-mail."),
        "invalid_login": _("Type your e-mail address."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's name
        """No public sign-up yet."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Send an e-mail that names the site as the settings do, never as the request does.

        Raises MailNotSent when the relay is down or refuses. The log does not say for whom.
        """
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        try:
            self.render_mail(template_prefix, email, {**context, **site, "email": email}).send()
        except OSError as error:
            logger.error("The mail relay took no e-mail: %s", type(error).__name__)
            raise MailNotSent from error
