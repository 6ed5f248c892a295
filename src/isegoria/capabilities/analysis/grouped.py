"""The texts of an activity in ideas and themes: read, compared, described. Nothing is written here."""

from collections import Counter
from itertools import batched
from typing import cast

import numpy as np
from django.utils.translation import gettext as _

from isegoria.capabilities.analysis import rules
from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.models import Seat as SeatRow
from isegoria.capabilities.analysis.queries import kept_ideas
from isegoria.capabilities.analysis.services import Grouped
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity
from isegoria.core.tasks.progress import SILENT, Progress
from isegoria.kernel.text import LANGUAGES, Language
from isegoria.kernel.text.bags import Floats
from isegoria.kernel.text.grouping import Seat, group
from isegoria.kernel.text.portraits import portraits, reasons, theme_portraits
from isegoria.kernel.text.report import summary
from isegoria.kernel.text.vectors import Encoder, offline_encoder

PART = 512
"""Texts encoded between two signs of progress."""


def grouped_texts(
    activity: Activity, progress: Progress = SILENT
) -> tuple[Grouped, dict[int, str]]:
    """The grouping of the texts that everybody sees, and the ideas that stayed as the team kept them.

    While one idea is kept, all stay as they are, and new texts join them or form ideas of their own. All
    texts are read in the language of most of them.
    """
    progress.start(0, step=_("Reading the texts"))
    shown = Post.objects.filter(
        activity=activity, kind__in=rules.text_kinds(activity.capability), shown=True
    ).order_by("pk")
    rows = list(shown.values_list("pk", "language", "title", "text"))
    keys = tuple(row[0] for row in rows)
    spoken = Counter(row[1] for row in rows if row[1] in LANGUAGES)
    language: Language = spoken.most_common(1)[0][0] if spoken else "fr"
    kept, settled = _settled(activity, keys)
    encoder = offline_encoder()
    progress.start(0, step=_("Comparing the texts"))
    found = group(
        [f"{title}\n{text}" if title else text for _key, _language, title, text in rows],
        language,
        encoder=_telling(encoder, progress) if encoder else None,
        settled=settled,
    )
    ideas = portraits(found)
    themes = [
        {"number": theme.theme, "words": list(theme.words), "ideas": list(theme.ideas)}
        for theme in theme_portraits(found, ideas)
    ]
    figures = {
        **summary(found),
        "language": language,
        "method": "sentences" if encoder else "words",
        "themes_told": themes,
    }
    return (
        Grouped(
            keys=keys,
            grouping=found,
            portraits=tuple(ideas),
            reasons=reasons(found),
            figures=figures,
        ),
        kept,
    )


def _settled(activity: Activity, keys: tuple[int, ...]) -> tuple[dict[int, str], dict[int, Seat]]:
    analysis = Analysis.objects.filter(activity=activity).only("pk").first()
    kept = kept_ideas(analysis) if analysis else {}
    if not kept:
        return {}, {}
    place = {key: at for at, key in enumerate(keys)}
    seats = SeatRow.objects.filter(idea__analysis=analysis).values_list(
        "post_id", "idea__theme", "idea__number"
    )
    return kept, {
        place[post]: Seat(theme, number) for post, theme, number in seats if post in place
    }


def _telling(encoder: Encoder, progress: Progress) -> Encoder:
    """The encoder, which tells how far it is and stops when asked to."""

    def encode(texts: object) -> Floats:
        said = list(cast("list[str]", texts))
        parts = [list(part) for part in batched(said, PART)]
        step = _("Reading the meaning of sentences and words")
        return np.concatenate(
            [encoder(part) for part in progress.track(parts, len(parts), step=step)]
        )

    return encode
