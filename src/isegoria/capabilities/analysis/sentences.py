"""What the results say, in the language of the reader."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.capabilities.analysis.rules import LEAST_TOGETHER
from isegoria.core.ui.formatting import number, percent
from isegoria.kernel.opinion.mapping import LETTERS
from isegoria.kernel.opinion.meaning import Doubt

DOUBTS: Mapping[str, Promise] = {
    "no_groups": gettext_lazy("No groups were found: everybody stands in the same place."),
    "few_people": gettext_lazy("Only {kept} people are on the map: too few to speak for others."),
    "noise": gettext_lazy(
        "The map is no clearer than if everybody had answered at random: read nothing into places."
    ),
    "one_axis": gettext_lazy("Only left and right mean something: read nothing into heights."),
    "little": gettext_lazy(
        "The map shows {share} of the differences between people: most of them are not in the picture."
    ),
    "blurred": gettext_lazy("The groups blend into one another: their borders are arbitrary."),
    "unstable": gettext_lazy("With other people of the same opinions, the groups would be others."),
}
"""Why a map means little, by the code of the kernel."""
MILD = frozenset({"one_axis"})
"""What asks for care and leaves the groups as they are."""
STEADY, FIRM = 0.6, 0.8


def doubts(findings: Mapping[str, Any]) -> tuple[str, ...]:
    """Every reason why the map means little."""
    params: dict[str, str | int] = {
        "kept": number(findings["kept"]),
        "share": percent(sum(findings["shares"]), 1),
    }
    return tuple(Doubt(code, params).sentence(str(DOUBTS[code])) for code in findings["doubts"])


def stability(findings: Mapping[str, Any]) -> str:
    """What the bootstrap found, in words; '' without groups."""
    mean, times = findings["stability"], findings["replicates"]
    if mean is None:
        return ""
    if mean >= FIRM:
        said = _(
            "The map was drawn again %(times)s times, each time with people picked at random among those who"
            " took part: nearly the same groups came out."
        )
    elif mean >= STEADY:
        said = _(
            "The map was drawn again %(times)s times, each time with people picked at random among those who"
            " took part: groups much like these came out, with other borders."
        )
    else:
        said = _(
            "The map was drawn again %(times)s times, each time with people picked at random among those who"
            " took part: other groups came out. Do not rely on these."
        )
    return said % {"times": number(times)}


def chosen(choice: Mapping[str, Any]) -> str:
    """How many took the position for which a text was chosen, and elsewhere if it tells a group apart."""
    figures = {name: number(choice[name]) for name in ("count", "seen")}
    agree = choice["stance"] == "agree"
    if "others" not in choice:
        said = _("%(count)s of %(seen)s agree") if agree else _("%(count)s of %(seen)s disagree")
        return said % figures
    figures |= {name: number(choice[name]) for name in ("others", "others_seen")}
    said = (
        _("%(count)s of %(seen)s agree here, %(others)s of %(others_seen)s elsewhere")
        if agree
        else _("%(count)s of %(seen)s disagree here, %(others)s of %(others_seen)s elsewhere")
    )
    return said % figures


def agreeing(groups: Sequence[Sequence[int]], sizes: Sequence[int]) -> str:
    """How many agree in each group that is told of, and took a position (agree, neutral, disagree)."""
    return " · ".join(
        _("group %(letter)s: %(count)s of %(seen)s agree")
        % {"letter": letter, "count": number(counts[0]), "seen": number(sum(counts))}
        for letter, counts in _told(groups, sizes)
    )


def opposed(groups: Sequence[Sequence[int]], sizes: Sequence[int]) -> str:
    """How many agree and disagree in each group that is told of."""
    return " · ".join(
        _("group %(letter)s: %(agree)s agree, %(disagree)s disagree")
        % {"letter": letter, "agree": number(counts[0]), "disagree": number(counts[2])}
        for letter, counts in _told(groups, sizes)
    )


def _told(groups: Sequence[Sequence[int]], sizes: Sequence[int]) -> list[tuple[str, Sequence[int]]]:
    each = zip(LETTERS, groups, sizes, strict=False)
    return [
        (letter, counts) for letter, counts, size in each if size >= LEAST_TOGETHER and any(counts)
    ]
