"""The latest texts of an activity as an Atom feed, without the names of people: readers keep copies."""

from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import author_of, title_of
from isegoria.commons.posts.models import LISTED, Post
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.posts.queries import activity_by_slugs, address_of_activity
from isegoria.commons.processes.models import Activity
from isegoria.core.feeds.atom import Entry, Feed
from isegoria.core.feeds.views import feed_view
from isegoria.core.texts import pick
from isegoria.core.ui.markdown import plain

LATEST = 50


def _latest(activity: Activity) -> Feed:
    posts = (
        Post.objects.filter(activity=activity, shown=True, parent=None)
        .select_related("author", "body", "parent")
        .order_by(*LISTED["recent"])[:LATEST]
    )
    return Feed(
        ref=activity.ref,
        title=f"{pick(activity.title)} – {pick(activity.process.title)}",
        address=address_of_activity(activity),
        entries=[
            Entry(
                ref=post.ref,
                title=title_of(post),
                address=address_of(post),
                updated=post.edited_at or post.published_at or post.created_at,
                published=post.published_at,
                summary=plain(post.text),
                author=author_of(post).name if post.body else "",
            )
            for post in posts
        ],
    )


POSTS_FEED = feed_view(LIST_POSTS, _latest, load=activity_by_slugs)
