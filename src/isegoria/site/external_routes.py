"""The policies of the routes that other packages bring. What is not in this table is refused."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.policies import OWN_ACCOUNT
from isegoria.core.policy import EVERYONE, Policy

ACCOUNT_DOOR = Policy("site.account_door", _("Sign in and out"), EVERYONE)

EXTERNAL_ROUTES: dict[str, Policy] = {
    "account_login": ACCOUNT_DOOR,
    "account_logout": ACCOUNT_DOOR,
    "account_signup": ACCOUNT_DOOR,
    "account_inactive": ACCOUNT_DOOR,
    "account_request_login_code": ACCOUNT_DOOR,
    "account_confirm_login_code": ACCOUNT_DOOR,
    "mfa_authenticate": ACCOUNT_DOOR,
    "mfa_login_webauthn": ACCOUNT_DOOR,
    "socialaccount_login_cancelled": ACCOUNT_DOOR,
    "account_email": OWN_ACCOUNT,
    "account_email_verification_sent": OWN_ACCOUNT,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_reauthenticate_by_code": OWN_ACCOUNT,
    "mfa_reauthenticate": OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": OWN_ACCOUNT,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_deactivate_totp": OWN_ACCOUNT,
    "mfa_add_webauthn": OWN_ACCOUNT,
    "mfa_remove_webauthn": OWN_ACCOUNT,
    "mfa_view_recovery_codes": OWN_ACCOUNT,
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_download_recovery_codes": OWN_ACCOUNT,
    "usersessions_list": OWN_ACCOUNT,
}
