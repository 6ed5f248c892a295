"""The slip of one volunteer: what it takes to check that his or her line is in the pool.

The slip is private, since it holds the salt. With it and the published transcript alone, the volunteer
recomputes the pseudonym, reads the profile that was recorded, and climbs to the root of the pool.
"""

import json
from collections.abc import Mapping

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.record import SECRETS
from isegoria.kernel.merkle import inclusion_proof, leaf_hash, nodes_of


def slip(files: Mapping[str, bytes], name: str) -> bytes:
    """The slip of the person called ``name`` in the organiser's file, in canonical JSON.

    ``files`` is the record. Raises KeyError when nobody is called so, or when ``pool.jsonl`` or
    ``secrets.json`` is not among the files.
    """
    people = json.loads(files[SECRETS])["people"]
    lines = files["pool.jsonl"].splitlines()
    positions = (at for at, person in enumerate(people) if person["id"] == name)
    index = next(positions, None)
    if index is None:
        raise KeyError(name)
    node = nodes_of([leaf_hash(line) for line in lines])
    return canonical(
        {
            "id": name,
            "index": index,
            "line": lines[index].decode(),
            "proof": [sibling.hex() for sibling in inclusion_proof(node, index, len(lines))],
            "salt": people[index]["salt"],
        }
    )
