"""Two pages: the list and the form."""

from django.urls import include, path

from tests.plain import views

_plain = [
    path("<slug:slug>/<slug:activity>/", views.text_list, name="list"),
    path("<slug:slug>/<slug:activity>/write/", views.write, name="write"),
]

urlpatterns = [path("plain/", include((_plain, "plain")))]
