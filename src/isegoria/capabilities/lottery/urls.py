"""The addresses of a draw."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import organiser_views, views

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
]
_lottery: list[URLPattern | URLResolver] = [
    path(_("draws/<uuid:ref>/"), views.by_ref, name="by-ref"),
    path(_("draws/<slug:slug>/<slug:activity>/"), include(_of_draw)),
]

urlpatterns = [path("", include((_lottery, "lottery")))]
