"""The manifest of notices."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.notifications.digests import forget_old, write_due
from isegoria.commons.notifications.erasure import erase_notices, merge_notices
from isegoria.commons.notifications.policies import POLICIES
from isegoria.core.component import Component
from isegoria.core.tasks.recurring import Recurring
from isegoria.core.tasks.retention import retention


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.notifications.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="notifications",
    label=_("Notices"),
    description=_("What people are told, on the site and by e-mail."),
    policies=POLICIES,
    urls=_urls,
    recurring=(
        Recurring("notifications.write_due", timedelta(minutes=15), write_due),
        retention("notifications.Notice", forget_old),
    ),
    erase=erase_notices,
    merge=merge_notices,
)
