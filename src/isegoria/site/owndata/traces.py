"""How the rows of each table lead to a person: found in the tables and in their declarations.

A capability that declares the personal data of its models appears in the copy that people ask for and
in the numbers shown before an account is deleted, without a line written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import models

from isegoria.commons.people.models import Account, Person
from isegoria.core.privacy import NoPersonalData, PersonalData, declarations

type Row = dict[str, Any]
_PUBLIC_NAMES = ("slug", "ref")
"""What another row is called in a copy, the first that it has; its name too when it knows nobody."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One table: ``about`` is the path from a row to the person it is about ('' when there is none),
    ``others`` are the paths to whoever helped, decided or invited."""

    label: str
    model: type[models.Model]
    declaration: PersonalData
    about: str
    others: tuple[str, ...]

    def count(self, person_id: UUID) -> int:
        """How many rows are about the person."""
        return self.model._base_manager.filter(**{self.about: person_id}).count()

    def rows(self, person_id: UUID) -> Iterator[Row]:
        """The rows about the person: what is declared, when, in which state, and what it belongs to."""
        yield from self._read(self.about, person_id, self._shown(set(self.declaration.fields)))

    def mentions(self, person_id: UUID) -> Iterator[Row]:
        """The rows about somebody else in which the person did something: what, when and where, and
        nothing of what they say about the other."""
        for path in self.others:
            found = self._read(path, person_id, self._shown(set()), but=self.about)
            yield from ({"you_are": path.removesuffix("__person"), **row} for row in found)

    def _shown(self, declared: set[str]) -> dict[str, str]:
        """What is read, by the name under which it is shown."""
        shown = {}
        for field in self.model._meta.local_concrete_fields:
            name = field.name
            if name in self.declaration.secrets or name in self._columns() or _is_person(field):
                continue
            if field.is_relation:
                if public := _public_name(field) or ("pk" if name in declared else ""):
                    shown[name] = f"{name}__{public}"
            elif name in declared or isinstance(field, models.DateTimeField) or field.choices:
                shown[name] = name
        return shown

    def _columns(self) -> set[str]:
        """The columns that are references to persons, whoever they are: those are never shown."""
        return {self.about, *self.others}

    def _read(
        self, path: str, person_id: UUID, shown: dict[str, str], *, but: str = ""
    ) -> Iterator[Row]:
        rows = self.model._base_manager.filter(**{path: person_id}).order_by("pk")
        if but:
            rows = rows.exclude(**{but: person_id})
        for _pk, *values in rows.values_list("pk", *shown.values()):
            yield dict(zip(shown, values, strict=True))


def traces() -> tuple[Trace, ...]:
    """Every table with personal data of which a path leads to a person."""
    found = (_trace(label, declaration) for label, declaration in declarations().items())
    return tuple(trace for trace in found if trace.about)


def _trace(label: str, declaration: PersonalData) -> Trace:
    model = apps.get_model(label)
    paths = _paths(model, declaration)
    about = declaration.about or (paths[0] if paths else "")
    others = () if declaration.unlinked else tuple(path for path in paths if path != about)
    return Trace(label, model, declaration, about, others)


def _paths(model: type[models.Model], declaration: PersonalData) -> list[str]:
    """The paths from a row to persons, those declared first, in the order of the declaration."""
    if model is Person:
        return ["id"]
    declared = list(declaration.fields)
    named = []
    for field in model._meta.local_concrete_fields:
        if field.related_model is Person:
            named.append((field.name, field.name))
        elif field.related_model is Account:
            named.append((field.name, f"{field.name}__person"))
        elif isinstance(field, models.UUIDField) and field.name in declared and not field.unique:
            named.append((field.name, field.name))
    order = {name: place for place, name in enumerate(declared)}
    return [path for _name, path in sorted(named, key=lambda each: order.get(each[0], len(order)))]


def _is_person(field: "models.Field[Any, Any]") -> bool:
    return field.related_model in {Person, Account}


def _public_name(relation: "models.Field[Any, Any]") -> str:
    """What the row at the other end is called in public, '' when it has no such name."""
    target = cast("type[models.Model]", relation.related_model)
    there = {field.name for field in target._meta.local_concrete_fields}
    knows_nobody = isinstance(getattr(target, "personal_data", None), NoPersonalData)
    names = (*_PUBLIC_NAMES, "name") if knows_nobody else _PUBLIC_NAMES
    return next((name for name in names if name in there), "")
