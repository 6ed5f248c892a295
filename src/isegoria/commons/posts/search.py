"""How posts are found: by their words, in the language they are written in."""

from collections.abc import Iterable
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import kind_label, title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.core.search.source import Document, Found, SearchSource
from isegoria.core.ui.markdown import plain
from isegoria.kernel.text import Language


def _document(post: Post) -> Document | None:
    if not post.shown or post.published_at is None:
        return None
    return Document(
        title=post.title,
        body=post.text,
        language=cast("Language", post.language),
        updated_at=post.edited_at or post.published_at,
    )


def _found(posts: QuerySet[Post]) -> Iterable[Found]:
    for post in posts.select_related("parent"):
        answered = post.parent
        yield Found(
            pk=post.pk,
            title=title_of(post),
            text=plain(post.text),
            url=address_of(post),
            language=cast("Language", post.language),
            kind=kind_label(post),
            about=title_of(answered) if answered else "",
            about_language=answered.language if answered else "",
        )


POST_SEARCH = SearchSource(
    name="posts",
    label=_("Contributions"),
    model=Post,
    document=_document,
    policy=READ_POST,
    result=_found,
)
