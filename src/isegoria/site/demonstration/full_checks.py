"""After the great consultation was loaded: is everything there, and does the journal hold it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Sum

from isegoria.capabilities.lottery.models import FrozenPool
from isegoria.capabilities.lottery.seat_models import Seat
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Post, Stance
from isegoria.core.journal.verify import verify_database
from isegoria.kernel.lottery.progress import Progress as Bar
from isegoria.site.demonstration import full_plan as plan


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at, in a sentence for the terminal."""

    sentence: str
    good: bool


def checks(bar: Bar) -> Iterator[Check]:
    """Count the rows, compare the counters with them, recompute the journal and the frozen pool."""
    bar.step("Counting what is there", 0, 0)
    posts = Post.objects.filter(activity__process__slug=plan.SLUG, parent=None)
    positions = Stance.objects.filter(post__activity__process__slug=plan.SLUG, post__parent=None)
    yield _counted("contributions", posts.filter(shown=True).count(), plan.TEXTS)
    yield _counted("positions", positions.count(), plan.POSITIONS)
    columns = ("agree_count", "neutral_count", "disagree_count")
    sums = posts.aggregate(*(Sum(column) for column in columns))
    yield _counted("positions in the counters", sum(sums.values()), plan.POSITIONS)
    wrong = check_counters()
    yield Check(f"{wrong} counters differ from their rows", not wrong)
    yield from _pool()
    bar.step("Verifying the journal", 0, 0)
    report = verify_database()
    yield Check(
        f"the journal: {report.entries} entries and {report.acts:,} sealed acts recomputed,"
        f" {len(report.problems)} problems",
        report.ok and report.acts >= plan.POSITIONS,
    )


def _pool() -> Iterator[Check]:
    pool = FrozenPool.objects.get(draw__activity__process__slug=plan.SLUG)
    yield _counted("volunteers in the frozen pool", pool.people, plan.VOLUNTEERS)
    again = sha256(pool.lines.encode()).hexdigest()
    yield Check("the frozen pool has the SHA-256 that was published", again == pool.digest)
    seats = Seat.objects.filter(draw=pool.draw_id).count()
    yield _counted("seats drawn", seats, plan.SEATS)


def _counted(what: str, found: int, meant: int) -> Check:
    return Check(
        f"{found:,} {what}" + ("" if found == meant else f" instead of {meant:,}"), found == meant
    )
