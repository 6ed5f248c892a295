"""The demonstration at full size, made small: the same steps, and the same count at the end."""

from unittest.mock import patch

import pytest

from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.lottery.models import Answer, Draw
from isegoria.capabilities.lottery.seat_models import Seat
from isegoria.commons.posts.models import Post
from isegoria.kernel.lottery.progress import Silent
from isegoria.site.demonstration import cast, full, full_plan, lots
from isegoria.site.demonstration.full_checks import checks

pytestmark = pytest.mark.django_db
SMALL = {
    "VOLUNTEERS": 300,
    "SEATS": 20,
    "TEXTS": 150,
    "POSITIONS": 2_400,
    "PEOPLE": 160,
    "ARGUMENTS": 12,
    "ARGUERS": 4,
}


def test_everything_is_there_with_parity_and_the_count_would_say_so_if_it_were_not() -> None:
    cast.open_parts()
    with patch.multiple(full_plan, **SMALL):
        full.load(Silent())
        found = list(checks(Silent()))
        assert full.is_there()
        assert all(check.good for check in found), [check.sentence for check in found]
        posts = Post.objects.filter(activity__process__slug=full_plan.SLUG, parent=None)
        posts.filter(pk=posts.order_by("pk").values("pk")[:1]).update(agree_count=1_000)
        again = {check.sentence for check in checks(Silent()) if not check.good}
        assert any("positions in the counters instead of" in sentence for sentence in again)
        assert "1 counters differ from their rows" in again
    assert Post.objects.filter(parent__in=posts).exists()
    assert posts.values("theme").distinct().count() == 10
    findings = Analysis.objects.get(activity__process__slug=full_plan.SLUG)
    assert findings.mapped_at is not None
    assert findings.grouped_at is not None
    draw = Draw.objects.get(activity__process__slug=full_plan.SLUG)
    women = Answer.objects.filter(
        volunteer__draw=draw, feature__name=lots.GENDER, value__position=0
    )
    assert women.count() > 0.52 * SMALL["VOLUNTEERS"]
    seated = Seat.objects.filter(draw=draw, offers__volunteer__in=women.values("volunteer"))
    assert seated.count() == SMALL["SEATS"] // 2
