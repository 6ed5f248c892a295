"""What the settings of a consultation make of its kinds, and when results are shown."""

from itertools import product

import pytest
from django.utils.translation import override

from isegoria.capabilities.consultation.forms import SettingsForm
from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.capabilities.consultation.rules import Settings
from isegoria.commons.posts.results import are_shown
from isegoria.commons.processes.models import Activity
from isegoria.core.post_kinds import Results, Titles


def test_a_consultation_without_settings_has_those_that_the_form_proposes() -> None:
    form = SettingsForm()
    for name in Settings.__dataclass_fields__:
        if name != "explanation":
            assert form[name].initial == getattr(Settings(), name)
    assert Settings.read({}) == Settings()


def test_what_the_form_keeps_is_read_back() -> None:
    form = SettingsForm({"results": "at_the_end", "pseudonyms": "on", "explanation_fr": "Dites."})
    assert form.is_valid()
    read = Settings.read(form.cleaned_data)
    assert read.results is Results.AT_THE_END
    assert (read.pseudonyms, read.places, read.testimonies) == (True, False, False)
    assert read.explanation == {"fr": "Dites."}


def test_the_settings_fit_each_kind() -> None:
    activity = Activity(settings={"titles_optional": True, "qualifiers": False, "places": False})
    assert TESTIMONY.within(activity).titles is Titles.OPTIONAL
    assert PROPOSAL.within(activity).titles is Titles.REQUIRED
    assert PROPOSAL.within(activity).qualifiers == ()
    assert not PROPOSAL.within(activity).places
    asked = Activity(settings={"titles_optional": False})
    assert TESTIMONY.within(asked).titles is Titles.REQUIRED
    assert PROPOSAL.within(asked).qualifiers == PROPOSAL.qualifiers


@pytest.mark.parametrize(("is_over", "has_position"), [*product((True, False), repeat=2)])
def test_results_are_hidden_until_one_has_voted_or_until_the_end(is_over, has_position) -> None:
    def shown(results: Results) -> bool:
        return are_shown(results, is_over=is_over, has_position=has_position)

    assert shown(Results.ALWAYS)
    assert shown(Results.AFTER_VOTING) is (is_over or has_position)
    assert shown(Results.AT_THE_END) is is_over


def test_every_qualifier_goes_with_one_position_and_has_its_own_bit() -> None:
    assert len({item.bit for item in PROPOSAL.qualifiers}) == len(PROPOSAL.qualifiers)
    assert {item.value for item in PROPOSAL.qualifiers} == {1, -1}
    with override("en"):
        assert str(PROPOSAL.qualifiers[0].label) == "I love it"
