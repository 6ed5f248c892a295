"""The policies of the routes that other packages bring. What is not in this table is refused."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, SIGNED_IN, Policy

ACCOUNT_DOOR = Policy("site.account_door", _("Sign in, confirm, recover"), EVERYONE)
OWN_ACCOUNT = Policy("site.own_account", _("Manage one’s own account"), SIGNED_IN)

EXTERNAL_ROUTES: dict[str, Policy] = {
    "account_login": ACCOUNT_DOOR,
    "account_logout": ACCOUNT_DOOR,
    "account_signup": ACCOUNT_DOOR,
    "account_inactive": ACCOUNT_DOOR,
    "account_request_login_code": ACCOUNT_DOOR,
    "account_confirm_login_code": ACCOUNT_DOOR,
    "account_email_verification_sent": ACCOUNT_DOOR,
    "account_reset_password": ACCOUNT_DOOR,
    "account_reset_password_done": ACCOUNT_DOOR,
    "account_reset_password_from_key": ACCOUNT_DOOR,
    "account_reset_password_from_key_done": ACCOUNT_DOOR,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_email": OWN_ACCOUNT,
    "account_change_password": OWN_ACCOUNT,
    "account_set_password": OWN_ACCOUNT,
}
