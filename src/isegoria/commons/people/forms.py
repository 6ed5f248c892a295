"""The forms of the door and of the account, in our words: one name for each thing, no placeholder."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isegoria.commons.abuse.throwaway import is_throwaway
from isegoria.core.ui.forms import Form

AGE_ASKED = 16
"""The age, in years, that whoever takes part is asked to have reached."""

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "code": _("Code"),
    "name": _("Name of this passkey"),
    "credential": "",
    "passwordless": _("Sign in with this passkey alone, without a code by e-mail"),
}

WITHOUT_HINT = frozenset({"password", "passwordless"})


class OurWords:
    """What every form of allauth gets here: our labels, and neither its placeholders nor its hints."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            if name in WITHOUT_HINT:
                field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class SignInForm(OurWords, LoginForm):  # type: ignore[misc]  # allauth has no types
    """An address and a password; an address alone where there are no passwords."""


class AskCodeForm(OurWords, RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The address to which a code is sent."""

    @property
    def account(self) -> Any:
        """The account of this address, None when there is none. Only for a form that is valid."""
        return self._user


class CodeForm(OurWords, ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code that was sent."""


class AddressCodeForm(OurWords, ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # no types
    """The code that was sent to an address that is being added."""


class AddAddressForm(OurWords, AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """One more address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Another e-mail address")


class PasswordAgainForm(OurWords, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password, once more, before something sensitive."""


class ProfileForm(Form):
    """How somebody is shown, and the age they say to have reached."""

    display_name = forms.CharField(
        label=_("Name shown beside your texts"),
        help_text=_("Your own or a pseudonym. You can change it at any time."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    of_age = forms.BooleanField(
        help_text=_("Most activities ask for it. You can also say it later."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = {"years": AGE_ASKED}
        self.fields["of_age"].label = gettext("I am at least %(years)s years old") % years

    def clean_display_name(self) -> str:
        """The name on one line: it is shown in one."""
        return " ".join(self.cleaned_data["display_name"].split())

    @property
    def declared_age(self) -> int:
        """The age said, in years, 0 when nothing was said."""
        return AGE_ASKED if self.cleaned_data["of_age"] else 0


class SignUpForm(AskCodeForm, ProfileForm):
    """All that is asked to open an account: an address, and two things that may wait."""

    field_order = ("email", "display_name", "of_age")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Never shown to anybody. We send a code to it.")

    def clean_email(self) -> str:
        """Refuse an address of a throw-away service, where the settings say so."""
        email: str = super().clean_email()
        if settings.THROWAWAY_ADDRESSES == "refuse" and is_throwaway(email):
            raise ValidationError(
                _(
                    "This mail service is made to be thrown away. Give an address that you will still read"
                    " in a year."
                )
            )
        return email


class PasswordForm(Form):
    """A password, seen by nobody, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters: a few words that do not belong together do well."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Refuse two passwords that differ."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two passwords differ. Type the same one twice."))
        return again
