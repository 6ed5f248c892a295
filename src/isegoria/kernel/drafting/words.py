"""Texts as sequences of pieces that are compared whole: words, marks, and what lies between them."""

import re

_PIECE = re.compile(
    r"""
    \n                            # a line ends
  | [^\S\n]+                      # blanks
  | \d+(?:[.,]\d+)+               # 1,5
  | [^\W_]+(?:[’'-][^\W_]+)*      # aujourd’hui, peut-être
  | .                             # a mark of punctuation, or anything else
    """,
    re.VERBOSE | re.DOTALL,
)


def split(text: str) -> list[str]:
    """The pieces of ``text``, in order; put together again they are ``text``."""
    return _PIECE.findall(text)
