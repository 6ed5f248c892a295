"""The register against which people are checked: a list of names and birth dates, as keyed digests.

Nothing of the list is kept but digests that cannot be turned back without the key of this installation.
One line verifies one person: the first who proves to be on it. Whoever comes second is not told that
somebody came first; an agent at the desk settles it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import BinaryIO

from allauth.account.models import EmailAddress

from isegoria.commons.people.keys import digest
from isegoria.commons.people.models import Person, Proof, RegisterKey
from isegoria.commons.people.names import (
    Identity,
    beginnings,
    family_forms,
    line_of,
    sought,
    written,
)
from isegoria.commons.people.proofs import proof_key
from isegoria.core import clock
from isegoria.core.actor import Verification
from isegoria.kernel.tabular import Column, Limits, Schema, Severity, date_, open_table, text

SEVERAL = ""
"""The line of a way of writing that fits several people: it verifies none of them."""
SOME = 5_000
OLDEST = 1900
"""The year before which nobody was born who takes part today."""
SHOWN = 20
SCHEMA = Schema(
    (
        Column(
            "family name",
            text(max_length=200),
            ("nom", "nom de famille", "nom de naissance", "surname", "last name", "birth name"),
            required=True,
        ),
        Column(
            "given names",
            text(max_length=200),
            (
                "prénom",
                "prénoms",
                "prénom(s)",
                "first name",
                "first names",
                "given name",
                "forenames",
            ),
            required=True,
        ),
        Column(
            "birth date",
            date_(),
            (
                "date de naissance",
                "né(e) le",
                "né le",
                "naissance",
                "date of birth",
                "birthdate",
                "born",
            ),
            required=True,
        ),
        Column(
            "used name",
            text(max_length=200),
            ("nom d'usage", "nom usuel", "nom marital", "married name"),
        ),
    )
)
LIMITS = Limits(octets=500_000_000, rows=3_000_000)


@dataclass(slots=True)
class Reading:
    """A register that was read: ``keys`` lead from each way of writing to its line.

    ``people`` counts the lines that differ, ``repeated`` those that say the same again, ``shared`` the
    ways of writing that fit several people.
    """

    keys: dict[str, str] = field(default_factory=dict)
    people: int = 0
    repeated: int = 0
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def shared(self) -> int:
        """How many ways of writing verify nobody, because they fit several people."""
        return sum(line == SEVERAL for line in self.keys.values())


def read_register(stream: BinaryIO) -> Reading:
    """Read a CSV or XLSX file, say all its problems at once, and forget what it says."""
    reading = Reading()
    reader = open_table(stream, SCHEMA, limits=LIMITS)
    wrong: list[str] = []
    today = clock.now().date()
    lines: set[str] = set()
    for row in reader:
        identity = Identity(
            row["family name"], row["given names"], row["birth date"], row["used name"] or ""
        )
        if identity.birth_date.year < OLDEST or identity.birth_date > today:
            wrong.append(f"Line {row.line}, birth date: nobody alive was born on that day.")
        elif not (family_forms(identity.family_name)[0] and beginnings(identity.given_names)):
            wrong.append(f"Line {row.line}: a name has no letter in it.")
        else:
            _add(reading, lines, identity)
    told = reader.problems
    errors = [item.sentence() for item in told if item.severity is Severity.ERROR]
    reading.people = len(lines)
    reading.problems = (*errors, *wrong[:SHOWN])
    if len(wrong) > SHOWN:
        reading.problems += (f"And {len(wrong) - SHOWN} more lines of these kinds.",)
    reading.warnings = tuple(item.sentence() for item in told if item.severity is Severity.WARNING)
    return reading


def _add(reading: Reading, lines: set[str], identity: Identity) -> None:
    line = line_digest(identity)
    if line in lines:
        reading.repeated += 1
    lines.add(line)
    for form in written(identity):
        key = digest("register", form)
        if reading.keys.setdefault(key, line) != line:
            reading.keys[key] = SEVERAL


def line_digest(identity: Identity) -> str:
    """The digest by which a line of the register is known."""
    return digest("register", line_of(identity))


def find_line(identity: Identity) -> str | None:
    """The one line of the register that fits what somebody says of themself; None for none, or two."""
    keys = [digest("register", form) for form in sought(identity)]
    lines = set(RegisterKey.objects.filter(key__in=keys).values_list("line", flat=True))
    lines.discard(SEVERAL)
    return lines.pop() if len(lines) == 1 else None


def holder_of(line: str) -> Proof | None:
    """The proof of whoever was verified by a line, None when nobody was."""
    return Proof.objects.filter(
        kind=Proof.Kind.REGISTER, key=proof_key(Proof.Kind.REGISTER, line)
    ).first()


def take_back(line: str, person: Person) -> None:
    """Take a line from whoever holds it, if not ``person``, who has shown that it is theirs.

    Whoever was verified by it alone has to be checked again.
    """
    proof = holder_of(line)
    if proof is None or proof.person_id == person.pk:
        return
    holder = Person.objects.select_for_update().get(pk=proof.person_id)
    proof.delete()
    if holder.verification == Verification.REGISTER:
        confirmed = EmailAddress.objects.filter(user__person=holder, verified=True).exists()
        holder.verification = Verification.EMAIL if confirmed else Verification.NONE
        holder.save(update_fields=["verification"])


def is_loaded() -> bool:
    """Whether this installation has a register at all."""
    return RegisterKey.objects.exists()


def store(keys: Mapping[str, str]) -> None:
    """Add ways of writing to the register; one that led to another line leads to none from now on."""
    for some in batched(keys.items(), SOME):
        _store(dict(some))


def _store(some: dict[str, str]) -> None:
    known = dict(RegisterKey.objects.filter(key__in=some).values_list("key", "line"))
    shared = [key for key, line in some.items() if known.get(key, line) != line]
    RegisterKey.objects.filter(key__in=shared).update(line=SEVERAL)
    now = clock.now()
    RegisterKey.objects.bulk_create(
        RegisterKey(key=key, line=line, loaded_at=now)
        for key, line in some.items()
        if key not in known
    )
