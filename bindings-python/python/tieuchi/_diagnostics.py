"""Findings: what is wrong with a set, a dossier or a table, as objects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ._types import Lang

if TYPE_CHECKING:
    from ._tieuchi import Problems


class Bilingual(NamedTuple):
    """A text in both languages."""

    vi: str
    en: str

    def get(self, lang: Lang) -> str:
        """The text of one language."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Label:
    """A place in a text, with a word on its part in the finding.

    ``start`` and ``end`` count code points, so ``text[start:end]`` is what is meant; ``line`` and
    ``column`` count from 1, columns in letters as a reader sees them.
    """

    start: int
    end: int
    line: int
    column: int
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement that mends the fault, in code points."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``code`` is a kebab-case name that never changes. ``pointer`` is the place in a dossier or table
    as a JSON pointer, ``source`` the name of the text that ``labels`` point into.
    """

    code: str
    severity: Literal["note", "warning", "error"]
    message: Bilingual
    help: Bilingual | None = None
    source: str | None = None
    pointer: str | None = None
    labels: tuple[Label, ...] = ()
    args: dict[str, str] = field(default_factory=dict[str, str], hash=False)
    fix: Fix | None = None

    def __str__(self) -> str:
        return f"{self.severity}[{self.code}]: {self.message.en}"


class Diagnostics(tuple[Diagnostic, ...]):
    """Findings in the order of the text; none is an empty tuple.

    ``str()`` shows each with the line it is about and a mark under it, in the language of the set.
    """

    _lang: Lang
    _texts: Bilingual
    _pages: Bilingual

    def __new__(
        cls,
        findings: Iterable[Diagnostic] = (),
        lang: Lang = "en",
        texts: Bilingual = Bilingual("", ""),
        pages: Bilingual = Bilingual("", ""),
    ) -> Diagnostics:
        self = super().__new__(cls, findings)
        self._lang, self._texts, self._pages = lang, texts, pages
        return self

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self), self._lang, self._texts, self._pages

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Those that prevent use."""
        return tuple(finding for finding in self if finding.severity == "error")

    def to_text(self, *, lang: Lang | None = None) -> str:
        """The findings as text, one paragraph each."""
        return self._texts.get(lang or self._lang)

    def to_html(self, *, lang: Lang | None = None) -> str:
        """The same as HTML to be put into a page."""
        return self._pages.get(lang or self._lang)

    def _repr_html_(self) -> str:
        return self.to_html() if self else "<p>✓</p>"

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        codes = ", ".join(finding.code for finding in self[:5])
        more = f", … {len(self) - 5} more" if len(self) > 5 else ""
        return f"<tieuchi.Diagnostics: {codes}{more}>" if self else "<tieuchi.Diagnostics: none>"


class DiagnosticsError(ValueError):
    """A set, a dossier, a table or an option is at fault; every finding is in ``diagnostics``."""

    diagnostics: Diagnostics

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n" + self.diagnostics.to_text().rstrip()

    def _repr_html_(self) -> str:
        return self.diagnostics.to_html()


class ProblemsError(ValueError):
    """Tables have problems where none is accepted; all are in ``problems``."""

    problems: Problems

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n" + self.problems.to_text().rstrip()

    def _repr_html_(self) -> str:
        return self.problems._repr_html_()


def made(
    findings: list[dict[str, Any]], lang: Lang, texts: tuple[str, str], pages: tuple[str, str]
) -> Diagnostics:
    """Findings from the form in which they cross into other languages."""
    return Diagnostics(map(_finding, findings), lang, Bilingual(*texts), Bilingual(*pages))


def _finding(raw: dict[str, Any]) -> Diagnostic:
    fix = raw.get("fix")
    help = raw.get("help")
    return Diagnostic(
        code=raw["code"],
        severity=raw["severity"],
        message=Bilingual(**raw["message"]),
        help=Bilingual(**help) if help else None,
        source=raw.get("source"),
        pointer=raw.get("pointer"),
        labels=tuple(_label(label) for label in raw.get("labels", ())),
        args=raw["args"],
        fix=Fix(_offset(fix["start"]), _offset(fix["end"]), fix["replacement"]) if fix else None,
    )


def _label(raw: dict[str, Any]) -> Label:
    start, end = raw["start"], raw["end"]
    return Label(
        start=_offset(start),
        end=_offset(end),
        line=start.get("line", 0),
        column=start.get("column", 0),
        text=Bilingual(**raw["text"]),
    )


def _offset(raw: dict[str, int]) -> int:
    return raw.get("code_point", raw.get("byte", 0))
