"""What a room declares so that its objects can be found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet, UUIDField

from isegoria.core.policy import Policy
from isegoria.core.texts import Text
from isegoria.kernel.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What can be found of one object in one language, and when it last changed."""

    title: str
    body: str
    language: Language
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An object as a page of results shows it. ``text`` is the original the excerpt is cut from; ``kind``
    what it is, where its source holds several; ``about`` the title of what it answers, in its language."""

    pk: Any
    title: str
    text: str
    url: str
    language: Language
    kind: Text = ""
    about: str = ""
    about_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """One kind of object that can be found, in the manifest of its room.

    ``document`` gives the texts of one object, one per language when it is written in several, or
    None when it is not public at all. ``policy`` names ``model``; its queryset twin filters at every
    search, so that what has just been hidden is gone at once. ``result`` turns a queryset of visible
    objects into what the page shows, in a constant number of statements. ``objects`` is the queryset
    of everything that may be indexed, with what ``document`` reads already joined; by default the
    whole table.
    """

    name: str
    label: Text
    model: type[Model]
    document: Callable[[Any], Document | Iterable[Document] | None]
    policy: Policy
    result: Callable[[QuerySet[Any]], Iterable[Found]]
    objects: Callable[[], QuerySet[Any]] | None = None

    def __post_init__(self) -> None:
        if self.policy.model is not self.model:
            raise ValueError(f"search source {self.name!r}: its policy must be about its model")

    @property
    def key_column(self) -> str:
        """The column of the index that holds the keys of ``model``."""
        return "object_uuid" if isinstance(self.model._meta.pk, UUIDField) else "object_int"

    def queryset(self) -> QuerySet[Any]:
        """Everything that may be indexed."""
        return self.model._default_manager.all() if self.objects is None else self.objects()

    def documents(self, obj: Any) -> tuple[Document, ...]:
        """The documents of one object: none, one, or one per language."""
        given = self.document(obj)
        if given is None:
            return ()
        return (given,) if isinstance(given, Document) else tuple(given)
