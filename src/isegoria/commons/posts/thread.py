"""The whole thread of provenance: every text that a text rests on, whatever the number of links between."""

from django.db.models.expressions import RawSQL

_SOURCES = """
WITH RECURSIVE behind(id) AS (
    SELECT origin_id FROM posts_source WHERE post_id = %s
    UNION
    SELECT source.origin_id FROM posts_source source JOIN behind ON source.post_id = behind.id
)
SELECT id FROM behind
"""
"""UNION drops what was found already, so that a ring of links ends too."""


def sources_of(pk: int) -> RawSQL:
    """The keys of every text that the post ``pk`` rests on, near and far, for ``pk__in``."""
    return RawSQL(_SOURCES, (pk,))  # noqa: S611 - a constant statement, whose one value is a parameter
