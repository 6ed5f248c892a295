"""Field × hostile text: every column that holds words, every form that takes some, every page that shows
them."""

import csv
import io
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client, override_settings

from isegoria.capabilities.consultation.import_models import ImportReport
from isegoria.commons.processes.mails import post_invitation
from isegoria.commons.processes.models import Invitation
from isegoria.core.mail.models import Mail
from isegoria.core.mail.sending import message
from isegoria.core.texts import TextsField
from tests.attacks.asking import Read
from tests.attacks.reading import Page
from tests.attacks.routes import cases, walk
from tests.attacks.world import TOKEN, World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

STRUCTURE = {
    "slug", "kind", "state", "visibility", "language", "capability", "channel", "token_digest",
    "reason", "act", "role", "excerpt", "address", "outcome", "lane", "key", "token", "to", "seed",
    "household", "likeness", "pseudonym", "lines", "root", "digest", "terms", "drawn", "holder", "order",
    "digits", "number", "fingerprint", "edition", "aim", "sha256", "cache_key", "value",
    "content_type", "stored_name", "small_name",
}  # fmt: skip
"""Columns that hold words of our own, an address, or a digest: each is written by a service alone."""
OF_OTHERS = {"auth", "contenttypes", "sessions", "account", "mfa", "socialaccount", "usersessions",
             "django_tasks_database", "journal", "search", "jobs"}  # fmt: skip
"""Tables of other packages, and of mechanisms that copy nothing but names that we gave."""

MARKUP = (
    '"></title></textarea><script>zqx()</script><img src=x onerror=zqx()><svg/onload=zqx()>{{7*7}}'
)
MARKDOWN = (
    "[zqx](javascript:zqx) [b](data:text/html,zqx) <javascript:zqx> ![p](//zqx.example/p.png) "
    "[ok](https://zqx.example/) <a href=//zqx.example onclick=zqx>x</a> [x]: javascript:zqx"
)
SHORT = "'\"><img src=x onerror=zqx()>"
HEADERS = "zqx\r\nBcc: everybody@zqx.example\r\n\r\nzqx"
CONTROL = (
    "zqx\x00\x01\x08\x1b\u202e\u2066\ufeff\ud7ff zqx' OR 1=1;-- \"; DROP TABLE posts_post; "
    f"%s %(x)s {{{{ zqx }}}} {{% debug %}} ${{7*7}} раураl {HEADERS}"
)


def word_columns() -> list[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every column in which somebody's words stand."""
    return [
        (model, field)
        for model in apps.get_models()
        if model._meta.app_label not in OF_OTHERS
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField | TextsField)
        and not isinstance(field, models.EmailField | models.SlugField)
        and not field.choices
        and not field.unique
        and field.name not in STRUCTURE
    ]


def poison(text: str) -> None:
    """Write ``text`` into every column of words of every row, past every form; where words must differ,
    the number of the row follows them."""
    for model, field in word_columns():
        longest = getattr(field, "max_length", None)
        fitting = (said for said in (text, MARKUP, SHORT) if len(said) < (longest or 10_000) - 9)
        said = next(fitting, SHORT[:longest])
        rows = model._default_manager.only("pk")
        if not any(field.name in getattr(rule, "fields", ()) for rule in model._meta.constraints):
            value: Any = {"fr": said, "en": said} if isinstance(field, TextsField) else said
            rows.update(**{field.name: value})
            continue
        for row in rows:
            rows.filter(pk=row.pk).update(**{field.name: f"{said}{row.pk}"})
    told = {"problems": [text], "notes": [text], "texts": 1, "positions": 1, "people": 1}
    ImportReport.objects.update(lines=told)


def test_1_2_the_words_of_people_are_all_known() -> None:
    """The walk sees the columns; without STRUCTURE it would see those of our own words too."""
    names = {f"{model.__name__}.{field.name}" for model, field in word_columns()}
    assert {
        "Person.display_name",
        "Post.text",
        "Process.title",
        "Ruling.explanation",
        "Contact.name",
        "Feature.title",
        "Value.name",
        "Volunteer.imported_id",
        "ImportedPost.reference",
    } <= names


def test_1_2_6_7_no_text_brings_an_element_into_any_page(world: World) -> None:
    """Texts of citizens and of organisers, in their own pages and in those of the team and of the
    administrators."""
    with transaction.atomic():
        poison(f"{MARKDOWN}\n\n{MARKUP}")
        harm = [
            f"{who} {address}: {found}"
            for route in walk()
            if "GET" in route.methods
            for rank, address in enumerate(list(cases(route, world).values())[:4])
            for who in ("author", "administrator")[: 2 if rank < 2 else 1]
            if _is_page(answer := world.knock(who, address, read=Read.PAGES))
            and (found := Page(answer.text).harm)
        ]
        transaction.set_rollback(True)
    assert not harm


def _is_page(answer: Any) -> bool:
    assert answer.status_code < 500
    return not answer.streaming and "html" in answer.headers.get("Content-Type", "")


def test_2_6_9_what_is_typed_into_any_form_breaks_nothing_and_comes_back_as_words(
    world: World,
) -> None:
    """Every form that an author or an administrator is shown, each of its fields filled with markup, and
    with control characters, SQL, template syntax and new lines."""
    tried = 0
    for route in walk():
        if not {"GET", "POST"} <= set(route.methods):
            continue
        for address in list(cases(route, world).values())[:2]:
            for who in ("author", "administrator"):
                shown = world.knock(who, address, read=Read.PAGES)
                if shown.status_code != 200 or not _is_page(shown):
                    continue
                form = Page(shown.text)
                for text in (MARKUP, CONTROL) if form.typed else ():
                    filled = {**form.fields, **dict.fromkeys(form.typed, text)}
                    answer = world.knock(who, address, "POST", filled, read=Read.PAGES)
                    if _is_page(answer):
                        assert not Page(answer.text).harm, address
                    tried += 1
    assert tried > 60


def test_16_a_formula_in_a_text_is_words_in_the_spreadsheet(world: World) -> None:
    """Neither at its start nor inside, where a French spreadsheet cuts."""
    with transaction.atomic():
        for start in ("=", "+", "-", "@", "\t"):
            world.posts["public"].__class__.objects.filter(pk=world.posts["public"].pk).update(
                title=f"{start}cmd|zqx", text=f'{start}"a;b\n,c"'
            )
            answer = Client().get("/contributions/eau.csv")
            body = b"".join(answer) if answer.streaming else answer.content
            rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
            for row in rows[1:]:
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", '-"', "-cmd")), cell
        transaction.set_rollback(True)


def test_16_an_export_holds_neither_people_nor_what_is_not_public(world: World) -> None:
    """Neither an address nor a key of anybody, nor a text that is not for everybody."""
    for suffix in ("csv", "json"):
        answer = Client().get(f"/contributions/eau.{suffix}")
        body = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert str(world.posts["public"].ref) in body
        for name, account in world.accounts.items():
            assert account.email not in body, name
            assert str(account.person_id) not in body, name
        for name in ("draft", "withdrawn", "hidden", "comment-hidden", "pending", "of-a-draft"):
            assert str(world.posts[name].ref) not in body, name


def test_1_no_name_adds_a_header_to_a_mail(world: World) -> None:
    """Kept out by the service, by post_mail and by Django: with that of post_mail alone out, it holds."""
    invitation = Invitation.objects.select_related("body__process").get(
        pk=world.invitations["eau"].pk
    )
    invitation.body.process.title = {"fr": HEADERS}
    with override_settings(SITE_NAME=HEADERS):
        post_invitation(invitation, TOKEN)
    sent = message(Mail.objects.latest("id")).message()
    assert sent["Bcc"] is None
    assert sent.get_all("To") == [invitation.address]
