"""The public numbers of a process that posts give."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Stance
from isegoria.commons.posts.queries import public_posts
from isegoria.commons.processes.models import Process
from isegoria.core.component import Statistic


def count_posts(process: Process) -> int:
    """What people wrote and is shown, comments apart. Ideas, measures and answers are written by bodies."""
    return public_posts(process).filter(parent=None, body=None).count()


def count_comments(process: Process) -> int:
    """Comments that are shown."""
    return public_posts(process).filter(parent__isnull=False).count()


def count_stances(process: Process) -> int:
    """Present positions on what is shown."""
    totals = public_posts(process).aggregate(
        agree=Sum("agree_count", default=0),
        neutral=Sum("neutral_count", default=0),
        disagree=Sum("disagree_count", default=0),
    )
    return sum(totals.values())


def count_people(process: Process) -> int:
    """Distinct people who wrote what is shown or took a position on it. People who asked to be
    forgotten are no longer told apart, so they no longer count."""
    authors = public_posts(process).filter(author__isnull=False, body=None).values_list("author")
    supporters = Stance.objects.filter(
        post__in=public_posts(process), person__isnull=False
    ).values_list("person")
    return authors.union(supporters).count()


STATISTICS = (
    Statistic(_("contributions"), count_posts),
    Statistic(_("comments"), count_comments),
    Statistic(_("positions taken"), count_stances),
    Statistic(_("people who took part"), count_people),
)
