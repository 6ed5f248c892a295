"""Who may send a file, keep it and remove it. Who may read it is said by the route that serves it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core.files.models import Upload
from isegoria.core.policy import ADMINISTRATOR, SIGNED_IN, Condition, Policy, concealed

IS_OWNER = Condition(
    "not_owner",
    _("Only the person who sent this file may do this."),
    test=lambda ask: ask.actor.person_id is not None and ask.obj.owner == ask.actor.person_id,
    rows=lambda actor, _now: Q(owner=actor.person_id) if actor.person_id else Q(pk__in=[]),
)

SEND_FILE = Policy("files.send", _("Send a file"), SIGNED_IN)
KEEP_FILE = Policy(
    "files.keep", _("Use or remove a file"), concealed(IS_OWNER | ADMINISTRATOR), Upload
)

POLICIES = (SEND_FILE, KEEP_FILE)
