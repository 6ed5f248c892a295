"""The addresses of the door and of one's account: of allauth's routes, those that have a use here."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as application
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.views import login_cancelled
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import account_views, factor_views, identity_views, views
from isegoria.commons.people.person_urls import PERSON_PAGES

DOOR = [
    path(_("login/"), views.SignIn.as_view(), name="account_login"),
    path(_("login/code/"), views.AskCode.as_view(), name="account_request_login_code"),
    path(_("login/code/confirm/"), views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path(_("login/second/"), factor.authenticate, name="mfa_authenticate"),
    path(_("login/passkey/"), views.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path(_("logout/"), allauth_views.logout, name="account_logout"),
    path(_("inactive/"), allauth_views.account_inactive, name="account_inactive"),
    path(_("signup/"), views.SignUp.as_view(), name="account_signup"),
    path(_("identity/login/"), identity_views.leave, name="openid_connect_login"),
    path(_("identity/callback/"), identity_views.come_back, name="openid_connect_callback"),
    path(_("identity/cancelled/"), login_cancelled, name="socialaccount_login_cancelled"),
]

OWN = [
    path("", account_views.profile, name="account_home"),
    path(_("addresses/"), allauth_views.email, name="account_email"),
    path(
        _("addresses/confirm/"),
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path(_("password/"), account_views.password, name="account_password"),
    path(_("devices/"), account_views.Devices.as_view(), name="usersessions_list"),
    path(_("identity/"), identity_views.identities, name="account_identities"),
    path(_("again/password/"), allauth_views.reauthenticate, name="account_reauthenticate"),
    path(
        _("again/code/"),
        account_views.ProveAgainByCode.as_view(),
        name="account_reauthenticate_by_code",
    ),
    path(_("again/second/"), factor.reauthenticate, name="mfa_reauthenticate"),
    path(_("again/passkey/"), passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

SECOND = [
    path("", factor_views.second_factor, name="mfa_index"),
    path(_("application/"), factor_views.AddApplication.as_view(), name="mfa_activate_totp"),
    path(_("application/remove/"), application.deactivate_totp, name="mfa_deactivate_totp"),
    path(_("passkey/"), factor_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        _("passkey/<int:pk>/remove/"),
        passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path(_("codes/"), factor_views.SpareCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        _("codes/renew/"), spare_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(_("codes/file/"), spare_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path(_("account/"), include([*DOOR, *OWN, path(_("second/"), include(SECOND)), *PERSON_PAGES]))
]
