"""The addresses of the site itself."""

from django.urls import path

from isegoria.site import views

urlpatterns = [path("", views.home, name="home")]
