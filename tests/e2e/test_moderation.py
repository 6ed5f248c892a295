"""A text is reported, hidden in public, appealed against and restored by somebody else; then the day is read
in one e-mail. In French, and in English without JavaScript."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.commons.moderation.tests.support import WHY, team_account
from isegoria.commons.notifications.digests import write_due
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import (
    account,
    citizen,
    comment,
    page_of,
    published,
    world,
)
from isegoria.core import clock
from isegoria.core.tasks.worker import drain
from tests.attacks import asking

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]

TITLE = "Un mot de trop"
WORDS = "Les loups de la fable sont tous des menteurs."
REWRITING = "Je ne crois pas un mot de ce que disent les loups."
APPEALED = "Je parle de la fable, de personne d’autre."
RESTORED = "Ce texte parle d’une fable."
LOGGED = ("Hidden", "Insults or threatens somebody", "the decision was overturned")
LANGUAGES = ("fr", pytest.param("en", marks=pytest.mark.any_database))


@dataclass
class Hall:
    """Who is there (two people who write, two who moderate), and what the two wrote."""

    author: Account
    reader: Account
    mona: Account
    olga: Account
    post: Post
    commented: Post


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """What everybody here reads, the test included."""
    with override(request.param):
        yield request.param


@pytest.fixture
def hall(live_site: str, settings: Any, language: str) -> Hall:
    """A process whose team shows a second proof, and whose e-mails can be read on the site."""
    settings.TEAM_SECOND_FACTOR, settings.DEMO, settings.SITE_URL = True, True, live_site
    place = world(now=clock.now())
    author, reader = account(), account("rita@exemple.test", "Rita")
    text = published(actor_for_user(reader), place, title="Des mares")
    comment(citizen("Basile"), text)
    hall = Hall(
        author=author,
        reader=reader,
        mona=team_account(place, "Mona"),
        olga=team_account(place, "Olga"),
        post=published(actor_for_user(author), place, title=TITLE, text=WORDS),
        commented=text,
    )
    Account.objects.update(language=language)
    return hall


def press(page: Page, message: str) -> None:
    """Press the button that says so."""
    page.get_by_role("main").get_by_role("button", name=gettext(message), exact=True).click()


def reads(page: Page, words: str) -> None:
    """The page says these words."""
    expect(page.locator("body")).to_contain_text(words)


def follow(page: Page, words: str) -> None:
    """Follow the first link that says so."""
    page.get_by_role("main").get_by_role("link", name=words).first.click()


@pytest.fixture
def opened(new_page: Callable[..., Page], language: str) -> Callable[[], Page]:
    """Opens a browser; scripts run in French only."""
    return lambda: new_page(java_script_enabled=language == "fr")


@pytest.fixture
def look(axe: Axe, language: str) -> Axe:
    """axe looks at each page in French: the other language has the same elements."""
    return axe if language == "fr" else lambda _page: None


@pytest.fixture
def visitor(opened: Callable[[], Page], live_site: str) -> Callable[..., Page]:
    """Opens the browser of somebody who is signed in."""

    def open_page(who: Account, *, second_factor: bool = False) -> Page:
        page = opened()
        cookie = asking.browser(who, second_factor=second_factor).cookies[site.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_site}])
        return page

    return open_page


def test_a_text_is_reported_hidden_appealed_against_and_restored(
    opened: Callable[[], Page],
    visitor: Callable[..., Page],
    hall: Hall,
    look: Axe,
    complaints: Any,
) -> None:
    complaints.expect("status of 404")
    anybody, reader, author = opened(), visitor(hall.reader), visitor(hall.author)
    mona, olga = (visitor(who, second_factor=True) for who in (hall.mona, hall.olga))

    reader.goto(page_of(hall.post))
    follow(reader, gettext("Report this text"))
    look(reader)
    reader.get_by_label(gettext("Insults or threatens somebody")).check()
    reader.get_by_label(gettext("In your words")).fill("La seule phrase.")
    press(reader, "Send my report")
    reads(reader, gettext("Thank you. A moderator will look at this text."))

    mona.goto(reverse("moderation:queue", args=["eau"]))
    look(mona)
    follow(mona, TITLE)
    reads(mona, "La seule phrase.")
    look(mona)
    mona.get_by_label(gettext("Hide it"), exact=True).check()
    mona.locator("[name=reason]").select_option("insult")
    mona.locator("[name=explanation]").fill(WHY)
    mona.locator("[name=rewriting]").fill(REWRITING)
    press(mona, "Decide")
    reads(mona, gettext("Nothing waits. New reports and texts to approve come here."))

    listed = reverse("plain:list", args=["eau", "textes"])
    anybody.goto(listed)
    expect(anybody.get_by_role("link", name=TITLE)).to_have_count(0)
    answer = anybody.goto(page_of(hall.post))
    assert answer is not None
    assert answer.status == 404

    author.goto(reverse("my-space"))
    follow(author, gettext("My notices"))
    look(author)
    follow(author, gettext("A moderator decided about your text “%s”") % TITLE)
    for words in (WHY, WORDS, REWRITING):
        reads(author, words)
    look(author)
    author.locator("[name=words]").fill(APPEALED)
    press(author, "Ask that somebody else look again")
    reads(author, gettext("waiting for somebody else’s decision"))
    look(author)

    mona.goto(reverse("moderation:item", args=[hall.post.ref]))
    reads(mona, gettext("Somebody else must decide this appeal."))
    look(mona)
    olga.goto(reverse("moderation:queue", args=["eau"]))
    follow(olga, TITLE)
    follow(olga, gettext("Decide this appeal"))
    reads(olga, APPEALED)
    look(olga)
    olga.locator("[name=outcome][value=overturn]").check()
    olga.locator("[name=explanation]").fill(RESTORED)
    press(olga, "Decide")
    reads(olga, gettext("Nothing waits. New reports and texts to approve come here."))

    anybody.goto(listed)
    follow(anybody, TITLE)
    reads(anybody, WORDS)
    anybody.goto(reverse("processes:page", args=["eau"]))
    follow(anybody, gettext("Public log of moderation"))
    for words in (WHY, RESTORED, *map(gettext, LOGGED)):
        reads(anybody, words)
    expect(anybody.get_by_role("main")).not_to_contain_text(APPEALED)
    look(anybody)

    with clock.frozen(clock.now() + timedelta(days=1)):
        write_due()
        drain()
    reader.goto(reverse("mail:demonstration"))
    look(reader)
    digest = reader.locator("main li").filter(has_text="rita@exemple.test")
    expect(digest).to_have_count(1)
    expect(digest).to_contain_text(gettext("A text that you reported was looked at"))
    digest.get_by_role("link", name=page_of(hall.commented)).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Des mares")

    waits = gettext("Texts have been waiting for a moderator for too long")
    for page, asked in ((reader, 0), (mona, 1)):
        page.goto(reverse("notifications:settings"))
        expect(page.get_by_label(waits)).to_have_count(asked)
    look(mona)
