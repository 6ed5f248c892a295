"""What the models of other packages know about people: the same declaration, kept here for them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.recurring import CONFIRMATIONS_KEPT
from isegoria.core.privacy import Declaration, Erasure, NoPersonalData, PersonalData

_PERMISSIONS = NoPersonalData("names of permissions; this site grants none through them")
_OWN_ADDRESS = PersonalData(
    fields={"email": _("address for signing in")},
    why="to confirm that an address belongs to whoever signs in with it",
    kept_for=None,
    erasure=Erasure.DELETE,
)

PERSONAL_DATA: dict[str, Declaration] = {
    "auth.Permission": _PERMISSIONS,
    "auth.Group": _PERMISSIONS,
    "auth.Group_permissions": _PERMISSIONS,
    "contenttypes.ContentType": NoPersonalData("names of our tables"),
    "people.Account_groups": PersonalData(
        fields={"account": _("which account")},
        why="required by Django's accounts; always empty here",
        kept_for=None,
        erasure=Erasure.DELETE,
    ),
    "people.Account_user_permissions": PersonalData(
        fields={"account": _("which account")},
        why="required by Django's accounts; always empty here",
        kept_for=None,
        erasure=Erasure.DELETE,
    ),
    "sessions.Session": PersonalData(
        fields={
            "session_data": _(
                "which account is signed in, for whom it types at a desk, and the messages"
                " it has not read yet"
            )
        },
        why="to stay signed in",
        kept_for=timedelta(days=14),
        erasure=Erasure.DELETE,
        unlinked="signed and packed: what is known of each session stands in usersessions.UserSession",
    ),
    "account.EmailAddress": _OWN_ADDRESS,
    "account.EmailConfirmation": PersonalData(
        fields={"email_address": _("which address is being confirmed")},
        why="to confirm that an address belongs to whoever signs in with it",
        kept_for=CONFIRMATIONS_KEPT,
        erasure=Erasure.DELETE,
        about="email_address__user__person",
    ),
    "mfa.Authenticator": PersonalData(
        fields={
            "data": _("the encrypted secret of an application, or the public key of a passkey")
        },
        why="to sign in with a second proof",
        kept_for=None,
        erasure=Erasure.DELETE,
        secrets=frozenset({"data"}),
    ),
    "socialaccount.SocialAccount": PersonalData(
        fields={"uid": _("how the identity provider calls the person; nothing else that it tells")},
        why="to sign in with an identity that a provider vouches for",
        kept_for=None,
        erasure=Erasure.DELETE,
    ),
    "socialaccount.SocialApp": NoPersonalData("always empty: the provider stands in the settings"),
    "socialaccount.SocialToken": NoPersonalData("always empty: no token of a provider is kept"),
    "usersessions.UserSession": PersonalData(
        fields={"ip": _("network address at sign-in"), "user_agent": _("browser at sign-in")},
        why="to see on which devices one is signed in, and to end those one does not know",
        kept_for=timedelta(days=14),
        erasure=Erasure.DELETE,
    ),
    "django_tasks_database.DBTaskResult": NoPersonalData(
        "tasks are given identifiers, never names or addresses; old rows are pruned"
    ),
}
