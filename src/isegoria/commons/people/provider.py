"""The identity provider, by OpenID Connect: allauth's, held to what the specification asks.

allauth finds this module by its name, and its provider by ``provider_classes``.
"""

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

PROVIDER_ID = "oidc"


class ProviderAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Checks the signature of every identity, and that its parts speak of one person."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Read the identity. Raises ProviderException when it is not whole (OpenID Connect Core 5.3.2)."""
        try:
            identity = self._decode_id_token(app, kwargs["response"]["id_token"])
            told = self._fetch_user_info(token.token)
            if told["sub"] != identity["sub"]:
                raise ProviderException("userinfo is about somebody else")
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise ProviderException("the provider's answer is not whole") from error
        return self.get_provider().sociallogin_from_response(
            request, {"id_token": identity, "userinfo": told}
        )

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        decoded: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return decoded

    def get_callback_url(self, _request: HttpRequest, _app: Any) -> str:
        """One address for every language, made of SITE_URL: providers compare it letter by letter."""
        with override(settings.LANGUAGE_CODE):
            return settings.SITE_URL + reverse("openid_connect_callback")


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Keeps nothing of what the provider tells but the subject: no name, no birth date."""

    oauth2_adapter_class = ProviderAdapter

    def extract_extra_data(self, _data: Any) -> dict[str, Any]:
        """What is stored besides the subject: nothing."""
        return {}


provider_classes = [Provider]
