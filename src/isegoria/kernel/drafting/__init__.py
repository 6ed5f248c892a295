"""Texts that several people write: what changed from one to the other, and two changes put together.

Everything here is a pure function of texts. Words are what people see: a letter changed in a word shows the
word changed. Nothing typed is ever lost: :func:`merge` either takes a change or shows it in a conflict.
"""

from isegoria.kernel.drafting.difference import Change, Kind, difference
from isegoria.kernel.drafting.merging import Conflict, Merge, merge
from isegoria.kernel.drafting.words import split

__all__ = ["Change", "Conflict", "Kind", "Merge", "difference", "merge", "split"]
