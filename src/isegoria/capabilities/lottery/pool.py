"""The pool before and at the freezing: what the kernel says of it, and what is kept."""

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from isegoria.capabilities.lottery.models import Draw, Feature, FrozenPool, Volunteer
from isegoria.capabilities.lottery.queries import ask_of, rows_of
from isegoria.capabilities.lottery.rules import terms_of
from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.identities import Key, Pool, salt
from isegoria.kernel.lottery.model import Volunteer as VolunteerTerms
from isegoria.kernel.lottery.reading import Person, Standing, Terms
from isegoria.kernel.merkle import inclusion_proof, leaf_hash, nodes_of


def terms_now(draw: Draw, features: Sequence[Feature]) -> Terms:
    """What the kernel would be given with the present volunteers. Four statements at most."""
    rows = rows_of(draw, features) if draw.pk and features else ()
    return terms_of(ask_of(draw, features), rows)


def frozen(draw: Draw, features: Sequence[Feature], pool: Pool) -> FrozenPool:
    """The row that keeps ``pool``, not saved."""
    lines = b"".join(line + b"\n" for line in pool.lines)
    counts = Counter(
        pair
        for person in pool.terms.people
        for pair in zip(pool.terms.features, person.volunteer.values, strict=True)
    )
    return FrozenPool(
        draw=draw,
        lines=lines.decode(),
        root=pool.root.hex(),
        digest=sha256(lines).hexdigest(),
        terms=ask_of(draw, features).digest(),
        people=len(pool.terms.people),
        eligible=sum(person.standing is Standing.ELIGIBLE for person in pool.terms.people),
        composition=[[feature, value, people] for (feature, value), people in counts.items()],
    )


def slip_of(pool: FrozenPool, draw: Draw, volunteer: Volunteer) -> bytes:
    """What a volunteer needs to check that they are in the frozen pool: ``slip.json`` of the kernel."""
    name = str(volunteer.ref)
    lines = pool.lines.splitlines()
    index = next(at for at, line in enumerate(lines) if _pseudonym(line) == volunteer.pseudonym)
    node = nodes_of([leaf_hash(line.encode()) for line in lines])
    return canonical(
        {
            "id": name,
            "index": index,
            "line": lines[index],
            "proof": [sibling.hex() for sibling in inclusion_proof(node, index, len(lines))],
            "salt": salt(bytes.fromhex(draw.seed), name).hex(),
        }
    )


def _pseudonym(line: str) -> Any:
    return json.loads(line)[0]


def pool_again(draw: Draw, features: Sequence[Feature]) -> Pool:
    """The frozen pool as the kernel had it, from what was kept: nothing that changed since counts."""
    lines = [json.loads(line) for line in draw.pool.lines.splitlines()]
    ask = ask_of(draw, features)
    refs = {
        pseudonym: (at, str(ref))
        for at, (pseudonym, ref) in enumerate(
            Volunteer.objects.filter(draw=draw)
            .exclude(pseudonym="")
            .values_list("pseudonym", "ref")
        )
    }
    seed = bytes.fromhex(draw.seed)
    people = tuple(
        Person(VolunteerTerms(name, tuple(values), home or None), Standing(standing))
        for name, values, home, standing in lines
    )
    keys = tuple(Key(refs[line[0]][1], salt(seed, refs[line[0]][1])) for line in lines)
    order = sorted(range(len(lines)), key=lambda at: refs[lines[at][0]])
    terms = Terms(ask.size, ask.features, ask.quotas, dict(ask.population), people)
    return Pool(terms, keys, tuple(order))
