"""The labelled sample, for tests."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data" / "contributions.csv"


def contributions() -> list[dict[str, str]]:
    """id, theme, idea, text of 600 contributions."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def texts(*ideas: str) -> list[str]:
    """The texts of these ideas, idea after idea."""
    return [row["text"] for idea in ideas for row in contributions() if row["idea"] == idea]
