"""Parts of pages that are pure functions of what they show, rendered once for as long as that is the same.

A fragment is a template and its frozen view models, in one language: nothing else reaches it, neither the
request nor the rest of the page. So whatever made it is what it shows, and there is nothing to invalidate:
another text, another number, another minute is another fragment. Templates ask for one with
``{% fragment "ui/strip.html" strip=process.strip %}``.
"""

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

KEPT = 2_000


@lru_cache(KEPT)
def rendered(
    template: str,
    language: str | None,  # noqa: ARG001 - it tells two fragments apart
    models: tuple[tuple[str, object], ...],
) -> SafeString:
    """``template`` with ``models`` (name and hashable value), in ``language``, which is active.

    Raises TypeError for a model that cannot be hashed: a fragment takes frozen ones alone.
    """
    return mark_safe(get_template(template).render(dict(models)))  # noqa: S308 - a template escapes
