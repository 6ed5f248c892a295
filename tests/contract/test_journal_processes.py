"""Several processes on one journal: two sequencers by error, and a sequencer killed at any moment."""

import re
import threading

from tests.contract.journal_installation import ended, installation


def test_a_second_sequencer_says_so_stands_by_and_takes_over(tmp_path):
    with installation(tmp_path) as here:
        first = here.start("sequence")
        assert first.stdout.readline() == "ready\n"
        here.run("append_and_wait", 2)
        second = here.start("sequence")
        silence = threading.Timer(120, second.kill)
        silence.start()
        assert second.stdout.readline() == "ready\n"
        assert "Another sequencer is at work: this one stands by." in second.stdout.readline()
        silence.cancel()
        here.run("append_and_wait", 3)
        first.kill()
        first.communicate()
        assert "The journal is whole." in here.run("append_and_wait", 4)
        ended(second)


def test_two_sequencers_at_work_never_give_one_number_twice(tmp_path):
    """Even if nobody asked who leads: writers and sequencers all at once."""
    with installation(tmp_path) as here:
        at_once = [here.start("append", 50) for _ in range(2)]
        at_once += [here.start("race", 30) for _ in range(2)]
        for process in at_once:
            ended(process)
        here.run("race", 1)
        said = here.run("verify")
        assert "101 entries" in said
        assert "0 entries wait" in said
        assert "The journal is whole." in said


def test_a_sequencer_killed_at_any_statement_heals_at_the_next_start(tmp_path):
    with installation(tmp_path) as here:
        said = here.run("killed", 256)
        deaths = int(re.search(r"(\d+) deaths", said).group(1))
        assert deaths > 8
