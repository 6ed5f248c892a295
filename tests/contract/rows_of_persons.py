"""One row in every table of the installation that points to a person, made from the tables themselves."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models

from isegoria.commons.people.models import Person
from isegoria.commons.processes.models import Process
from isegoria.core import clock

NOT_PEOPLE = {
    "journal.Entry.subject": "what an entry is about, never a person",
    "journal.AuditRow.correlation": "the request",
    "jobs.Run.holder": "an attempt of a worker",
    "jobs.Run.dispatch": "a row of the queue",
    "lottery.Preparation.run": "the run that prepares the list of panels",
    "search.SearchDocument.object_uuid": "the object that was indexed",
    "mail.Mail.holder": "an attempt of a worker",
    "people.SpentProof.scope": "the activity where somebody counts",
    "notifications.Notice.about": "the text or the process that a notice is about",
}
"""The references that never hold a person. A unique column is the reference of the row itself."""

GIVEN: dict[str, Callable[[], dict[str, Any]]] = {
    "people.Proof": lambda: {"kind": "paper"},  # a cookie would go: it never opens an account
    "posts.Follow": lambda: {"process": make(Process)},
    "drafting.Reference": lambda: {"title": "Un rapport"},
}
"""What a table wants besides the types of its columns."""


def columns() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every column that points to a person: foreign keys, and references without a key."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            reference = isinstance(field, models.UUIDField) and not field.unique
            if field.related_model is Person or (reference and name not in NOT_PEOPLE):
                yield model, field


def unknown_references() -> set[str]:
    """The entries of :data:`NOT_PEOPLE` that are gone."""
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
    }
    return set(NOT_PEOPLE) - there


def make(model: type[models.Model], **given: Any) -> models.Model:
    """A row of ``model``: what may be empty is, what must be there is made up."""
    values: dict[str, Any] = {**GIVEN.get(model._meta.label, dict)(), **given}
    for field in model._meta.local_concrete_fields:
        if field.name in values or field.null or field.has_default() or field.primary_key:
            continue
        if not isinstance(field, models.GeneratedField) and not field.blank:
            values[field.name] = _made_up(field)
    return model._default_manager.create(**values)


def row_of(
    model: type[models.Model], field: "models.Field[Any, Any]", person: UUID
) -> models.Model:
    """A row of ``model`` whose ``field`` points to ``person``."""
    if field.related_model is Person:
        return make(model, **{field.name: Person.objects.get(pk=person)})
    return make(model, **{field.name: person})


def _made_up(field: "models.Field[Any, Any]") -> Any:
    if field.is_relation:
        return make(field.related_model)
    match field:
        case models.EmailField():
            return f"{uuid4().hex}@exemple.test"
        case models.CharField() | models.TextField():
            return field.choices[0][0] if field.choices else uuid4().hex[: field.max_length]
        case models.JSONField():
            return {}
        case models.UUIDField():
            return uuid4()
        case models.BooleanField():
            return False
        case models.DateTimeField():
            return clock.now()
        case models.DateField():
            return clock.now().date()
        case models.BinaryField():
            return b"x"
        case _:
            return 1
