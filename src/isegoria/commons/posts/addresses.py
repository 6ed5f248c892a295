"""Where a post is read: one permanent address, whatever becomes of it."""

from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from isegoria.commons.posts.models import Post
from isegoria.core import registry


def address_of(post: Post) -> str:
    """The page of a post; a comment is read on the page of what it answers. ``parent`` must be loaded."""
    if post.parent is not None:
        return f"{address_of_text(post.parent)}#{anchor(post)}"
    return address_of_text(post)


def address_of_text(post: Post) -> str:
    """The page of a post that is no comment."""
    kind = registry.post_kinds().get(post.kind)
    if kind is not None and kind.address is not None:
        return kind.address(post)
    return address_at("posts:page", post.ref)


def address_at(route: str, ref: UUID) -> str:
    """The address of a route whose one argument is the reference of a post. A list has forty of them."""
    return str(ref).join(_around(route, get_language()))


@cache
def _around(route: str, _language: str | None) -> list[str]:
    """What stands before and after the reference, in the language of the page."""
    nobody = UUID(int=0)
    return reverse(route, args=[nobody]).split(str(nobody))


def anchor(post: Post) -> str:
    """The name of a comment inside the page it stands on."""
    return f"c-{post.ref}"
