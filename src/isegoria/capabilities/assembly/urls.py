"""The addresses of ideas, mandates and wishes."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly import mandate_views, views

_assembly = [
    path(_("ideas/<slug:slug>/<slug:activity>/"), views.ideas, name="ideas"),
    path(_("ideas/<slug:slug>/<slug:activity>/group/"), views.gather, name="gather"),
    path(
        _("ideas/<slug:slug>/<slug:activity>/put-to-vote/"),
        mandate_views.put_to_vote,
        name="put-to-vote",
    ),
    path(_("mandate/<uuid:ref>/"), mandate_views.text, name="text"),
    path(_("mandate/<uuid:ref>/close/"), mandate_views.close_vote, name="close-vote"),
    path(_("idea/<uuid:ref>/"), views.idea, name="idea"),
    path(_("idea/<uuid:ref>/grade/"), views.grade, name="grade"),
    path(_("idea/<uuid:ref>/change/"), views.word, name="word"),
    path(_("idea/<uuid:ref>/take-out/"), views.take_out, name="take-out"),
]

urlpatterns = [path("", include((_assembly, "assembly")))]
