"""What every file must respect."""

import ast
import re

from tests.architecture.tree import PACKAGE, ROOT, files, name, parsed

MOST_LINES = 400
MARKS = re.compile(r"TOD[O]|FIXM[E]|XX[X]\b|pragma: no cove[r]")

READS_TIME = re.compile(r"\b(datetime\.(utc)?now|date\.today|timezone\.now|time\.time)$")


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        f"{name(path)}: {count}"
        for path in files(".py", ".html", ".css", ".js", ".sh", ".typ")
        if (count := len(path.read_text().splitlines())) > MOST_LINES
    ]
    assert not long


def test_no_work_is_left_behind_in_a_comment() -> None:
    marked = [
        name(path)
        for path in files(".py", ".html", ".css", ".js")
        if MARKS.search(path.read_text())
    ]
    assert not marked


def test_only_the_clock_reads_the_time() -> None:
    """A rule that reads the clock itself cannot be tested at the edge of a phase."""
    readers = []
    for path, tree in parsed():
        if path == PACKAGE / "core" / "clock.py":
            continue
        readers += [
            f"{name(path)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and READS_TIME.search(ast.unparse(node))
        ]
    assert not readers


def test_every_module_class_and_public_function_of_the_kernel_is_documented() -> None:
    bare = []
    for path, tree in parsed(PACKAGE / "kernel"):
        if tree.body and ast.get_docstring(tree) is None:
            bare.append(name(path))
        bare += [
            f"{name(path)}:{node.name}"
            for node in _outer(tree)
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]
    assert not bare


def _outer(tree: ast.Module) -> list[ast.stmt]:
    """What a module and its classes define, without the functions inside functions."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [*tree.body, *(node for found in classes for node in found.body)]


def test_every_template_is_used() -> None:
    """A template is used when its name stands in the code, in another template, or is Django's own."""
    templates = {
        str(path.relative_to(folder)): path
        for folder in PACKAGE.rglob("templates")
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.is_file()
    }
    text = "\n".join(path.read_text() for path in files(".py", ".html", ".txt", under=PACKAGE))
    by_framework = re.compile(
        r"^(\d{3}\.html|django/forms/.*|(account|allauth|mfa|socialaccount|usersessions)/.*)$"
    )
    unused = [
        template
        for template in templates
        if not by_framework.match(template) and f'"{template}"' not in text
    ]
    assert not unused


def test_pages_hold_no_inline_script_style_or_foreign_address() -> None:
    forbidden = re.compile(
        r"""<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|"""
        r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""",
        re.IGNORECASE,
    )
    faults = [
        f"{name(path)}: {match.group(0)}"
        for path in files(".html", under=PACKAGE)
        if (match := forbidden.search(path.read_text()))
    ]
    assert not faults


def test_nothing_committed_names_a_registry() -> None:
    """Locks carry hashes, not addresses, so that a city can install from its own mirror."""
    address = re.compile(r"https?://[^\s\"']*(?:/simple/|/packages/|registry\.)")
    faults = [
        name(path)
        for path in [*ROOT.glob("requirements/*"), ROOT / "pyproject.toml", ROOT / "Makefile"]
        if address.search(path.read_text())
    ]
    assert not faults
