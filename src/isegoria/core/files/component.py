"""The manifest of files in and out: uploads, and the description of the API."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.api.reference import READ_API
from isegoria.core.component import Component
from isegoria.core.files.erasure import erase_files
from isegoria.core.files.policies import POLICIES
from isegoria.core.files.states import UPLOAD_MACHINE
from isegoria.core.files.tasks import SWEEP

COMPONENT = Component(
    name="files",
    label=_("Files"),
    description=_("Files that people send, and files that the site gives."),
    policies=(*POLICIES, READ_API),
    machines=(UPLOAD_MACHINE,),
    recurring=(SWEEP,),
    erase=erase_files,
)
