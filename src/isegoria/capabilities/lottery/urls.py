"""The addresses of a draw."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import (
    draw_views,
    organiser_views,
    record_views,
    seat_urls,
    views,
)

_of_draw: list[URLPattern | URLResolver] = [
    path("", views.call, name="call"),
    path(_("volunteer/"), views.volunteer, name="volunteer"),
    path(_("my-place/"), views.mine, name="mine"),
    path(_("my-place/withdraw/"), views.withdraw, name="withdraw"),
    path("slip.json", views.slip, name="slip"),
    path(_("set-up/"), organiser_views.setup, name="setup"),
    path(_("set-up/panel/"), organiser_views.terms, name="terms"),
    path(_("set-up/ready-made/"), organiser_views.presets, name="presets"),
    path(_("set-up/questions/"), organiser_views.add_feature, name="add-feature"),
    path(_("set-up/questions/<int:pk>/"), organiser_views.change_feature, name="feature"),
    path(
        _("set-up/questions/<int:pk>/remove/"),
        organiser_views.remove_feature,
        name="remove-feature",
    ),
    path(_("set-up/quotas/"), organiser_views.quotas, name="quotas"),
    path(_("set-up/quotas/propose/"), organiser_views.propose, name="propose"),
    path(_("set-up/quotas/relax/"), organiser_views.relax, name="relax"),
    path(_("set-up/file/"), organiser_views.import_file, name="import"),
    path(_("set-up/entries/<int:pk>/"), organiser_views.place, name="place"),
    path(_("set-up/freeze/"), organiser_views.freeze, name="freeze"),
    *seat_urls.OF_DRAW,
    path(_("list/prepare/"), record_views.prepare, name="prepare"),
    path(_("list/"), record_views.record, name="record"),
    path("archive.zip", record_views.public_archive, name="archive"),
    path("complete.zip", record_views.complete_archive, name="complete"),
    path("record.pdf", record_views.minutes, name="minutes"),
    path(_("draw/"), draw_views.draw, name="draw"),
    path(_("draw/desk/"), draw_views.desk, name="desk"),
    path(_("draw/desk/enter/"), draw_views.enter, name="enter"),
    path(_("draw/desk/take-back/"), draw_views.take_back, name="take-back"),
    path(_("draw/desk/dispute/"), draw_views.dispute, name="dispute"),
    path(_("draw/desk/confirm/"), draw_views.confirm, name="confirm"),
    path(_("rehearsal/"), draw_views.rehearsal, name="rehearsal"),
    path(_("rehearsal/digit/"), draw_views.rehearse, name="rehearse"),
    path("rehearsal.pdf", draw_views.rehearsed, name="rehearsed"),
]
_lottery: list[URLPattern | URLResolver] = [
    *seat_urls.OF_SITE,
    path(_("draws/<uuid:ref>/"), views.by_ref, name="by-ref"),
    path(_("draws/<slug:slug>/<slug:activity>/"), include(_of_draw)),
]

urlpatterns = [path("", include((_lottery, "lottery")))]
