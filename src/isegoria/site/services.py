"""What the administrators do to the texts of the site."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service
from isegoria.core.texts import Texts
from isegoria.site.models import SiteText
from isegoria.site.policies import WRITE_TEXT
from isegoria.site.rules import missing_before_publication


@service(journal=Private("a page of the site itself, which everybody reads as it stands"))
def write_site_text(*, actor: Actor, slug: str, texts: Texts, publish: bool) -> SiteText:
    """Keep the texts of one page, and show it or not. Raises Invalid when it cannot be shown yet."""
    WRITE_TEXT.authorise(actor)
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if publish and (lacks := missing_before_publication(kept, settings.LANGUAGE_CODE)):
        raise Invalid(_("The page was not published."), lacks, code="incomplete")
    now = clock.now()
    text, _created = SiteText.objects.select_for_update().get_or_create(slug=slug)
    text.texts = kept
    text.changed_at = now
    text.published_at = (text.published_at or now) if publish else None
    text.save()
    return text
