"""An organiser begins with nothing."""

from django.test import Client

from isegoria.capabilities.lottery.models import Draw, Feature, Value
from isegoria.capabilities.lottery.tests.support import NOW, empty_call
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.posts.tests.support import text_of
from isegoria.core import clock


def test_an_organiser_sets_up_from_nothing(db: None) -> None:
    with clock.frozen(NOW):
        call = empty_call()
        client = Client()
        client.force_login(call.account)
        activity = call.activity
        assert client.get(url_of("setup", activity)).status_code == 200
        assert not Draw.objects.exists(), "looking writes nothing"
        terms = {"size": "10", "one_per_household": "on", "kept_days": "60"}
        assert client.post(url_of("terms", activity), terms).status_code == 302
        assert client.post(url_of("presets", activity), {"codes": ["gender"]}).status_code == 302
        own = {"title": "Quartier", "why": "Parce que.", "values": "nord\t40\nsud\t50"}
        refused = client.post(url_of("add-feature", activity), own)
        assert "nord\t40" in text_of(refused)
        own["values"] = "nord\t40\nsud\t60"
        assert client.post(url_of("add-feature", activity), own).status_code == 302
        shown = {
            f"{side}_{value.pk}": str(seats)
            for value in Value.objects.all()
            for side, seats in (("min", value.minimum), ("max", value.maximum))
        }
        quotas = url_of("quotas", activity)
        low, high = list(shown)[:2]
        looked = text_of(client.post(quotas, {**shown, low: "9", high: "9", "act": "look"}))
        assert 'value="9"' in looked
        assert not Value.objects.filter(minimum=9).exists(), "looking saves nothing"
        refused = client.post(quotas, {**shown, low: "9", high: "3"})
        assert "aria-invalid" in text_of(refused)
        assert client.post(quotas, shown).status_code == 302
        page = text_of(client.get(url_of("setup", activity)))
        assert "nord" in page
        assert "40" in page
        feature = Feature.objects.get(name="Quartier")
        change = url_of("feature", activity, feature.pk)
        assert "nord; 40 %" in text_of(client.get(change))
        assert client.post(url_of("propose", activity)).status_code == 302
        assert client.post(url_of("remove-feature", activity, feature.pk)).status_code == 302
        assert client.get(change).status_code == 404
