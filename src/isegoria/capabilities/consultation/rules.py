"""Pure rules: the settings of a consultation, and what they make of its kinds of text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.core.post_kinds import PostKind, Results, Titles

PROPOSAL_CODE, TESTIMONY_CODE = "consultation.proposal", "consultation.testimony"

NO_TESTIMONIES = _(
    "This consultation takes no testimonies any more. Yours is not published; you can keep it as a"
    " draft, or copy its words into a proposal."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the organiser chose for one consultation. Anything not chosen yet has these values."""

    testimonies: bool = True
    titles_optional: bool = True
    pseudonyms: bool = False
    places: bool = True
    images: bool = True
    qualifiers: bool = True
    results: Results = Results.ALWAYS
    explanation: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Settings":
        """The settings as an activity stores them."""
        names = cls.__dataclass_fields__
        known = {name: value for name, value in stored.items() if name in names}
        if "results" in known:
            known["results"] = Results(known["results"])
        return cls(**known)


_FITTED: dict[tuple[str, Settings], tuple[PostKind, PostKind]] = {}
"""What :func:`fitted` made of which kind: a list asks for it with each of its texts."""


def fitted(kind: PostKind, activity: Any) -> PostKind:
    """A kind of contribution as the settings of its activity make it."""
    chosen = Settings.read(activity.settings)
    made_of, made = _FITTED.get((kind.code, chosen), (None, kind))
    if made_of is not kind:
        made = _made(kind, chosen)
        _FITTED[kind.code, chosen] = kind, made
    return made


def _made(kind: PostKind, chosen: Settings) -> PostKind:
    testimony = kind.code == TESTIMONY_CODE
    optional = testimony and chosen.titles_optional
    return replace(
        kind,
        closed=NO_TESTIMONIES if testimony and not chosen.testimonies else "",
        titles=Titles.OPTIONAL if optional else kind.titles,
        qualifiers=kind.qualifiers if chosen.qualifiers else (),
        places=chosen.places,
        images=kind.images if chosen.images else 0,
        pseudonyms=chosen.pseudonyms,
        results=chosen.results,
    )
