"""What every model, service and machine must declare."""

import importlib
import inspect
from itertools import product

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import BatchSource, EntryKind, Fact, Private
from isegoria.core.journal.queries import kinds
from isegoria.core.models import Model
from isegoria.core.privacy import NoPersonalData, PersonalData
from isegoria.core.registry import components, declared
from isegoria.core.service import SERVICES
from tests.architecture.tree import PACKAGE, files, imported, name, parsed

IMPURE = (
    "django.db.models",
    "django.db.connection",
    "django.db.transaction",
    "isegoria.core.clock",
)


def _modules(filename: str) -> list[str]:
    return [
        ".".join(("isegoria", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in files(".py", under=PACKAGE)
        if path.name == filename or path.parent.name == filename.removesuffix(".py")
        if "tests" not in path.relative_to(PACKAGE).parts
    ]


def test_every_model_declares_its_personal_data() -> None:
    """Ours beside the model, others' in one table: nothing is known about people by accident."""
    others = import_string(settings.PERSONAL_DATA_OF_OTHERS)
    silent = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not isinstance(
            getattr(model, "personal_data", None) or others.get(model._meta.label),
            NoPersonalData | PersonalData,
        )
    ]
    assert not silent


def test_personal_data_names_real_fields() -> None:
    others = import_string(settings.PERSONAL_DATA_OF_OTHERS)
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        declaration = getattr(model, "personal_data", None) or others.get(model._meta.label)
        if isinstance(declaration, PersonalData):
            known = {field.name for field in model._meta.get_fields()}
            wrong += [
                f"{model._meta.label}.{name}" for name in declaration.fields if name not in known
            ]
    assert not wrong


def test_no_model_that_points_to_a_person_claims_to_know_nobody() -> None:
    others = import_string(settings.PERSONAL_DATA_OF_OTHERS)
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        declaration = getattr(model, "personal_data", None) or others.get(model._meta.label)
        points = any(
            isinstance(field, models.ForeignKey)
            and field.related_model._meta.label in {"people.Person", "people.Account"}
            for field in model._meta.get_fields()
        )
        if points and isinstance(declaration, NoPersonalData):
            wrong.append(model._meta.label)
    assert not wrong


def test_every_model_of_ours_refuses_lazy_fetches() -> None:
    """Either it derives from our base, or it is the account, which Django's sign-in needs lazy."""
    ours = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("isegoria") and not issubclass(model, Model)
    ]
    assert ours == ["people.Account"]


def test_every_public_function_of_a_services_module_is_a_service() -> None:
    bare = []
    for module_name in _modules("services.py"):
        module = importlib.import_module(module_name)
        bare += [
            f"{module_name}.{own}"
            for own, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module_name
            and not own.startswith("_")
            and f"{module_name}.{own}" not in SERVICES
        ]
    assert not bare


def test_every_service_declares_what_the_journal_shows() -> None:
    for module_name in _modules("services.py"):
        importlib.import_module(module_name)
    known = set(declared(lambda component: component.journal_kinds))
    batches = set(declared(lambda component: component.batches))
    wrong = []
    for service in SERVICES.values():
        match service.declared:
            case EntryKind() as kind if kind not in known:
                wrong.append(f"{service.name}: kind {kind.name!r} stands in no manifest")
            case BatchSource() as batch if batch not in batches:
                wrong.append(f"{service.name}: batch {batch.name!r} stands in no manifest")
            case Private(reason=reason) if len(reason) < len("a reason in words"):
                wrong.append(f"{service.name}: private without a reason")
    assert SERVICES
    assert not wrong


PLAIN = {
    *("lottery.panel_drawn number", "lottery.seat_offered pseudonym"),
    *("lottery.seat_answered pseudonym", "answer.milestone due_on"),
    *("retention.applied table", "acts.sealed source"),
}
"""Codes that stand for themselves: digits, pseudonyms, dates, names of tables."""


def test_every_code_of_the_journal_is_said_in_words() -> None:
    codes = {
        f"{kind.name} {fact}"
        for kind in kinds().values()
        for fact, type_ in kind.facts.items()
        if type_ is Fact.CODE and fact not in kind.words
    }
    assert codes == PLAIN


def test_rules_read_no_database_and_no_clock() -> None:
    """A rule takes facts and ``now``: it can be tried at every edge in milliseconds."""
    impure = [
        f"{name(path)}: {module}"
        for path, tree in parsed()
        if path.name == "rules.py"
        for module in imported(tree)
        if module.startswith(IMPURE) or module.endswith(".models")
    ]
    assert not impure


def test_every_room_with_policies_or_services_has_a_manifest() -> None:
    rooms = {
        module.rsplit(".", 1)[0].removesuffix(".policies").removesuffix(".services")
        for module in [*_modules("policies.py"), *_modules("services.py")]
    }
    manifests = {module.rsplit(".", 1)[0] for module in _modules("component.py")}
    assert rooms <= manifests


MACHINES = [machine for component in components() for machine in component.machines]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_machine_answers_every_event_in_every_state(machine) -> None:
    """Each pair leads to a declared state or to a Conflict with its facts; nothing falls between."""
    for state, event in product(machine.states.values, machine.events):
        if machine.allows(state, event):
            assert machine.after(state, event) in machine.states.values
        else:
            with pytest.raises(Conflict) as refused:
                machine.after(state, event)
            assert refused.value.facts == {"machine": machine.name, "state": state, "event": event}
