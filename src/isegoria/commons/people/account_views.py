"""The pages of one's own account: the name shown, addresses, password, identity, devices."""

from typing import Any, cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.views import BaseReauthenticateView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from isegoria.commons.people import account_services
from isegoria.commons.people.door import ProveAgainProcess
from isegoria.commons.people.forms import AGE_ASKED, CodeForm, PasswordForm, ProfileForm
from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.policies import OWN_ACCOUNT
from isegoria.commons.people.queries import device_name
from isegoria.core.routes import FORM, actor_of, page


@page(OWN_ACCOUNT, methods=FORM)
def profile(request: HttpRequest) -> HttpResponse:
    """The name shown, and the age said."""
    actor = actor_of(request)
    name, age = Person.objects.values_list("display_name", "declared_age").get(
        pk=cast("UUID", actor.person_id)
    )
    of_age = age >= AGE_ASKED
    form = ProfileForm(request.POST or None, initial={"display_name": name})
    if of_age:
        del form.fields["of_age"]
    if request.method == "POST" and form.is_valid():
        account_services.change_profile(
            actor=actor,
            display_name=form.cleaned_data["display_name"],
            declared_age=age if of_age else form.declared_age,
        )
        messages.success(request, _("Saved."))
        return redirect("account_home")
    return render(request, "account/profile.html", {"form": form, "of_age": of_age, "age": age})


@page(OWN_ACCOUNT, methods=FORM)
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, the first one or another."""
    if not settings.PASSWORDS:
        raise Http404
    account = cast("Account", request.user)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = account_services.choose_password(
                actor=actor_of(request), account=account, password=form.cleaned_data["password"]
            )
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            update_session_auth_hash(request, account)
            UserSession.objects.create_from_request(request)
            messages.success(
                request, _("Your password is saved. Your other devices are signed out.")
            )
            get_adapter(request).send_notification_mail("account/email/password_changed", account)
            return redirect("account_password")
    context = {"form": form, "has_password": account.has_usable_password()}
    return render(request, "account/password.html", context)


class Devices(ListUserSessionsView):  # type: ignore[misc]  # allauth has no types
    """Where one is signed in, and signing out everywhere else."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each session with the name of its device."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        lines = [(session, device_name(session.user_agent)) for session in context["sessions"]]
        return {**context, "lines": lines}


class ProveAgainByCode(BaseReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """Show that it is still you, by a code sent to your address."""

    template_name = "account/reauthenticate_by_code.html"
    form_class = CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the code must be."""
        awaited = ProveAgainProcess.resume(self.request)
        return {**super().get_form_kwargs(), "code": awaited.code if awaited else ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code, or take one."""
        if "send" not in request.POST and ProveAgainProcess.resume(request) is not None:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        ProveAgainProcess.begin(request)
        return redirect(request.get_full_path())

    def form_valid(self, form: Any) -> HttpResponse:
        """Note in the session that it is still the same person, and go back."""
        awaited = ProveAgainProcess.resume(self.request)
        if awaited is not None:
            awaited.abort()
        record_authentication(self.request, self.request.user, "code", reauthenticated=True)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the attempt; after the last one another code must be asked for."""
        awaited = ProveAgainProcess.resume(self.request)
        if awaited is not None and form.is_bound and not awaited.record_invalid_attempt():
            messages.error(self.request, _("Too many attempts. Ask for another code."))
            return redirect(self.request.get_full_path())
        answer: HttpResponse = super().form_invalid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a code is awaited, and where it goes."""
        return {
            **super().get_context_data(**kwargs),
            "awaited": ProveAgainProcess.resume(self.request) is not None,
            "email": EmailAddress.objects.get_primary_email(self.request.user),
        }
