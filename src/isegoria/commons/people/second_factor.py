"""The second proof: an authenticator application, a passkey, and the codes kept for a bad day."""

import base64
import logging
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import qrcode  # type: ignore[import-untyped]  # has no types
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Text

logger = logging.getLogger(__name__)

QUIET_ZONE = 4
"""White modules around a QR code, as ISO/IEC 18004 asks."""


def has_second_factor(request: HttpRequest) -> bool:
    """True when this session was opened, or proved again, with a second proof."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def owns_second_factor(user: Any) -> bool:
    """True when an account has an application or a passkey to prove itself with."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    owns: bool = Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()
    return owns


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Our words; secrets encrypted in the database; a site known by the address of the settings."""

    error_messages: Mapping[str, Text] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This second proof cannot be removed."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with an application or a passkey. Add one first."
        ),
        "incorrect_code": _(
            "This code is not right. A code of an application lives for 30 seconds and works once;"
            " check that the clock of your device is right, then type the next one."
        ),
        "unreadable": _(
            "This site can no longer read your second proof. Write to whoever runs it: they can remove"
            " it, and you add another one."
        ),
        "unverified_email": _("Confirm your address first."),
    }

    def get_totp_issuer(self) -> str:
        """The site's name, as the application will show it."""
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code of ``url`` as one SVG element: no data: address, no style."""
        code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg viewBox="0 0 {0} {0}" width="240" height="240" role="img" aria-label="{1}">'
            '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
            len(rows),
            gettext("QR code for your authenticator application"),
            path,
        )

    def encrypt(self, text: str) -> str:
        """A secret as it is stored: a copy of the database alone opens no account."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was. Raises ValidationError when it was encrypted with a key that is gone."""
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error(
                "A second proof was encrypted with another SECRET_KEY: name the former one."
            )
            raise self.validation_error("unreadable") from None

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """A first name for a passkey, which the person may change."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for a passkey: the host of SITE_URL, whatever the request says."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": settings.SITE_NAME}


def _vault() -> MultiFernet:
    """Encrypts with a key derived from SECRET_KEY; still reads what a former key encrypted."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        sha256(b"isegoria.second_factor\0" + force_bytes(secret)).digest() for secret in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
