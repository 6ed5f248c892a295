"""Reading the files of an import: every problem of every line, and nothing written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from typing import BinaryIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.capabilities.consultation.import_files import LIMITS, posts_schema
from isegoria.capabilities.consultation.import_report import Line, Reading
from isegoria.capabilities.consultation.import_votes import Counts, Told, read_votes
from isegoria.commons.posts.models import Revision
from isegoria.commons.posts.rules import problems_of_text, problems_of_title, tidy, tidy_line
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import registry
from isegoria.core.post_kinds import PostKind, Titles
from isegoria.kernel.tabular import Row, open_table
from isegoria.kernel.tabular.names import fold

LONGEST_PLACE = 120
TITLE_FROM_TEXT = 80
"""The characters of a title made of the first words, where a text came without one."""
EVERY = 5_000
"""Lines between two signs of progress."""


def read_files(
    activity: Activity,
    posts: BinaryIO,
    stances: BinaryIO | None = None,
    *,
    agree: int | None = None,
    told: Told = lambda _count: None,
) -> Reading:
    """Read a file of texts and one of positions for ``activity``, loaded with its process.

    ``agree`` is the number that means "agree" where positions are numbers: 1 or −1 (None: the counts of
    the file of texts decide, and without them the file is refused). ``told`` hears how many lines were
    read.
    """
    reading = Reading()
    counts = _read_posts(reading, activity, posts, told)
    if stances is not None:
        read_votes(reading, stances, counts, agree, told)
    reading.digests = (_digest(posts), _digest(stances) if stances else "")
    reading.close()
    return reading


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    return file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def importable(activity: Activity) -> tuple[PostKind, ...]:
    """The kinds of text that can be imported into an activity: those that programs may publish. A measure
    comes from its panel and an answer from the authority, with their sources: never from a file."""
    for component in registry.components():
        if component.name == activity.capability:
            return tuple(kind.within(activity) for kind in component.post_kinds if kind.by_program)
    return ()


@dataclass(frozen=True, slots=True)
class _Here:
    """What a line of a file of texts is held against: ``kinds`` and ``themes`` by each of their folded
    names, and the texts that an earlier import brought, by reference, with their first words."""

    default: PostKind
    kinds: Mapping[str, PostKind]
    themes: Mapping[str, Theme]
    known: Mapping[str, tuple[int, str]]


def _here(activity: Activity) -> _Here:
    """Two statements."""
    kinds = importable(activity)
    revisions = Revision.objects.filter(number=1, post__imported__activity=activity)
    return _Here(
        default=kinds[0],
        kinds={
            fold(name): kind
            for kind in kinds
            for name in (kind.code.rpartition(".")[2], str(kind.label))
        },
        themes={
            fold(name): theme
            for theme in Theme.objects.filter(process=activity.process_id)
            for name in (theme.slug, *theme.title.values())
        },
        known={
            reference: (post, text)
            for reference, post, text in revisions.values_list(
                "post__imported__reference", "post", "text"
            ).iterator()
        },
    )


def _read_posts(reading: Reading, activity: Activity, stream: BinaryIO, told: Told) -> Counts:
    """The texts; the counts that the file gives of the positions on each, as far as it does."""
    here = _here(activity)
    counts: Counts = {}
    refused = untitled = 0
    reader = open_table(stream, posts_schema(settings.LANGUAGE_CODE), limits=LIMITS, guarded=True)
    for number, row in enumerate(reader, start=1):
        if number % EVERY == 0:
            told(EVERY)
        counts[row["id"]] = row["agrees"], row["disagrees"]
        if (row["moderated"] or 0) < 0:
            refused += 1
            continue
        line = _line(row, here)
        untitled += line.kind.titles is Titles.REQUIRED and not tidy_line(row["title"])
        for problem in _problems(row, line, here):
            reading.wrong(_("Texts"), row.line, problem)
        reading.lines.append(line)
    reading.tell(_("Texts"), reader.problems)
    if refused:
        reading.notes.append(
            ngettext(
                "%(count)s text was refused by the moderators of the other site: it stays there.",
                "%(count)s texts were refused by the moderators of the other site: they stay there.",
                refused,
            )
            % {"count": refused}
        )
    if untitled:
        reading.notes.append(
            ngettext(
                "%(count)s text has no title: its first words make one.",
                "%(count)s texts have no title: their first words make one.",
                untitled,
            )
            % {"count": untitled}
        )
    return counts


def _line(row: Row, here: _Here) -> Line:
    """A row as it would be published."""
    kind = here.kinds.get(fold(row["kind"]), here.default)
    title, text = tidy_line(row["title"]), tidy(row["text"])
    if kind.titles is Titles.NONE and title:
        title, text = "", f"{title}\n\n{text}"
    if kind.titles is Titles.REQUIRED and not title:
        title = _first_words(text)
    return Line(
        line=row.line,
        reference=row["id"],
        kind=kind,
        title=title,
        text=text,
        language=row["language"] or settings.LANGUAGE_CODE,
        theme=here.themes.get(fold(row["theme"])),
        place=tidy_line(row["place"]),
        author=row["author"],
        at=row["at"],
        post=here.known.get(row["id"], (None, ""))[0],
    )


def _problems(row: Row, line: Line, here: _Here) -> Iterator[str | Promise]:
    """Why a row cannot be published here."""
    if row["kind"] and fold(row["kind"]) not in here.kinds:
        yield _("There is no such kind of text here: “%(kind)s”.") % {"kind": row["kind"][:40]}
    if row["theme"] and line.theme is None:
        yield _("This process has no theme “%(theme)s”. Add it first.") % {
            "theme": row["theme"][:40]
        }
    if line.language not in dict(settings.LANGUAGES):
        yield _("“%(language)s” is not a language of this site.") % {"language": line.language[:40]}
    if len(line.place) > LONGEST_PLACE:
        yield _("The place is longer than %(most)s characters.") % {"most": LONGEST_PLACE}
    yield from problems_of_title(line.kind, line.title, complete=True)
    yield from problems_of_text(line.kind, line.text, complete=True)
    if line.post is not None and here.known[line.reference][1] != line.text:
        yield _("“%(id)s” was imported already, with another text.") % {"id": line.reference}


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= TITLE_FROM_TEXT:
        return words
    cut = words[: TITLE_FROM_TEXT - 2]
    return f"{cut.rpartition(' ')[0] or cut} …"
