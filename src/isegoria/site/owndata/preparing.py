"""Making the copies that people asked for, and forgetting them a week later."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Account
from isegoria.core import clock
from isegoria.core.mail.posting import post_mail
from isegoria.core.tasks.background import background
from isegoria.core.tasks.progress import Progress
from isegoria.core.tasks.retention import retention
from isegoria.site.owndata.models import KEPT_FOR, DataCopy
from isegoria.site.owndata.packing import pack


@background(label=_("Preparing the copy of your data"))
def prepare_copy(_progress: Progress, *, copy: str) -> None:
    """Make one copy and write to the person that it is there. Nothing when nobody waits for it any more."""
    asked = DataCopy.objects.filter(ref=copy, ready_at=None)
    found = asked.first()
    if found is None:
        return
    content = pack(found.person_id)
    if not asked.update(content=content, ready_at=clock.now()):
        return
    context = {
        "site_name": settings.SITE_NAME,
        "url": settings.SITE_URL + reverse("owndata:home"),
        "days": KEPT_FOR.days,
    }
    post_mail(
        to=Account.objects.values_list("email", flat=True).get(person=found.person_id),
        person=found.person_id,
        subject=render_to_string("owndata/email/ready_subject.txt", context),
        text=render_to_string("owndata/email/ready_message.txt", context),
        key=f"copy {copy}",
    )


def forget_old_copies() -> int:
    """Delete the copies asked for more than a week ago, fetched or not; answer how many."""
    deleted, _by_model = DataCopy.objects.filter(asked_at__lt=clock.now() - KEPT_FOR).delete()
    return deleted


FORGET_COPIES = retention("owndata.DataCopy", forget_old_copies)
