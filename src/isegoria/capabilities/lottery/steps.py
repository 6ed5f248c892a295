"""What the kernel says of its work, as a bar and a sentence."""

import threading

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.core.tasks.progress import Progress

WHOLE = 1_000
SPANS: dict[str, tuple[int, int, Promise]] = {
    "bound": (0, 100, _("Finding the fairest chances")),
    "panels": (100, 850, _("Finding panels that give them")),
    "chances": (850, 880, _("Balancing the panels")),
    "list": (880, 930, _("Writing the numbered list")),
    "repair": (930, 960, _("Checking everybody’s place on it")),
    "writing the record": (960, 980, _("Writing the record and its proofs")),
}
"""From where to where of the whole each step of the kernel leads."""
REST = (0, 850, _("Looking further"))


class Steps:
    """A :class:`isegoria.kernel.lottery.progress.Progress` on a background run. It never goes back."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._thread = threading.get_ident()
        progress.start(WHOLE, step=str(SPANS["bound"][2]))

    def step(self, name: str, done: int, total: int) -> None:
        """Show the step; the helpers of the solver, in threads of their own, are not shown."""
        if threading.get_ident() != self._thread:
            return
        begin, end, words = SPANS.get(name, REST)
        at = begin + (end - begin) * min(done, total) // max(total, 1)
        self._progress.advance(max(0, at - self._progress.done), step=str(words))
