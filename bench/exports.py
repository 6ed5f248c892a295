"""How much memory an export of a million rows takes, in each format. Prints the peak last.

    python bench/exports.py [rows]

Each format runs in a process of its own, with Django set up but no database: the rows come from a generator,
so that what is measured is the writer. The figure is the peak of resident memory of the whole process; beside
it stands how much of it came after a warm-up of a hundred rows. Seconds are of processor time.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from crowd import peak
from figures import tell

ROWS = 1_000_000
FORMATS = ("csv", "json", "xlsx")


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Contributions as a large consultation would export them."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        yield {
            "ref": UUID(int=number),
            "number": number,
            "title": f"Des bus la nuit, ligne {number % 97}",
            "text": f"=Je propose que « {number} » bus roulent après minuit ; et le dimanche.",
            "support": Decimal(number % 1000) / 1000,
            "published_at": start + timedelta(seconds=number),
            "is_answered": number % 3 == 0,
        }


def measure(format_: str, count: int) -> None:
    """Write one export and print its figures on one line."""
    import django

    django.setup()
    from isegoria.core.exports import Export, ExportColumn, Format, Kind, write_export
    from isegoria.core.policy import EVERYONE, Policy

    kinds = {
        "ref": Kind.UUID,
        "number": Kind.INTEGER,
        "title": Kind.TEXT,
        "text": Kind.TEXT,
        "support": Kind.DECIMAL,
        "published_at": Kind.INSTANT,
        "is_answered": Kind.BOOLEAN,
    }
    export = Export(
        name="bench",
        label="Bench",
        columns=tuple(ExportColumn(name, name, kind) for name, kind in kinds.items()),
        rows=lambda: rows(count),
        policy=Policy("bench.read", "Read", EVERYONE),
    )
    with tempfile.TemporaryFile() as warm:
        small = Export(
            name="warm",
            label="W",
            columns=export.columns,
            rows=lambda: rows(100),
            policy=export.policy,
        )
        write_export(small, warm, Format(format_))
    before = peak()
    started = time.process_time()
    with tempfile.TemporaryFile() as file:
        written = write_export(export, file, Format(format_))
    seconds = time.process_time() - started
    print(
        f"{format_} {written.rows} {written.octets} {seconds:.1f} {peak():.1f} {peak() - before:.1f}"
    )


def main() -> None:
    """Measure every format; the last line is the figure."""
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) == 2 else ROWS
    worst = 0.0
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "ISEGORIA_ENV": "test",
            "ISEGORIA_HOME": home,
            "DJANGO_SETTINGS_MODULE": "isegoria.config.settings",
        }
        for format_ in FORMATS:
            order = [sys.executable, str(Path(__file__).resolve()), format_, str(count)]
            line = subprocess.run(
                order, env=environment, capture_output=True, text=True, check=True
            )
            name, done, octets, seconds, most, grown = line.stdout.split()
            worst = max(worst, float(most))
            size = f"{int(octets) / 1e6:.0f} MB"
            print(f"{name}: {done} rows, {size}, {seconds} s, peak {most} MB (+{grown} MB)")
    print(f"{worst:.1f} MB of memory at most for {count} rows")
    tell("exports.memory", worst)


if __name__ == "__main__":
    main()
