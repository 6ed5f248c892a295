"""The sequencer: the one process that numbers entries, seals acts and signs checkpoints.

Everything it does for one checkpoint is one transaction: killed at any moment, it has done all or
nothing, and the next start goes on from the database alone.
"""

import logging
import threading

from django.db import Error, connection

from isegoria.core.journal.epochs import current_epoch, open_epoch
from isegoria.core.journal.lock import Leadership, exclusively
from isegoria.core.journal.models import Checkpoint, Entry
from isegoria.core.journal.problems import JournalProblem
from isegoria.core.journal.publishing import MAX_ENTRIES, number_pending, publish
from isegoria.core.journal.sealing import seal_batches
from isegoria.core.journal.tree import last_checkpoint

logger = logging.getLogger(__name__)

INTERVAL = 0.5
"""Seconds between two looks at the pending entries: an entry is signed within a second."""
SEAL_EVERY = 20
"""Acts are sealed once in so many intervals: every ten seconds."""
AFTER_A_PROBLEM = 5.0
"""Seconds before trying again when the database or the key was not there."""


def sequence_once(*, seal: bool = True) -> Checkpoint | None:
    """Seal the acts, number what is pending, sign. Returns the new checkpoint, None if nothing was
    new.

    Safe to call from anywhere, at the same time as a running sequencer. The first call opens epoch
    1. Raises :class:`~isegoria.core.journal.problems.JournalProblem`; nothing was signed then.
    """
    if seal:
        seal_batches()
    newest = None
    while True:
        if current_epoch() is not None and not Entry.objects.filter(number__isnull=True).exists():
            return newest
        with exclusively():
            epoch = current_epoch()
            if epoch is None:
                newest = last_checkpoint(open_epoch().pk)
                continue
            taken = number_pending(epoch)
            newest = publish(epoch) or newest
        if taken < MAX_ENTRIES:
            return newest


def run(stop: threading.Event, interval: float = INTERVAL) -> None:
    """Sequence until ``stop`` is set. A second sequencer says so in the log, stands by, and takes
    over.

    Never ends on a problem: it says it once, in a sentence, and tries again; entries wait
    meanwhile.
    """
    leadership = Leadership()
    told = ""
    passes = 0
    while not stop.is_set():
        pause = interval
        try:
            if leadership.acquire():
                sequence_once(seal=passes % SEAL_EVERY == 0)
                passes += 1
                news = ""
            else:
                news = "Another sequencer is at work: this one stands by."
        except (Error, OSError, JournalProblem) as problem:
            news = f"The journal waits: {problem}"
            pause = max(interval, AFTER_A_PROBLEM)
            connection.close()
        if news and news != told:
            logger.warning(news)
        told = news
        stop.wait(pause)
    leadership.release()
    connection.close()
