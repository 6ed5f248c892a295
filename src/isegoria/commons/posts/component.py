"""The manifest of posts."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.api import router
from isegoria.commons.posts.counters import NIGHTLY_COUNT
from isegoria.commons.posts.erasure import erase_person
from isegoria.commons.posts.exports import POSTS_EXPORT
from isegoria.commons.posts.journal import KINDS, STANCES
from isegoria.commons.posts.merging import counted_activities, merge_person, take_back_in
from isegoria.commons.posts.notices import KINDS as NOTICE_KINDS
from isegoria.commons.posts.notices import tell_of_process
from isegoria.commons.posts.policies import POLICIES
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.posts.states import POST_MACHINE
from isegoria.commons.posts.statistics import STATISTICS
from isegoria.core.component import Component


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.posts.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="posts",
    label=_("Contributions"),
    description=_("What people write, what others think of it, and what becomes of it."),
    policies=POLICIES,
    urls=_urls,
    machines=(POST_MACHINE,),
    journal_kinds=KINDS,
    batches=(STANCES,),
    search=(POST_SEARCH,),
    recurring=(NIGHTLY_COUNT,),
    statistics=STATISTICS,
    notice_kinds=NOTICE_KINDS,
    process_moved=tell_of_process,
    erase=erase_person,
    merge=merge_person,
    counted=counted_activities,
    uncount=take_back_in,
    api=router,
    exports=(POSTS_EXPORT,),
)
