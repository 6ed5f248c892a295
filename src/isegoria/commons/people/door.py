"""Codes by e-mail: the one that opens an account or lets in, and the one that proves again who is there.

Built on allauth's own processes, so that its limits on attempts and time hold here too.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.conf import settings
from django.http import HttpRequest

from isegoria.commons.people.models import Account

NEWCOMER = "newcomer"
"""Where the process keeps what somebody told who asked to sign up."""
MOST_ATTEMPTS = 3
_PROOF = "people_code_again"


class SignUpProcess(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """A code for whoever asked to sign up. The account is made when the code comes back, not before.

    Known and unknown addresses do the same work and get a code each; only the e-mail says which it is.
    """

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - allauth's signature
        """Send the code, with the truth about the address.

        An alias of a mailbox that has an account gets no code: it may be somebody else's where a plus is
        part of a name, and must not let them in.
        """
        letter = "account_already_exists" if self.user else "signup_code"
        if self.state[NEWCOMER]["is_alias"]:
            letter = "mailbox_known"
        get_adapter().send_mail(f"account/email/{letter}", email, {"code": self.generate_code()})

    @classmethod
    def begin(
        cls, request: HttpRequest, *, account: Account | None, email: str, newcomer: dict[str, Any]
    ) -> None:
        """Send a code to ``email`` and wait for it in this session."""
        login = Login(user=account, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(
            cls.initial_state(user=account, email=email)
            | {"initiated_by_user": True, NEWCOMER: newcomer}
        )
        process = cls(stage=stage)
        process.send()
        process.persist()


class ProveAgainProcess(AbstractCodeVerificationProcess):  # type: ignore[misc]  # no types
    """A code that somebody signed in asks for, to show that it is still them."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=MOST_ATTEMPTS,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )

    @classmethod
    def begin(cls, request: HttpRequest) -> None:
        """Send a code to the address of the account."""
        email = EmailAddress.objects.get_primary_email(request.user)
        process = cls(request, cls.initial_state(user=request.user, email=email))
        process.state["code"] = get_adapter().generate_login_code()
        process.send()
        process.persist()

    @classmethod
    def resume(cls, request: HttpRequest) -> "ProveAgainProcess | None":
        """The code that is awaited, None when there is none or its time has passed."""
        state = request.session.get(_PROOF)
        if state is None or state["user_id"] != str(request.user.pk):
            return None
        awaited: ProveAgainProcess | None = cls(request, state).abort_if_invalid()
        return awaited

    def send(self) -> None:
        """Send the code."""
        context = {"code": self.code}
        get_adapter().send_mail("account/email/prove_again", self.state["email"], context)

    def persist(self) -> None:
        """Keep what is awaited in the session."""
        self.request.session[_PROOF] = self.state

    def abort(self) -> None:
        """Await nothing any more."""
        self.request.session.pop(_PROOF, None)
