"""Handing a text over to the authority: whoever follows what becomes of it hears of it."""

from isegoria.commons.posts.models import Post
from isegoria.core import registry
from isegoria.core.actor import Actor


def hand_over(post: Post, actor: Actor) -> None:
    """Tell every room that ``post`` was handed over, in the transaction of the service that does it.

    Raises ValueError when nothing is owed to texts of its kind.
    """
    if not registry.post_kinds()[post.kind].answerable:
        raise ValueError(f"nobody owes an answer to a {post.kind}")
    for component in registry.components():
        if component.handed_over is not None:
            component.handed_over(post, actor)
