"""Where a post is read: one permanent address, whatever becomes of it."""

from django.urls import reverse

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
    return reverse("posts:page", args=[post.ref])


def anchor(post: Post) -> str:
    """The name of a comment inside the page it stands on."""
    return f"c-{post.ref}"
