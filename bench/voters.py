"""The crowd that takes positions, and remembers each one that was acknowledged.

One thread holds all the connections, and requests are put together from parts written beforehand: it
shares the machine with the server, and what it takes is not left to it.
"""

import random
import re
import selectors
import socket
import time
from collections import deque
from uuid import UUID

CONNECTIONS = 8
TOKEN = "a" * 32
VALUES = (-1, 0, 1)


class _Voter:
    """A connection, and the people who vote over it: one position at a time, half of them changes."""

    def __init__(self, people: list[tuple[str, str]], refs: list[str], port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._chance = random.Random(f"{time.time()} {people[0][0]}")
        self._people = [
            (
                person,
                f"Host: 127.0.0.1:{port}\r\nCookie: sessionid={session}; csrftoken={TOKEN}\r\n".encode(),
            )
            for person, session in people
        ]
        self._refs = refs
        self._recent: deque[tuple[str, bytes, str]] = deque(maxlen=200)
        self._read = b""
        self.asked = ("", "", 0)

    def ask(self) -> None:
        """Send a position. Raises OSError when the server went."""
        draw = self._chance.random
        if self._recent and draw() < 0.5:
            person, head, ref = self._recent[int(draw() * len(self._recent))]
        else:
            person, head = self._people[int(draw() * len(self._people))]
            ref = self._refs[int(draw() * len(self._refs))]
            self._recent.append((person, head, ref))
        value = VALUES[int(draw() * 3)]
        self.asked = (person, ref, value)
        line = f"POST /contributions/{ref}/position/ HTTP/1.1\r\n".encode()
        self.socket.sendall(line + head + _FORMS[value])

    def answer(self) -> int | None:
        """The status of the answer, None while it is not whole. Raises OSError when the server went."""
        some = self.socket.recv(65_536)
        if not some:
            raise ConnectionResetError
        self._read += some
        head, blank, rest = self._read.partition(b"\r\n\r\n")
        if not blank:
            return None
        told = _LENGTH.search(head)
        if told is not None and len(rest) < int(told[1]):
            return None
        self._read = b""
        return int(head[9:12])


_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")


def _form(value: int) -> bytes:
    body = f"value={value}&csrfmiddlewaretoken={TOKEN}"
    return (
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


_FORMS = {value: _form(value) for value in VALUES}


class Voters:
    """People who take positions, and what the server acknowledged of them."""

    def __init__(self, people: list[tuple[str, str]], refs: list[str], port: int) -> None:
        self.people, self.refs, self.port = people, refs, port
        self.kept: dict[tuple[str, str], int] = {}
        self.unsure: set[tuple[str, str]] = set()
        self.count = self.faults = 0

    def run(self, seconds: float) -> float:
        """Take positions for so long, or until the server goes; how many per second were acknowledged."""
        before, began = self.count, time.perf_counter()
        with selectors.DefaultSelector() as ready:
            voters = [
                _Voter(self.people[rank::CONNECTIONS], self.refs, self.port)
                for rank in range(CONNECTIONS)
            ]
            try:
                for voter in voters:
                    ready.register(voter.socket, selectors.EVENT_READ, voter)
                    voter.ask()
                self._hear(ready, began + seconds)
            except OSError:  # what was under way may have been written, and may not
                self.unsure.update(voter.asked[:2] for voter in voters)
            finally:
                for voter in voters:
                    voter.socket.close()
        return (self.count - before) / (time.perf_counter() - began)

    def _hear(self, ready: selectors.BaseSelector, until: float) -> None:
        """Note each answer, and ask again until then; end when everything asked is answered."""
        waiting = CONNECTIONS
        while waiting:
            for key, _events in ready.select():
                voter: _Voter = key.data
                status = voter.answer()
                if status is None:
                    continue
                person, ref, value = voter.asked
                if status == 302:
                    self.count += 1
                    self.kept[person, ref] = value
                    self.unsure.discard((person, ref))
                else:
                    self.faults += 1
                if time.perf_counter() < until:
                    voter.ask()
                else:
                    waiting -= 1

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
