"""The crowd that takes positions, and remembers each one that was acknowledged."""

import random
import threading
import time
from uuid import UUID

from crowd import Line

THREADS = 8


class Voters:
    """Threads that take positions, half of them changes, and remember what the server acknowledged."""

    def __init__(self, people: list[tuple[str, str]], refs: list[str], port: int) -> None:
        self.people, self.refs, self.port = people, refs, port
        self.kept: dict[tuple[str, str], int] = {}
        self.unsure: set[tuple[str, str]] = set()
        self.count = self.faults = 0
        self.stop = threading.Event()
        self._lock = threading.Lock()

    def run(self, seconds: float) -> float:
        """Take positions for so long; how many per second were acknowledged."""
        before, began = self.count, time.perf_counter()
        threads = [threading.Thread(target=self._vote, args=(n,)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        self.stop.wait(seconds)
        self.stop.set()
        for thread in threads:
            thread.join()
        self.stop.clear()
        return (self.count - before) / (time.perf_counter() - began)

    def _vote(self, rank: int) -> None:
        chance, mine = random.Random(time.time() + rank), self.people[rank::THREADS]
        client = Line(self.port)
        token = "a" * 32
        recent: list[tuple[str, str, str]] = []
        while not self.stop.is_set():
            if recent and chance.random() < 0.5:
                person, session, ref = chance.choice(recent)
            else:
                (person, session), ref = chance.choice(mine), chance.choice(self.refs)
                recent = [*recent[-200:], (person, session, ref)]
            value = chance.choice((-1, 0, 1))
            try:
                status = client.post(
                    f"/contributions/{ref}/position/",
                    f"value={value}&csrfmiddlewaretoken={token}",
                    f"sessionid={session}; csrftoken={token}",
                )
            except OSError:
                self.unsure.add((person, ref))
                self.stop.set()
                return
            with self._lock:
                if status == 302:
                    self.count += 1
                    self.kept[person, ref] = value
                    self.unsure.discard((person, ref))
                else:
                    self.faults += 1

    def lost(self) -> int:
        """How many acknowledged positions are not those of the database."""
        from isegoria.commons.posts.models import Stance

        rows = Stance.objects.filter(person__in={UUID(person) for person, _ref in self.kept})
        there = {
            (str(person), str(ref)): value
            for person, ref, value in rows.values_list("person", "post__ref", "value")
        }
        return sum(
            there.get(key) != value for key, value in self.kept.items() if key not in self.unsure
        )
