"""What the tests of the journal share: a kind, a service, a table of acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.apps.registry import Apps
from django.db import connection, models, transaction

from isegoria.core import registry
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.component import Component
from isegoria.core.journal.kinds import BatchSource, EntryKind, Fact
from isegoria.core.journal.models import Batch, Entry, SealedAct
from isegoria.core.journal.record import record, record_acts, write_entry
from isegoria.core.privacy import NoPersonalData
from isegoria.core.service import SERVICES, service

TOLD = EntryKind(
    "test.told", "Something was told", facts={"rank": Fact.COUNT}, labels={"rank": "Rank"}
)
_apps = Apps()
_apps.register_model("journal", Batch)


class Act(SealedAct):
    """An act of a test: what was done, and who did it as a commitment."""

    personal_data = NoPersonalData("a test")
    what = models.CharField(max_length=20)
    by = models.CharField(max_length=64, default="")

    class Meta(SealedAct.Meta):
        app_label = "journal_tests"
        apps = _apps


ACTS = BatchSource(
    "test.acts",
    "Acts of a test",
    acts=Act.objects.all,
    leaf=lambda act: {"act": act.pk, "what": act.what, "by": act.by},
)


@service(journal=TOLD)
def tell(*, actor: Actor, rank: int = 0, subject: UUID | None = None) -> Entry:
    """Record one entry."""
    return record(TOLD, subject=subject or uuid4(), facts={"rank": rank})


@service(journal=ACTS)
def act(*, actor: Actor, what: list[str]) -> list[Act]:
    """Write act rows."""
    return record_acts(ACTS, [Act(what=each) for each in what])


for each in (tell, act):
    SERVICES.pop(f"{each.__module__}.{each.__qualname__}")  # they stand in no manifest


def tell_many(count: int, first: int = 0) -> None:
    """Record entries as fast as possible."""
    with transaction.atomic():
        for rank in range(first, first + count):
            write_entry(TOLD, subject=uuid4(), facts={"rank": rank}, commits={"by": "system"})


@contextmanager
def acts_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The table of acts exists, and a manifest declares it."""
    manifest = Component(name="test", label="Test", batches=(ACTS,), journal_kinds=(TOLD,))
    known = registry.components()
    monkeypatch.setattr(registry, "components", lambda: (*known, manifest))
    with connection.schema_editor() as editor:
        editor.create_model(Act)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Act)


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


__all__ = [
    "ACTS",
    "SYSTEM",
    "TOLD",
    "Act",
    "act",
    "acts_installed",
    "naive_root",
    "tell",
    "tell_many",
]
