"""The menu of one's own account, for the templates of pages that allauth's views make."""

import json

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.identity import provider_name
from isegoria.core.texts import Text
from isegoria.core.ui.context import Link

register = template.Library()

MENU: tuple[tuple[Text, str], ...] = (
    (_("Name shown"), "account_home"),
    (_("E-mail addresses"), "account_email"),
    (_("Password"), "account_password"),
    (_("Second proof"), "mfa_index"),
    (_("Connected identity"), "account_identities"),
    (_("How you were checked"), "people:checks"),
    (_("Your devices"), "usersessions_list"),
    (_("Programs"), "tokens:list"),
    (_("Your data"), "owndata:home"),
)


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> tuple[Link, ...]:
    """The pages of the account that this installation has."""
    request: HttpRequest = context["request"]
    absent = {
        "account_password": not settings.PASSWORDS,
        "account_identities": not provider_name(),
    }
    return tuple(
        Link(label, url, _is_in(request.path, url, route))
        for label, route in MENU
        if not absent.get(route) and (url := reverse(route))
    )


def _is_in(path: str, url: str, route: str) -> bool:
    return path == url if route == "account_home" else path.startswith(url)


@register.filter
def as_json(value: object) -> str:
    """A value for a script to read in a data attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
