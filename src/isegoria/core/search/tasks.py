"""The rebuilding of the index, as a run that shows its progress."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.search.query import all_sources
from isegoria.core.search.rebuild import rebuild
from isegoria.core.tasks.background import background
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.progress import Progress


@background(label=_("Rebuilding the search index"), queue=Queue.BULK)
def rebuild_index(progress: Progress, *, sources: list[str] | None = None) -> None:
    """Rebuild the sources of these names, or everything."""
    among = None
    if sources is not None:
        among = [source for source in all_sources() if source.name in sources]
    rebuild(among, progress=progress)
