"""The description of the API as a page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy

READ_API = Policy("api.read", _("Read the description of the API"), EVERYONE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    place: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Described:
    """An operation: its address, what it is for, who may ask, what a token must allow ('' for none), what it
    takes and gives, and ``meaning``: what the description says of its fields."""

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    policy: str
    scope: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]
    meaning: str


def described(schema: Mapping[str, Any]) -> tuple[Described, ...]:
    """The operations of an OpenAPI description, in its order."""
    return tuple(_operations(schema))


def _operations(schema: Mapping[str, Any]) -> Iterator[Described]:
    models: Mapping[str, Any] = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield Described(
                method=method.upper(),
                path=path,
                anchor=operation["operationId"],
                summary=operation.get("summary", ""),
                description=operation.get("description", ""),
                policy=operation.get("x-policy", ""),
                scope=operation.get("x-scope", ""),
                parameters=tuple(_parameters(operation, models)),
                fields=tuple(_fields(operation, models)),
                meaning=_meaning(operation, models),
            )


def _parameters(operation: Mapping[str, Any], models: Mapping[str, Any]) -> Iterator[Parameter]:
    for item in operation.get("parameters", ()):
        yield Parameter(
            item["name"], item["in"], _kind(item["schema"]), item.get("required", False)
        )
    model = _model(operation.get("requestBody", {}), models)
    for name, field in model.get("properties", {}).items():
        yield Parameter(name, "body", _kind(field), name in model.get("required", ()))


def _model(part: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    content = part.get("content", {}).get("application/json", {})
    return _resolved(content.get("schema", {}), models)


def _answer(operation: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    answers = operation["responses"]
    return _model(answers.get(200) or answers.get(201) or {}, models)


def _meaning(operation: Mapping[str, Any], models: Mapping[str, Any]) -> str:
    """What is said of what an operation takes, then of what it gives; of a list, of each of its items."""
    answer = _answer(operation, models)
    items = answer.get("properties", {}).get("items", {}).get("items", {})
    given = _resolved(items, models) if "items" in answer.get("properties", {}) else answer
    taken = _model(operation.get("requestBody", {}), models)
    told = " ".join(filter(None, (each.get("description", "") for each in (taken, given))))
    return told.replace("``", "")


def _fields(operation: Mapping[str, Any], models: Mapping[str, Any]) -> Iterator[Parameter]:
    model = _answer(operation, models)
    for name, field in model.get("properties", {}).items():
        yield Parameter(name, "", _kind(field), name in model.get("required", ()))
        inner = _resolved(field.get("items", {}), models)
        for below, nested in inner.get("properties", {}).items():
            required = below in inner.get("required", ())
            yield Parameter(f"{name}[].{below}", "", _kind(nested), required)


def _resolved(schema: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    found: Mapping[str, Any] = models.get(reference.rsplit("/", 1)[-1], {}) if reference else schema
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_kind(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type", ""))
