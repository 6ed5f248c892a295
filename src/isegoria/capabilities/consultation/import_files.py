"""What a file to import may look like: ours, and those of Pol.is, Decidim and Cap Collectif."""

from datetime import UTC, date, datetime, time
from functools import cache

from isegoria.capabilities.consultation.import_models import LONGEST_REFERENCE
from isegoria.kernel.tabular import Column, Limits, Parser, Schema, integer, text
from isegoria.kernel.tabular.names import fold
from isegoria.kernel.tabular.parsers import UnfitError

LIMITS = Limits(octets=4_000_000_000, rows=20_000_000, record=4_000_000, kind=1_000)
"""A country's campaign, and a thousand lines told per kind of problem."""
MILLISECONDS = 10
"""The digits of a count of seconds since 1970; longer ones count milliseconds."""
_WORDS = {
    1: ("agree", "for", "yes", "oui", "pour", "d’accord", "favorable", "ok", "👍"),
    0: ("neutral", "pass", "mitige", "neutre", "abstention", "mixed"),
    -1: ("disagree", "against", "no", "nok", "non", "contre", "pas d’accord", "défavorable"),
}
_POSITIONS = {fold(word): (value, False) for value, words in _WORDS.items() for word in words} | {
    sign: (int(sign), True)
    for sign in ("1", "+1", "0", "-1", "1.0", "0.0", "-1.0")
    if "." not in sign
}


def _moment(cell: str) -> datetime:
    """An instant with its zone, a day, or the seconds or milliseconds since 1970."""
    try:
        if cell.isdecimal():
            seconds = int(cell) / (1 if len(cell) <= MILLISECONDS else 1000)
            return datetime.fromtimestamp(seconds, UTC)
        if len(cell) == len("2026-03-31"):
            return datetime.combine(date.fromisoformat(cell), time(12), UTC)
        found = datetime.fromisoformat(cell.replace(" UTC", "Z").replace(" +", "+"))
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise UnfitError("not_instant")


def _position(cell: str) -> tuple[int, bool]:
    """A position, and whether it was written as a number, of which files disagree on the sign."""
    known = _POSITIONS.get(cell) or _POSITIONS.get(fold(cell))
    if known is None:
        raise UnfitError("not_choice", choices="agree, neutral, disagree, 1, 0, -1")
    return known


_REFERENCE = text(max_length=LONGEST_REFERENCE)
_AUTHOR = ("author-id", "author/id", "author_id", "authorId", "contributions_author_id", "auteur")


@cache
def posts_schema(language: str) -> Schema:
    """The columns of the texts; those of Decidim say in which language each is."""
    return Schema(
        (
            Column(
                "id",
                _REFERENCE,
                ("comment-id", "contributions_id", "proposal_id", "identifiant"),
                required=True,
                unique=True,
            ),
            Column(
                "text",
                text(),
                (
                    "comment-body",
                    "body",
                    f"body/{language}",
                    "contributions_bodyText",
                    "proposal_description",
                    "texte",
                ),
                required=True,
            ),
            Column(
                "title",
                text(),
                (f"title/{language}", "contributions_title", "titre", "proposal_title"),
            ),
            Column("author", _REFERENCE, _AUTHOR),
            Column("kind", text(), ("genre",)),
            Column(
                "theme",
                text(),
                ("thème", "thématique", "category", "theme_title", "contributions_section_title"),
            ),
            Column("place", text(), ("lieu", "address", "adresse")),
            Column("language", text(), ("langue", "lang")),
            Column(
                "at",
                Parser("instant", _moment),
                ("timestamp", "published_at", "publishedAt", "contributions_createdAt", "date"),
            ),
            Column("agrees", integer(low=0), ("contributions_votesCountOk",)),
            Column("disagrees", integer(low=0), ("contributions_votesCountNok",)),
            Column("moderated", integer()),
        )
    )


STANCES = Schema(
    (
        Column(
            "post",
            _REFERENCE,
            ("comment-id", "contribution", "contributions_votes_related_id", "post id"),
            required=True,
        ),
        Column(
            "person",
            _REFERENCE,
            ("voter-id", "author_id", "contributions_votes_author_id", "personne"),
            required=True,
        ),
        Column(
            "value",
            Parser("position", _position),
            ("vote", "position", "stance", "contributions_votes_value"),
            required=True,
        ),
        Column("at", Parser("instant", _moment), ("timestamp", "date", "created_at")),
    )
)
