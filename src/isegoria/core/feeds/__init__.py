"""Atom feeds (RFC 4287): lasting ids, exact dates, and a policy like every other route.

::

    def _entries(process: Process) -> Iterator[Entry]:
        for post in published(process)[:50]:
            yield Entry(ref=post.ref, title=post.title, address=post.url, updated=post.updated_at)

    feed = feed_view(
        READ_PROCESS,
        lambda process: Feed(ref=process.ref, title=process.title, address=process.url,
                             entries=_entries(process)),
        load=process_by_slug,
    )
"""

from isegoria.core.feeds.atom import Entry, Feed, written
from isegoria.core.feeds.views import feed_view

__all__ = ["Entry", "Feed", "feed_view", "written"]
