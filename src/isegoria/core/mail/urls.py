"""The addresses of e-mails that leave."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from isegoria.core.mail import views

_mail = [
    path(_("demonstration/"), views.demonstration_mail, name="demonstration"),
    path("", views.queue, name="queue"),
    path("<uuid:ref>/", views.send_again, name="send-again"),
]

urlpatterns = [path(_("e-mails/"), include((_mail, "mail")))]
