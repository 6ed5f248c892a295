"""What somebody who was refused can do about it: for each code of a refusal, the page that helps."""

from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.core.actor import Verification
from isegoria.core.decision import Decision
from isegoria.core.ui.context import Link, address

REMEDIES: dict[str, tuple[Promise, str]] = {
    "sign_in": (_("Sign in or open an account"), "account_login"),
    "verification": (_("Have your identity checked"), "people:checks"),
    "age": (_("Say how old you are"), "people:age"),
    "second_factor": (_("Set up a second proof"), "mfa_index"),
}
"""By code, what the link says and its route. A route that this installation does not have gives no link."""
_DEPENDS_ON_WHO = frozenset({*REMEDIES, "administrator", "team"})


def remedy(decision: Decision, back: str = "", *, is_signed_in: bool = True) -> Link | None:
    """The link that would turn ``decision`` into a yes, coming ``back`` to an address afterwards.

    Whoever has not signed in is sent there first, when that is enough or when the other page needs to
    know whom it speaks to. An age, and a place on a list, can be shown without an account.
    """
    code = decision.code
    if not is_signed_in and code in _DEPENDS_ON_WHO and not _without_account(decision):
        code = "sign_in"
    if code not in REMEDIES:
        return None
    label, route = REMEDIES[code]
    url = address(route)
    asked = {"needs": str(decision.needs)} if decision.needs else {}
    question = urlencode({**asked, **({"next": back} if back else {})})
    return Link(label, f"{url}?{question}" if question else url) if url else None


def _without_account(decision: Decision) -> bool:
    return decision.code == "age" or (
        decision.code == "verification" and decision.needs > Verification.EMAIL
    )
