"""What the models of other packages know about people: the same declaration, kept here for them."""

from datetime import timedelta

from isegoria.core.privacy import Declaration, Erasure, NoPersonalData, PersonalData

_PERMISSIONS = NoPersonalData("names of permissions; this site grants none through them")
_OWN_ADDRESS = PersonalData(
    fields={"email": "address for signing in"},
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
        fields={"account": "which account"},
        why="required by Django's accounts; always empty here",
        kept_for=None,
        erasure=Erasure.DELETE,
    ),
    "people.Account_user_permissions": PersonalData(
        fields={"account": "which account"},
        why="required by Django's accounts; always empty here",
        kept_for=None,
        erasure=Erasure.DELETE,
    ),
    "sessions.Session": PersonalData(
        fields={"session_data": "which account is signed in, and the messages it has not read yet"},
        why="to stay signed in",
        kept_for=timedelta(days=14),
        erasure=Erasure.DELETE,
    ),
    "account.EmailAddress": _OWN_ADDRESS,
    "account.EmailConfirmation": PersonalData(
        fields={"email_address": "which address is being confirmed"},
        why="to confirm that an address belongs to whoever signs in with it",
        kept_for=timedelta(days=3),
        erasure=Erasure.DELETE,
    ),
    "django_tasks_database.DBTaskResult": NoPersonalData(
        "tasks are given identifiers, never names or addresses; old rows are pruned"
    ),
}
