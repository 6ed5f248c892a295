"""How processes are found: by their texts, in each language they are written in."""

from collections.abc import Iterable
from typing import cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core.search.source import Document, Found, SearchSource
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.markdown import plain
from isegoria.kernel.text import Language


def _documents(process: Process) -> list[Document]:
    """One document for each language with a title."""
    return [
        Document(
            title=title,
            body=f"{process.summary.get(code, '')}\n{process.description.get(code, '')}",
            language=cast("Language", code),
            updated_at=process.published_at or process.created_at,
        )
        for code, title in process.title.items()
        if title
    ]


def _found(processes: QuerySet[Process]) -> Iterable[Found]:
    for process in processes:
        yield Found(
            pk=process.pk,
            title=pick(process.title),
            text=f"{pick(process.summary)}\n{plain(pick(process.description))}",
            url=reverse("processes:page", args=[process.slug]),
            language=cast("Language", language_of(process.title)),
        )


PROCESS_SEARCH = SearchSource(
    name="processes",
    label=_("Processes"),
    model=Process,
    document=_documents,
    policy=READ_PROCESS,
    result=_found,
)
