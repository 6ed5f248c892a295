"""Kinds of post: what a room declares about the texts people publish in it.

The spine (``commons/posts``) stores, revises, counts and shows every post alike; a kind says what a post
is called, who may publish it, how long it is, and what others can do with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from isegoria.core.phases import Action
from isegoria.core.policy import Policy
from isegoria.core.texts import Text


class Titles(StrEnum):
    """Whether a post of a kind bears a title."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Results(StrEnum):
    """When people see how many took each position."""

    ALWAYS = "always"
    AFTER_VOTING = "after_voting"
    AT_THE_END = "at_the_end"


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Something one can add to a position. ``bit`` is its place in the stored set, 0 to 14; ``value``
    the position (−1, 0 or +1) that it goes with."""

    bit: int
    code: str
    label: Text
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostKind:
    """A kind of post.

    ``publish`` is a policy about an activity. ``comments`` is the code of the kind of its comments, ''
    when it takes none. ``stances`` are the positions one can take on it, while a phase opens
    ``stance_action``. ``longest`` counts characters. A published text can be changed during
    ``edit_window`` (None: as long as its activity is open to publishing). ``block`` is a template that
    its page includes; ``address`` gives its page when the common one is not enough.

    ``images`` is how many a text may have; ``by_program`` lets
    programs publish it through the API, and a file bring it.
    ``places`` asks where it is about, ``pseudonyms`` lets its author
    show another name, ``sided`` asks whether a comment argues for or against; ``closed`` says why nothing of
    the kind is published any more, '' where it is. ``results`` says when positions are counted aloud.
    ``fitted`` gives the kind as the settings of one activity make it; it changes neither the code, nor who
    may publish, nor what opens positions. ``kept`` is told, in the same transaction, of each text of the
    kind that is published, changed, or begins or ceases to be shown. ``look_alikes`` finds published
    texts that say nearly the same: (activity, language, text, reference of the form) → view models of
    ``posts/alike.html``. ``answerable``: the authority owes an answer to each text of the kind that is
    handed over to it (``commons.posts.handing``).
    """

    code: str
    label: Text
    label_plural: Text
    publish: Policy
    titles: Titles = Titles.REQUIRED
    longest: int = 5_000
    comments: str = ""
    stances: tuple[int, ...] = ()
    stance_action: Action | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    edit_window: timedelta | None = None
    block: str = ""
    address: Callable[[Any], str] | None = None
    images: int = 0
    by_program: bool = False
    places: bool = False
    pseudonyms: bool = False
    sided: bool = False
    closed: Text = ""
    results: Results = Results.ALWAYS
    fitted: "Callable[[PostKind, Any], PostKind] | None" = None
    kept: Callable[[Any], None] | None = None
    look_alikes: Callable[[Any, str, str, UUID], Sequence[Any]] | None = None
    answerable: bool = False

    def within(self, activity: Any) -> "PostKind":
        """The kind as an activity has it."""
        return self.fitted(self, activity) if self.fitted else self
