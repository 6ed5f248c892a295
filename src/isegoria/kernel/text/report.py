"""The files of a grouping, byte for byte the same for the same grouping."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from isegoria.kernel.tabular import guard
from isegoria.kernel.text.grouping import Grouping
from isegoria.kernel.text.portraits import portraits, reasons, theme_portraits


def files(grouping: Grouping, ids: Sequence[str], facts: Mapping[str, object]) -> dict[str, bytes]:
    """texts.csv, ideas.csv, themes.csv and summary.json; ``facts`` join the summary."""
    ideas = portraits(grouping)
    themes = theme_portraits(grouping, ideas)
    why = reasons(grouping)

    def told(numbers: Iterable[int]) -> str:
        return " ".join(ids[number] for number in numbers)

    texts = []
    for number, (key, seat) in enumerate(zip(ids, grouping.seats, strict=True)):
        because = why.get(grouping.eldest[number])
        texts.append(
            [
                key,
                seat.theme if seat else "",
                seat.idea if seat else "",
                grouping.likeness[number] if seat else "",
                " ".join(because.words) if because else "",
                ids[because.nearest] if because and because.nearest is not None else "",
                ids[grouping.eldest[number]] if grouping.eldest[number] != number else "",
            ]
        )
    return {
        "texts.csv": _table(
            ["id", "theme", "idea", "likeness", "words", "nearest", "copy_of"], texts
        ),
        "ideas.csv": _table(
            ["idea", "theme", "words", "texts", "different", "central", "dissenting", "rarest"],
            [
                [
                    idea.idea,
                    idea.theme,
                    " ".join(idea.words),
                    idea.texts,
                    idea.different,
                    told(idea.central),
                    told(idea.dissenting),
                    told(idea.rarest),
                ]
                for idea in ideas
            ],
        ),
        "themes.csv": _table(
            ["theme", "words", "ideas", "texts"],
            [
                [theme.theme, " ".join(theme.words), " ".join(map(str, theme.ideas)), theme.texts]
                for theme in themes
            ],
        ),
        "summary.json": (
            json.dumps({**summary(grouping), **facts}, ensure_ascii=False, indent=2) + "\n"
        ).encode(),
    }


def summary(grouping: Grouping) -> dict[str, object]:
    """The figures of a grouping."""
    seated = [seat for seat in grouping.seats if seat]
    return {
        "texts": len(grouping.seats),
        "different": len(grouping.rows),
        "copies": len(grouping.seats) - len(grouping.rows),
        "grouped": len(seated),
        "not_grouped": len(grouping.seats) - len(seated),
        "ideas": len({seat.idea for seat in seated}),
        "themes": len({seat.theme for seat in seated}),
    }


def _table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(
        [guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return stream.getvalue().encode()
