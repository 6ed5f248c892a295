"""Who may send a file, keep it and remove it. Who may read it is said by the route that serves it."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.files.models import Upload
from isegoria.core.policy import ADMINISTRATOR, SIGNED_IN, Policy, concealed, of_actor

IS_OWNER = of_actor("not_owner", _("Only the person who sent this file may do this."), "owner")

SEND_FILE = Policy("files.send", _("Send a file"), SIGNED_IN)
KEEP_FILE = Policy(
    "files.keep", _("Use or remove a file"), concealed(IS_OWNER | ADMINISTRATOR), Upload
)

POLICIES = (SEND_FILE, KEEP_FILE)
