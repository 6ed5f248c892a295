"""Reads of the site itself: its texts and its numbers. A constant number of statements."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum
from django.template import loader
from django.utils.safestring import SafeString
from django.utils.safestring import mark_safe as safe
from django.utils.translation import ngettext

from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.numbers import Number
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core.actor import ANONYMOUS
from isegoria.core.texts import Text, Texts, language_of, pick
from isegoria.core.ui.formatting import date, number
from isegoria.core.ui.markdown import render_markdown
from isegoria.site.models import SiteText
from isegoria.site.rules import BLANK, blanks

STARTERS = {
    ("legal", "fr"): "site/starters/legal.fr.md",
    ("legal", "en"): "site/starters/legal.en.md",
    ("privacy", "fr"): "site/starters/privacy.fr.md",
    ("privacy", "en"): "site/starters/privacy.en.md",
    ("accessibility", "fr"): "site/starters/accessibility.fr.md",
    ("accessibility", "en"): "site/starters/accessibility.en.md",
}
"""The text from which administrators start, with its blanks, by page and language."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of the site as visitors see it: ``html`` is '' until it is published."""

    title: Text
    html: SafeString
    language: str
    changed: str


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A page of the site as administrators see it."""

    title: Text
    texts: Texts
    is_published: bool
    blanks: tuple[tuple[str, tuple[str, ...]], ...]
    preview: SafeString


def text_page(slug: str) -> TextPage:
    """What everybody reads under ``slug``. One statement."""
    text = SiteText.objects.filter(slug=slug, published_at__isnull=False).first()
    title = SiteText.Slug(slug).label
    if text is None:
        return TextPage(title, SafeString(), "", "")
    html = render_markdown(pick(text.texts), top_heading=2)
    return TextPage(title, html, language_of(text.texts), date(text.changed_at))


def text_draft(slug: str) -> TextDraft:
    """What administrators last kept under ``slug``, or the text to start from. One statement."""
    text = SiteText.objects.filter(slug=slug).first()
    texts = text.texts if text else starter(slug)
    return TextDraft(
        title=SiteText.Slug(slug).label,
        texts=texts,
        is_published=text is not None and text.published_at is not None,
        blanks=tuple((code, missing) for code, body in texts.items() if (missing := blanks(body))),
        preview=preview(pick(texts)),
    )


def starter(slug: str) -> dict[str, str]:
    """The text to start from, with what the settings already know filled in."""
    known = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "source_url": settings.SOURCE_URL,
    }
    return {
        code: loader.get_template(STARTERS[slug, code]).render(known)
        for code, _name in settings.LANGUAGES
    }


def preview(text: str) -> SafeString:
    """``text`` as it will be read, with its blanks marked."""
    html = render_markdown(text, top_heading=3)
    marked = BLANK.sub(r'<mark class="blank">\1</mark>', html)
    return safe(marked)  # noqa: S308 - made of what render_markdown let through


def site_numbers() -> tuple[Number, ...]:
    """What there is to read here, without the zeros. Two statements."""
    processes = READ_PROCESS.allowed_among(Process.objects.all(), ANONYMOUS).count()
    readable = READ_POST.allowed_among(Post.objects.filter(body__isnull=True), ANONYMOUS)
    texts = readable.aggregate(
        posts=Count("pk"),
        authors=Count("author", distinct=True),
        agree=Sum("agree_count", default=0),
        disagree=Sum("disagree_count", default=0),
        neutral=Sum("neutral_count", default=0),
    )
    stances = texts["agree"] + texts["disagree"] + texts["neutral"]
    found = (
        (ngettext("process", "processes", processes), processes),
        (ngettext("text by citizens", "texts by citizens", texts["posts"]), texts["posts"]),
        (ngettext("person wrote", "people wrote", texts["authors"]), texts["authors"]),
        (ngettext("position taken", "positions taken", stances), stances),
    )
    return tuple(Number(label, number(count)) for label, count in found if count)
