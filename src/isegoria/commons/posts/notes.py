"""What other rooms have to say about texts: an answer that is owed, what became of it."""

from collections.abc import Sequence

from isegoria.core import registry
from isegoria.core.component import Note


def notes_on(keys: Sequence[int]) -> dict[int, tuple[Note, ...]]:
    """What every room says of the posts ``keys``: as many statements as the rooms need, whatever the number
    of posts; none for no post."""
    found: dict[int, tuple[Note, ...]] = {}
    for component in registry.components() if keys else ():
        for key, note in (component.notes(keys) if component.notes else {}).items():
            found[key] = (*found.get(key, ()), note)
    return found
