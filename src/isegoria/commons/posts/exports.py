"""Posts as open data: what everybody can read, without who wrote it.

No name leaves with a file, nor anything by which two texts of one person could be brought together: a
file that was downloaded cannot be called back when somebody asks to be forgotten. Texts of bodies say
which body speaks.
"""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.models import Post
from isegoria.commons.posts.queries import public_posts
from isegoria.commons.posts.results import hidden_counts
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core import clock
from isegoria.core.exports.declare import Export, ExportColumn, Kind
from isegoria.core.exports.rows import chunked

_FIELDS = (
    *("ref", "kind", "activity__slug", "theme__slug", "body__slug", "parent__ref", "language"),
    *("place", "side", "title", "text", "published_at", "edited_at", "revision_count", "channel"),
    *("comment_count", "picture_count"),
)
_POSITIONS = ("agree", "neutral", "disagree")


def oldest_first[R](posts: QuerySet[Post, R], activity: int, kind: str) -> QuerySet[Post, R]:
    """Those of ``posts`` that are of one kind in one activity, in the order of their publication, which an
    index holds: nothing is sorted, so that a database reads a million of them in the memory of a few."""
    shelf = posts.filter(activity=activity, kind=kind, shown=True)
    return shelf.order_by("published_at", "pk")


def _posts(process: Process) -> Iterator[Any]:
    """One tuple per post, by activity and kind, oldest first; its counts are empty while not everybody may
    see them. One statement per activity and kind."""
    hidden = hidden_counts(process, clock.now())
    counts = {
        position: Case(When(hidden, then=None), default=f"{position}_count")
        for position in _POSITIONS
    }
    public = public_posts(process).annotate(**counts)
    posts = public.values_list(*_FIELDS, *_POSITIONS, named=True)
    shelves = Post.objects.filter(activity__process=process, shown=True)
    named = shelves.order_by("activity", "kind").values_list("activity", "kind").distinct()
    for activity, kind in list(named):
        yield from chunked(oldest_first(posts, activity, kind))


POSTS_EXPORT = Export(
    name="posts",
    label=_("Contributions"),
    description=_(
        "Everything that people and bodies published in a process and that can still be read, comments"
        " included, with the counts of positions. Without the names of people."
    ),
    columns=(
        ExportColumn("ref", _("Reference"), Kind.UUID, _("Lasting reference of the text")),
        ExportColumn("kind", _("Kind"), Kind.TEXT, _("Kind of text, as the site declares it")),
        ExportColumn(
            "activity",
            _("Activity"),
            Kind.TEXT,
            _("Name of the activity in the address of its page"),
            attrgetter("activity__slug"),
        ),
        ExportColumn(
            "theme",
            _("Theme"),
            Kind.TEXT,
            _("Name of the theme in the address of its page"),
            attrgetter("theme__slug"),
        ),
        ExportColumn(
            "body",
            _("Body"),
            Kind.TEXT,
            _("The body of the process that speaks; empty for a person"),
            attrgetter("body__slug"),
        ),
        ExportColumn(
            "comment_on",
            _("Comment on"),
            Kind.UUID,
            _("Reference of the text that a comment answers"),
            attrgetter("parent__ref"),
        ),
        ExportColumn("language", _("Language"), Kind.TEXT, _("Language of the text (ISO 639-1)")),
        ExportColumn("place", _("Place"), Kind.TEXT, _("Where the text is about")),
        ExportColumn(
            "side",
            _("For or against"),
            Kind.INTEGER,
            _("+1 where a comment argues for what it answers, −1 against, 0 where it does not say"),
        ),
        ExportColumn("title", _("Title"), Kind.TEXT),
        ExportColumn("text", _("Text"), Kind.TEXT, _("As its author wrote it, in Markdown")),
        ExportColumn("published_at", _("Published"), Kind.INSTANT),
        ExportColumn("edited_at", _("Changed"), Kind.INSTANT, _("Last change, if any")),
        ExportColumn("versions", _("Versions"), Kind.INTEGER, "", attrgetter("revision_count")),
        ExportColumn(
            "channel", _("How it came in"), Kind.TEXT, _("web, paper, desk, import or api")
        ),
        ExportColumn("agree", _("Agree"), Kind.INTEGER),
        ExportColumn("neutral", _("Neutral"), Kind.INTEGER),
        ExportColumn("disagree", _("Disagree"), Kind.INTEGER),
        ExportColumn("comments", _("Comments"), Kind.INTEGER, "", attrgetter("comment_count")),
        ExportColumn(
            "images",
            _("Images"),
            Kind.INTEGER,
            _("How many images the text has"),
            attrgetter("picture_count"),
        ),
    ),
    rows=_posts,
    policy=READ_PROCESS,
)
