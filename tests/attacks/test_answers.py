"""What is written in the name of the authority. The tables say that everybody else is refused."""

import pytest
from django.urls import reverse

from isegoria.capabilities.answers.models import Answer
from tests.attacks.world import SECRET, World

pytestmark = pytest.mark.django_db


def test_12_the_authority_reads_its_draft_and_nobody_finds_it_elsewhere(world: World) -> None:
    """Its own draft is on its page; no page that a stranger can reach names it."""
    ref = world.answers["draft"].ref
    assert SECRET in world.ask("elected", reverse("answers:draft", args=[ref])).text
    for address in (
        reverse("answers:demand", args=[world.demands["eau"].ref]),
        reverse("answers:list", args=["eau", "reponses"]),
        reverse("answers:feed", args=["eau", "reponses"]),
        reverse("posts:thread", args=[world.demands["eau"].ref]),
        reverse("posts:thread-json", args=[world.demands["eau"].ref]),
    ):
        shown = world.ask("citizen", address).text
        assert str(ref) not in shown, address
        assert SECRET not in shown, address


@pytest.mark.parametrize("door", ["change", "promise", "take-back", "throw-away", "publish"])
def test_12_what_was_answered_never_changes_not_even_by_the_authority(
    world: World, door: str
) -> None:
    """A published answer is closed to whoever wrote it."""
    address = reverse(f"answers:{door}", args=[world.answers["published"].ref])
    before = Answer.objects.values().get(post=world.answers["published"])
    assert world.ask("elected", address, "POST", {"text": "Non"}).status_code == 403
    assert Answer.objects.values().get(post=world.answers["published"]) == before


def test_12_a_door_for_the_authority_of_one_process_is_no_door_of_another(world: World) -> None:
    """Elected here, one is nobody where the process is not public."""
    for door in ("begin", "opinion", "demand"):
        address = reverse(f"answers:{door}", args=[world.demands["brouillon"].ref])
        assert world.ask("elected", address).status_code == 404
