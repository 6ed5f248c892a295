"""The files of the project, as the conventions see them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "isegoria"
_APART = {"vendor", "migrations", "node_modules", "__pycache__", ".venv", "var"}


def files(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """Our own files with one of ``suffixes``: nothing vendored, generated or installed."""
    tops = [under] if under != ROOT else [ROOT / top for top in ("src", "tests", "tools", "bench")]
    for top in tops:
        for path in sorted(top.rglob("*")):
            if path.suffix in suffixes and not _APART & set(path.relative_to(ROOT).parts):
                yield path


def parsed(under: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """The syntax trees of our modules, tests apart."""
    for path in files(".py", under=under):
        if "tests" not in path.relative_to(under).parts:
            yield path, ast.parse(path.read_text())


def name(path: Path) -> str:
    """A path as a message shows it."""
    return str(path.relative_to(ROOT))


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, at its top or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
