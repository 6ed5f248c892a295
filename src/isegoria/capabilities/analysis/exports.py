"""The results of an activity, and its texts with their groups, as tables."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.analysis.models import Analysis, Seat
from isegoria.capabilities.analysis.policies import SEE_GROUPS, TAKE_RESULTS
from isegoria.capabilities.analysis.rules import text_kinds
from isegoria.commons.posts.exports import oldest_first
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity
from isegoria.core.exports.declare import Export, ExportColumn, Kind
from isegoria.core.exports.rows import chunked
from isegoria.kernel.opinion.mapping import LETTERS

_POSITIONS = (("agree", _("Agree")), ("neutral", _("Neutral")), ("disagree", _("Disagree")))


def _results(activity: Activity) -> Iterator[dict[str, Any]]:
    """The lines of the texts that everybody still sees."""
    posts = Post.objects.filter(activity=activity, shown=True)
    titles = {str(ref): title for ref, title in posts.values_list("ref", "title").iterator()}
    for row in Analysis.objects.values_list("table", flat=True).get(activity=activity):
        if row["post"] in titles:
            yield {**row, "title": titles[row["post"]]}


def _in_group(group: int, position: int) -> Callable[[dict[str, Any]], int | None]:
    """How many of a group took a position; None where there is no such group, or a small one."""

    def read(row: dict[str, Any]) -> int | None:
        counts = row["groups"][group] if group < len(row["groups"]) else None
        return counts[position] if counts else None

    return read


RESULTS_EXPORT = Export(
    name="opinion",
    label=_("Opinion map: the texts"),
    description=_(
        "Who agrees with what, in all and in each group of the opinion map, when the map was last drawn."
        " Groups of fewer than five people have no figures."
    ),
    columns=(
        ExportColumn(
            "ref",
            _("Reference"),
            Kind.TEXT,
            _("Lasting reference of the text"),
            lambda r: r["post"],
        ),
        ExportColumn("title", _("Title"), Kind.TEXT),
        *(
            ExportColumn(name, label, Kind.INTEGER, _("People, in all"))
            for name, label in _POSITIONS
        ),
        ExportColumn(
            "consensus",
            _("Agreement of all groups"),
            Kind.DECIMAL,
            _("Product over groups of the probability of agreeing, from 0 to 1"),
        ),
        ExportColumn(
            "refusal",
            _("Disagreement of all groups"),
            Kind.DECIMAL,
            _("Product over groups of the probability of disagreeing, from 0 to 1"),
        ),
        ExportColumn(
            "division",
            _("Division"),
            Kind.DECIMAL,
            _("Largest probability, over two groups, that one agrees and the other disagrees"),
        ),
        ExportColumn(
            "extremity",
            _("Extremity"),
            Kind.DECIMAL,
            _("How far from the middle of the map agreeing with this text alone puts somebody"),
        ),
        *(
            ExportColumn(
                f"group_{letter.lower()}_{name}",
                format_lazy("{}, {}", letter, label),
                Kind.INTEGER,
                _(
                    "People of this group of the map; empty when there is no such group, or a small one"
                ),
                _in_group(group, position),
            )
            for group, letter in enumerate(LETTERS)
            for position, (name, label) in enumerate(_POSITIONS)
        ),
    ),
    rows=_results,
    policy=TAKE_RESULTS,
)


def _texts(activity: Activity) -> Iterator[Post]:
    texts = Post.objects.select_related("seat__idea", "seat__nearest", "seat__copy_of")
    for kind in sorted(text_kinds(activity.capability)):
        yield from chunked(oldest_first(texts, activity.pk, kind))


def _seated(read: Callable[[Seat], Any]) -> Callable[[Post], Any]:
    """What is read of the seat of a text; None when it is not grouped."""

    def value(post: Post) -> Any:
        seat = getattr(post, "seat", None)
        return None if seat is None else read(seat)

    return value


GROUPS_EXPORT = Export(
    name="text-groups",
    label=_("Texts that look alike"),
    description=_(
        "Each text with the group where it stands, and why. Empty when it is not grouped."
    ),
    columns=(
        ExportColumn("ref", _("Reference"), Kind.UUID, _("Lasting reference of the text")),
        ExportColumn("title", _("Title"), Kind.TEXT),
        ExportColumn("text", _("Text"), Kind.TEXT, _("As its author wrote it, in Markdown")),
        ExportColumn(
            "theme", _("Subject"), Kind.INTEGER, "", _seated(lambda seat: seat.idea.theme)
        ),
        ExportColumn("idea", _("Group"), Kind.INTEGER, "", _seated(lambda seat: seat.idea.number)),
        ExportColumn(
            "name",
            _("Name of the group"),
            Kind.TEXT,
            _("The one that the team gave, else its distinctive words"),
            _seated(lambda seat: seat.idea.name or " ".join(seat.idea.words)),
        ),
        ExportColumn(
            "kept", _("Kept by the team"), Kind.BOOLEAN, "", _seated(lambda seat: seat.idea.kept)
        ),
        ExportColumn(
            "likeness",
            _("Likeness"),
            Kind.INTEGER,
            _("To the other texts of the group, in thousandths"),
            _seated(lambda seat: seat.likeness),
        ),
        ExportColumn(
            "words",
            _("Because of these words"),
            Kind.TEXT,
            "",
            _seated(lambda seat: " ".join(seat.words)),
        ),
        ExportColumn(
            "nearest",
            _("Nearest text"),
            Kind.UUID,
            "",
            _seated(lambda seat: seat.nearest and seat.nearest.ref),
        ),
        ExportColumn(
            "copy_of",
            _("Copy of"),
            Kind.UUID,
            "",
            _seated(lambda seat: seat.copy_of and seat.copy_of.ref),
        ),
    ),
    rows=_texts,
    policy=SEE_GROUPS,
)
