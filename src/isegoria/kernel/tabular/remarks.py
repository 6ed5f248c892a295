"""What there is to say about several files at once: about each, and about what they mean together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Self

from isegoria.kernel.tabular.problems import TEMPLATES, Problem, Severity, placed


@dataclass(frozen=True, slots=True)
class Remark[S: StrEnum]:
    """One thing to say about the file ``sheet``; ``fatal`` when nothing can be done before it is put right.

    Each kernel has its own, with the English templates of its codes.
    """

    templates: ClassVar[Mapping[str, str]] = TEMPLATES

    sheet: S
    code: str
    line: int | None = None
    column: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    fatal: bool = True

    @classmethod
    def of(cls, sheet: S, problem: Problem) -> Self:
        """What the reader of tables said."""
        fatal = problem.severity is Severity.ERROR
        return cls(sheet, problem.code, problem.line, problem.column, problem.params, fatal)

    def sentence(self, template: str | None = None, where: str = "line {line}") -> str:
        """The remark in words, with its place. Both templates may be given in another language."""
        said = (template or self.templates[self.code]).format_map(self.params)
        return placed(said, where, self.line, self.column)
