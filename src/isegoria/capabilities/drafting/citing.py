"""What a measure rests on: texts of the site, linked as provenance, and documents elsewhere."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting import journal, writing
from isegoria.capabilities.drafting.models import Measure, Reference
from isegoria.capabilities.drafting.policies import WRITE_MEASURE
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.journal import SOURCE_LINKED
from isegoria.commons.posts.models import Post, Relation
from isegoria.commons.posts.notices import BECAME, tell
from isegoria.commons.posts.rules import LONGEST_TITLE, tidy, tidy_line
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text

_IS_ADDRESS = URLValidator(schemes=["http", "https"])
_LONGEST_ADDRESS = 500


@service(journal=SOURCE_LINKED)
def cite_text(*, actor: Actor, measure: Measure, origin: Post, excerpt: str = "") -> Reference:
    """Make a contribution, an idea or a note a numbered source of a measure; a second time, find it.

    Whoever wrote it is told once everybody can read the measure. Raises Invalid when it cannot be read by
    everybody here, or does not hold the excerpt.
    """
    measure = writing.lock(measure.pk)
    WRITE_MEASURE.authorise(actor, measure)
    known = Reference.objects.filter(measure=measure, origin=origin).first()
    if known is not None:
        nothing_changed()
        return known
    origin = Post.objects.select_related("activity").get(pk=origin.pk)
    if not origin.shown or origin.activity.process_id != measure.post.activity.process_id:
        raise Invalid(
            _("The source was not added."),
            [_("Everybody must be able to read a source, in this process.")],
            code="origin",
        )
    posts.link(measure.post, origin, Relation.CITED_BY, tidy(excerpt), actor)
    record(
        SOURCE_LINKED,
        subject=measure.post.ref,
        facts={"origin": origin.ref, "relation": Relation.CITED_BY.value},
    )
    if measure.post.shown:
        tell(BECAME, origin, actor, author=True)
    return Reference.objects.create(
        measure=measure,
        number=writing.next_number(measure),
        origin=origin,
        excerpt=tidy(excerpt),
        added_by_id=actor.person_id,
    )


@service(journal=journal.DOCUMENT_CITED)
def cite_document(
    *, actor: Actor, measure: Measure, title: str, address: str = "", excerpt: str = ""
) -> Reference:
    """Make a document that is not on the site (a report, a hearing) a numbered source of a measure."""
    measure = writing.lock(measure.pk)
    WRITE_MEASURE.authorise(actor, measure)
    title, address = tidy_line(title), address.strip()
    problems: list[Text] = []
    if not title or len(title) > LONGEST_TITLE:
        problems.append(_("Say what the document is: who wrote it, its title, its date."))
    if address and not _is_address(address):
        problems.append(_("Give the whole address of the document, or none: https://…"))
    if problems:
        raise Invalid(_("The source was not added."), problems, code="document")
    number = writing.next_number(measure)
    record(
        journal.DOCUMENT_CITED,
        subject=measure.post.ref,
        facts={"number": number},
        commits={"document": f"{title}\n{address}"},
    )
    return Reference.objects.create(
        measure=measure,
        number=number,
        title=title,
        address=address,
        excerpt=tidy(excerpt),
        added_by_id=actor.person_id,
    )


def _is_address(address: str) -> bool:
    try:
        _IS_ADDRESS(address)
    except ValidationError:
        return False
    return len(address) <= _LONGEST_ADDRESS
