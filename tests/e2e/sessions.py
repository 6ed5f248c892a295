"""Coming in by the session of an account, where the way in is not what is tested."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from isegoria.commons.people.models import Account


def come_in(page: Page, site: str, account: Account) -> None:
    """Give the browser of ``page`` a session of ``account`` on ``site``."""
    client = Client()
    client.force_login(account)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": site,
            }
        ]
    )
