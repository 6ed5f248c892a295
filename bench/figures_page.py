"""The page of figures, made of what the runs told: misses first, then what was not run, then what holds."""

import json
from typing import Any

from figures import FIGURES, Figure, shown
from parts import PARTS

type Results = dict[str, Any]
"""What one part told: its figures by key (value, unit), and when, where and how busy the machine was."""

_SUMMARY = """\
What was promised, and what one machine measured: {missed} missed, {held} held, {unrun} not run.
`make bench` measures everything again, `make bench ARGS='--only lottery,text'` some parts.
"""
_NOTE = """
The load is the average of the last minute when the part began: above 1 on two cores, read seconds and rates
as bounds on the wrong side. Peers are those that public packages install, in environments of their own.
"""


def page(results: dict[str, Results]) -> str:
    """``docs/reference/figures.md`` as these results make it: misses, what was not run, what holds."""
    values = {key: value for one in results.values() for key, value in one["figures"].items()}
    marked = [one for one in FIGURES.values() if one.mark is not None]
    missed = [one for one in marked if one.key in values and not one.holds(values[one.key][0])]
    absent = [one for one in FIGURES.values() if one.key not in values]
    held = [one for one in marked if one.key in values and one not in missed]
    beside = [one for one in FIGURES.values() if one.mark is None and one.key in values]
    unrun = sum(one.mark is not None for one in absent)
    parts = [
        "<!-- Written by `make bench`: run it, do not change this page. -->\n",
        "# Figures\n",
        _SUMMARY.format(missed=len(missed), held=len(held), unrun=unrun),
        _table("Missed", missed, values),
        _table("Not run on this machine", absent, values),
        _table("Held", held, values),
        _table("Beside them, without a mark", beside, values),
        _circumstances(results),
    ]
    return "\n".join(part for part in parts if part)


def _table(title: str, figures: list[Figure], values: dict[str, list[Any]]) -> str:
    if not figures:
        return ""
    lines = ["| figure | mark | measured | |", "| --- | --- | --- | --- |"]
    for one in figures:
        measured, said = "", "not run"
        if one.key in values:
            value, unit = values[one.key]
            measured, said = shown(value, unit), "pass" if one.holds(value) else "**miss**"
            said = said if one.mark is not None else ""
        lines.append(f"| {one.what} (`{one.key}`) | {one.shown_mark()} | {measured} | {said} |")
    return f"## {title}\n\n" + "\n".join(lines) + "\n"


def _circumstances(results: dict[str, Results]) -> str:
    lines = [
        "## How\n",
        "| part | script | when | version | minutes | load before |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for part in PARTS:
        script = f"`bench/{' '.join(part.command)}`"
        one = results.get(part.name)
        when = ["not run", "", "", ""]
        if one is not None:
            stopped = "" if one["finished"] else ", stopped before its end"
            when = [one["at"] + stopped, one["commit"], str(one["minutes"]), str(one["load"])]
        lines.append(f"| {part.name} | {script} | {' | '.join(when)} |")
    lines += [_NOTE, *(f"* *{part.name}*: {part.method}." for part in PARTS), ""]
    machines = {json.dumps(one["machine"]) for one in results.values()}
    lines += [f"Machine: {_facts(json.loads(one))}.\n" for one in sorted(machines)]
    return "\n".join(lines)


def _facts(machine: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in machine.items())
