"""The policies of the routes that other packages bring. What is not in this table is refused."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy

ACCOUNT_DOOR = Policy("site.account_door", _("Sign in and out"), EVERYONE)

EXTERNAL_ROUTES: dict[str, Policy] = {
    "account_login": ACCOUNT_DOOR,
    "account_logout": ACCOUNT_DOOR,
    "account_signup": ACCOUNT_DOOR,
    "account_inactive": ACCOUNT_DOOR,
    "account_request_login_code": ACCOUNT_DOOR,
    "account_confirm_login_code": ACCOUNT_DOOR,
}
