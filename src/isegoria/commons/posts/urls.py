"""The addresses of posts. That of a text never changes: it is made of its reference."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts import act_views, thread_views, views
from isegoria.commons.posts.exports import POSTS_EXPORT
from isegoria.commons.posts.feeds import POSTS_FEED
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.exports.views import export_urls

_posts = [
    path(_("contributions/<uuid:ref>/"), views.post_view, name="page"),
    path(_("contributions/<uuid:ref>/edit/"), views.edit, name="edit"),
    path(_("contributions/<uuid:ref>/versions/"), views.post_history, name="history"),
    path(_("contributions/<uuid:ref>/withdraw/"), views.withdraw, name="withdraw"),
    path(_("contributions/<uuid:ref>/discard/"), views.discard, name="discard"),
    path(_("contributions/<uuid:ref>/journal/"), views.journal, name="journal"),
    path(_("contributions/<uuid:ref>/thread/"), thread_views.thread, name="thread"),
    path(_("contributions/<uuid:ref>/thread.json"), thread_views.thread_json, name="thread-json"),
    path(_("contributions/<uuid:ref>/comment/"), act_views.comment, name="comment"),
    path(_("contributions/<uuid:ref>/position/"), act_views.stance, name="stance"),
    path(_("contributions/<uuid:ref>/follow/"), act_views.follow, name="follow"),
    path(_("contributions/<uuid:ref>/images/<uuid:picture>/"), views.picture, name="picture"),
    path(
        _("contributions/<uuid:ref>/images/<uuid:picture>/small/"),
        views.small_picture,
        name="small-picture",
    ),
    path(_("contributions/images/<uuid:ref>/"), views.sent_picture, name="sent-picture"),
    path(_("my-contributions/"), views.mine, name="mine"),
    path(_("followed/<uuid:ref>/"), act_views.followed_process, name="followed-process"),
    path(_("processes/<slug:slug>/follow/"), act_views.follow_process, name="follow-process"),
    path(_("processes/<slug:slug>/<slug:activity>/posts.atom"), POSTS_FEED, name="feed"),
    *export_urls(POSTS_EXPORT, "contributions/<slug:slug>", load=process_by_slug),
]

urlpatterns = [path("", include((_posts, "posts")))]
