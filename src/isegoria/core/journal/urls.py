"""The addresses of the journal."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.core.journal import views

_journal = [
    path("", views.index, name="index"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("public-journal.zip", views.copy, name="copy"),
    path("isegoria_verify.py", views.checker, name="checker"),
    path("<int:epoch>/<int:number>/", views.entry, name="entry"),
]

urlpatterns = [path(_("journal/"), include((_journal, "journal")))]
