"""Writing in the public journal, from inside the transaction of the act.

::

    @service(journal=PROCESS_PUBLISHED)
    def publish_process(*, actor: Actor, process_id: int) -> Process:
        ...
        record(PROCESS_PUBLISHED, subject=process.reference, facts={"phases": 3})
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from isegoria.core import clock
from isegoria.core.journal.commitments import Committed, commit, new_salt
from isegoria.core.journal.kinds import BatchSource, EntryKind, Fact
from isegoria.core.journal.models import MAX_ENTRY_BYTES, Commitment, Entry, SealedAct
from isegoria.core.journal.statements import insert_row
from isegoria.core.service import Call, running
from isegoria.kernel.canonical import MAX_INTEGER, canonical, instant

FORMAT_VERSION = 1
MAX_PUBLIC_TEXT = 500
_CODE = re.compile(r"[a-z0-9_.-]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotRecordable(Exception):
    """An entry was refused: a mistake of the program, told whole. Nothing was written."""


def record(
    kind: EntryKind,
    *,
    subject: UUID,
    facts: Mapping[str, Any] | None = None,
    commits: Mapping[str, Committed] | None = None,
) -> Entry:
    """Write the entry of the running service. It is numbered and signed within a second of its
    commit.

    ``subject`` is the opaque reference of the public object concerned. ``commits`` gives each
    committed value but ``by``, which is the actor of the service unless given (an act entered for
    somebody else).

    Raises :class:`NotRecordable` outside a transaction, outside a service that declares ``kind``,
    or with all that is wrong in the facts.
    """
    call = _running_service(kind)
    values = dict(commits or {})
    person = values.get("by", call.actor.person_id)
    if "by" in kind.commits:
        values.setdefault("by", person or ("system" if call.actor.is_system else "anonymous"))
    entry = write_entry(
        kind,
        subject=subject,
        facts=facts or {},
        commits=values,
        person=person if isinstance(person, UUID) else None,
    )
    call.recorded.append(kind.name)
    call.entry_ids.append(entry.pk)
    return entry


def record_acts[A: SealedAct](source: BatchSource, acts: Sequence[A]) -> list[A]:
    """Write the act rows of the running service; the sequencer seals them in its next batch.

    Raises :class:`NotRecordable` outside a transaction, outside a service that declares ``source``,
    or when a row already belongs to a batch.
    """
    call = _running_service(source)
    if any(not act._state.adding or act.batch is not None for act in acts):
        raise NotRecordable(f"{source.name}: an act is written once, one row per change")
    if not acts:
        return []
    call.recorded.append(source.name)
    if len(acts) == 1:
        insert_row(acts[0])
        return list(acts)
    return cast("list[A]", type(acts[0])._default_manager.bulk_create(acts))


def write_entry(
    kind: EntryKind,
    *,
    subject: UUID,
    facts: Mapping[str, Any],
    commits: Mapping[str, Committed] | None = None,
    person: UUID | None = None,
    at: datetime | None = None,
) -> Entry:
    """Write an entry without a service: for :func:`record` and the journal's own entries, dated now
    unless ``at`` is given.

    Raises :class:`NotRecordable`.
    """
    commits = commits or {}
    if not transaction.get_connection().in_atomic_block:
        raise NotRecordable(f"{kind.name}: an entry is written in the transaction of its act")
    problems = _problems(kind, subject, facts, commits)
    if problems:
        raise NotRecordable(f"{kind.name}: {'; '.join(problems)}")
    salts = {name: new_salt() for name in commits}
    at = (at or clock.now()).replace(microsecond=0)
    content = canonical(
        {
            "v": FORMAT_VERSION,
            "kind": kind.name,
            "at": instant(at),
            "subject": str(subject),
            "facts": {name: _READABLE[kind.facts[name]](value) for name, value in facts.items()},
            "commits": {name: commit(salts[name], value) for name, value in commits.items()},
        }
    )
    if len(content) > MAX_ENTRY_BYTES:
        raise NotRecordable(f"{kind.name}: {len(content)} bytes, {MAX_ENTRY_BYTES} at most")
    entry = Entry.objects.create(content=content, kind=kind.name, subject=subject, recorded_at=at)
    Commitment.objects.bulk_create(
        Commitment(entry=entry, name=name, salt=salt, person=_whom(commits[name], person))
        for name, salt in salts.items()
    )
    return entry


def _whom(value: Committed, actor: UUID | None) -> UUID | None:
    """Whose salt it is: of the person committed, else of whoever acted."""
    return value if isinstance(value, UUID) else actor


def _running_service(declared: EntryKind | BatchSource) -> Call:
    call = running()
    if call is None or not transaction.get_connection().in_atomic_block:
        raise NotRecordable(f"{declared.name}: only a running service writes in the journal")
    if call.declared != declared:
        raise NotRecordable(f"{call.name} does not declare {declared.name!r}")
    return call


def _problems(
    kind: EntryKind,
    subject: object,
    facts: Mapping[str, Any],
    commits: Mapping[str, Committed],
) -> list[str]:
    problems = [] if isinstance(subject, UUID) else ["the subject is not a UUID"]
    for what, given, expected in (
        ("fact", facts.keys(), kind.facts.keys()),
        ("commitment", commits.keys(), kind.commits),
    ):
        problems += [f"{what} {name!r} is missing" for name in sorted(expected - given)]
        problems += [f"{what} {name!r} is not declared" for name in sorted(given - expected)]
    problems += [
        f"fact {name!r} is not {_EXPECTED[fact]}"
        for name, fact in kind.facts.items()
        if name in facts and not _ACCEPTS[fact](facts[name])
    ]
    problems += [
        f"commitment {name!r} is not a text, bytes or UUID"
        for name, value in commits.items()
        if not isinstance(value, str | bytes | UUID)
    ]
    return problems


def _is_public_text(value: str) -> bool:
    return len(value) <= MAX_PUBLIC_TEXT and not any(
        unicodedata.category(sign) in {"Cc", "Cs"} for sign in value
    )


_EXPECTED = {
    Fact.REF: "a UUID",
    Fact.CODE: "a code of [a-z0-9_.-], 64 signs at most",
    Fact.COUNT: "a whole number",
    Fact.INSTANT: "an aware datetime",
    Fact.DIGEST: "64 hexadecimal digits",
    Fact.PUBLIC_TEXT: f"a text on one line, of {MAX_PUBLIC_TEXT} signs at most",
}
_ACCEPTS: dict[Fact, Callable[[Any], bool]] = {
    Fact.REF: lambda value: isinstance(value, UUID),
    Fact.CODE: lambda value: isinstance(value, str) and bool(_CODE.fullmatch(value)),
    Fact.COUNT: lambda value: type(value) is int and abs(value) <= MAX_INTEGER,
    Fact.INSTANT: lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    Fact.DIGEST: lambda value: isinstance(value, str) and bool(_DIGEST.fullmatch(value)),
    Fact.PUBLIC_TEXT: lambda value: isinstance(value, str) and _is_public_text(value),
}
_READABLE: dict[Fact, Callable[[Any], str | int]] = {
    Fact.REF: str,
    Fact.CODE: str,
    Fact.COUNT: int,
    Fact.INSTANT: instant,
    Fact.DIGEST: str,
    Fact.PUBLIC_TEXT: str,
}
