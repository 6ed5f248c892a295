"""The manifest of uploads."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.core.files.erasure import erase_files, merge_files
from isegoria.core.files.policies import POLICIES
from isegoria.core.files.states import UPLOAD_MACHINE
from isegoria.core.files.tasks import SWEEP

COMPONENT = Component(
    name="files",
    label=_("Files"),
    description=_("Files that people send, and files that the site gives."),
    policies=POLICIES,
    machines=(UPLOAD_MACHINE,),
    recurring=(SWEEP,),
    erase=erase_files,
    merge=merge_files,
)
