"""Parts of pages that are pure functions of what they show, rendered once for as long as that is the same.

A fragment is a template and its frozen view models, in one language: nothing else reaches it, neither the
request nor the rest of the page. So whatever made it is what it shows, and there is nothing to invalidate:
another text, another number, another minute is another fragment. A field is always safe HTML or never: a text
and its safe twin are equal, and would be one fragment. Templates ask for one with
``{% fragment "ui/strip.html" strip=process.strip %}``.

Two things of the request alone may stand in a fragment, as holes that are filled each time: the token of a
form (``{% csrf_token %}``) and the address of the page (``{{ here }}``). What stands there while it is kept
is drawn by lot by each process, so that no text of anybody can be taken for a hole.
"""

from functools import lru_cache
from secrets import token_hex

from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

KEPT = 4_000
_TOKEN, _HERE = f"token-{token_hex(16)}", f"here-{token_hex(16)}"


@lru_cache(KEPT)
def rendered(
    template: str,
    language: str | None,  # noqa: ARG001 - it tells two fragments apart
    models: tuple[tuple[str, object], ...],
) -> SafeString:
    """``template`` with ``models`` (name and hashable value), in ``language``, which is active.

    Raises TypeError for a model that cannot be hashed: a fragment takes frozen ones alone.
    """
    shown = {"csrf_token": _TOKEN, "here": _HERE, **dict(models)}
    return mark_safe(get_template(template).render(shown))  # noqa: S308 - a template escapes


def filled(fragment: SafeString, context: Context) -> SafeString:
    """``fragment`` with its holes filled for the page that shows it; a fragment in a fragment keeps them."""
    if "request" not in context:
        return fragment
    whole: str = fragment
    if _TOKEN in whole:
        whole = whole.replace(_TOKEN, escape(context["csrf_token"]))
    if _HERE in whole:
        whole = whole.replace(_HERE, escape(context["request"].get_full_path()))
    return mark_safe(whole)  # noqa: S308 - what fills the holes is escaped
