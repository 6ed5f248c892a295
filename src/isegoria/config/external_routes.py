"""The policies of the routes that other packages bring. What is not in this table is refused."""

from isegoria.core.policy import EVERYONE, NO_ACCESS, SIGNED_IN, Policy

_everyone = Policy("site.account_door", "Sign in, confirm, recover", EVERYONE)
_signed_in = Policy("site.own_account", "Manage one's own account", SIGNED_IN)
_closed = Policy("site.closed_account_door", "Doors of allauth that stay closed", NO_ACCESS)

EXTERNAL_ROUTES: dict[str, Policy] = {
    "account_login": _everyone,
    "account_logout": _everyone,
    "account_signup": _everyone,
    "account_inactive": _everyone,
    "account_request_login_code": _everyone,
    "account_confirm_login_code": _everyone,
    "account_email_verification_sent": _everyone,
    "account_confirm_email": _everyone,
    "account_reset_password": _everyone,
    "account_reset_password_done": _everyone,
    "account_reset_password_from_key": _everyone,
    "account_reset_password_from_key_done": _everyone,
    "account_reauthenticate": _signed_in,
    "account_email": _signed_in,
    "account_change_password": _signed_in,
    "account_set_password": _signed_in,
}
