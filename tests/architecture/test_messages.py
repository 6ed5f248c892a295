"""French is complete: nobody meets an English sentence by accident."""

from tools.messages import faults


def test_every_message_is_translated() -> None:
    assert not faults()
