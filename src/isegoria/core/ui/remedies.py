"""What somebody who was refused can do about it: for each code of a refusal, the page that helps."""

from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.core.decision import Decision
from isegoria.core.ui.context import Link, address

REMEDIES: dict[str, tuple[Promise, str]] = {
    "sign_in": (_("Sign in or open an account"), "account_login"),
    "verification": (_("Have your identity checked"), "people:checks"),
    "age": (_("Say how old you are"), "people:age"),
    "second_factor": (_("Set up a second proof"), "mfa_index"),
}
"""By code, what the link says and its route. A route that this installation does not have gives no link."""


def remedy(decision: Decision, back: str = "", *, is_signed_in: bool = True) -> Link | None:
    """The link that would turn ``decision`` into a yes, coming ``back`` to an address afterwards.

    Whoever has not signed in is sent there first: the other pages need to know whom they speak to.
    """
    code = decision.code if is_signed_in or decision.code not in REMEDIES else "sign_in"
    if code not in REMEDIES:
        return None
    label, route = REMEDIES[code]
    url = address(route)
    question = f"?{urlencode({'next': back})}" if back else ""
    return Link(label, url + question) if url else None
