"""What is still missing before publication, as every room of the house declares it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Phase, Process
from isegoria.commons.processes.process_templates import TEMPLATES
from isegoria.commons.processes.rules import (
    is_unwritten,
    problems_of_a_timeline,
    problems_of_a_title,
)
from isegoria.core import registry
from isegoria.core.component import Readiness
from isegoria.core.texts import Text


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing: a sentence, and the page where it is mended ('' when no page does)."""

    sentence: Text
    url: str


def missing(process: Process) -> tuple[Lack, ...]:
    """Everything that any room misses before ``process`` can be published, in the order of mending."""
    return _lacks(process, registry.declared(lambda component: component.readiness))


def advised(process: Process) -> tuple[Lack, ...]:
    """Everything that any room would see done in ``process``, and that forbids nothing."""
    return _lacks(process, registry.declared(lambda component: component.advice))


def _lacks(process: Process, asked: Iterable[Readiness]) -> tuple[Lack, ...]:
    return tuple(
        Lack(sentence, readiness.mend(process) if readiness.mend else "")
        for readiness in asked
        for sentence in readiness.missing(process)
    )


def _texts(process: Process) -> Sequence[Text]:
    return [*_in_first_language(process), *_unwritten(process)]


def _in_first_language(process: Process) -> Iterator[Text]:
    """The journal cites the title in the first language of the site, which the others fall back to."""
    code = settings.LANGUAGE_CODE
    language = {"language": gettext(str(dict(settings.LANGUAGES)[code]))}
    if title := process.title.get(code, "").strip():
        yield from problems_of_a_title(title)
    else:
        yield _("It has no title in the first language of this site (%(language)s).") % language
    if not process.summary.get(code, "").strip():
        yield (
            _(
                "It has no summary in the first language of this site (%(language)s): two sentences that"
                " say what it is for."
            )
            % language
        )


def _unwritten(process: Process) -> Iterator[Text]:
    """The texts of a template that nobody has replaced, in each language."""
    of_templates = {
        text.strip()
        for template in TEMPLATES.values()
        for texts in (template.title, template.summary, template.description)
        for text in texts.values()
    } - {""}
    named = ((_("title"), process.title), (_("summary"), process.summary))
    for name, texts in (*named, (_("description"), process.description)):
        for code, language in settings.LANGUAGES:
            if is_unwritten(texts.get(code, ""), of_templates):
                yield _(
                    "Its %(text)s (%(language)s) still holds words of the template: replace them by"
                    " your own, “…” included."
                ) % {"text": name, "language": gettext(str(language))}


def _timeline(process: Process) -> Sequence[Text]:
    kinds = Phase.objects.filter(activity__process=process).values_list("kind", flat=True)
    return problems_of_a_timeline(list(kinds), set(registry.phase_kinds()))


def _page(route: str, process: Process) -> str:
    return reverse(route, args=[process.slug])


READINESS = (
    Readiness(_("Texts"), _texts, partial(_page, "processes:manage-texts")),
    Readiness(_("Timeline"), _timeline, partial(_page, "processes:manage-timeline")),
)
