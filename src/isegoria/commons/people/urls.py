"""The addresses of the door: of allauth's routes, those that have a use today."""

from allauth.account import views as allauth_views
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import views

DOOR = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", views.AskCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", allauth_views.signup, name="account_signup"),
]

urlpatterns = [path(_("account/"), include(DOOR))]
