"""Official scoring criteria: checked, applied exactly, explained.

>>> import tieuchi
>>> plan = tieuchi.compile('''
... language en
... criteria set READING "Reading year" edition E1 [assumed]
...   in force from 2025-01-01
...   applies to reader
... subject reader "Reader"
...   fact books "Books read": integer from 0 to 1000
... criterion 1 "Reading" max 10 points
...   score by books:
...     under 12: 5 points [assumed]
...     from 12 up: 10 points [assumed]
... title friend "Friend of reading" when total_points >= 10
... ''')
>>> outcome = plan.evaluate({"books": 7}, period=2025)
>>> outcome.total.certain
Decimal('5')
>>> outcome.title.holds("friend")
'not-met'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path

from . import _tieuchi
from ._diagnostics import Bilingual, Diagnostic, Diagnostics, DiagnosticsError, Fix, Label, ProblemsError
from ._files import Source, neighbours, text_of, texts_of
from ._tieuchi import (
    LANGUAGE_VERSION,
    ClassOutcome,
    ColouredSet,
    Comparison,
    Context,
    Difference,
    Editions,
    Explanation,
    Facts,
    Impact,
    Item,
    Letter,
    Outcome,
    Plan,
    Points,
    PopulationReceipt,
    Problems,
    Receipt,
    RestsOn,
    Rollup,
    Suffices,
    Table,
    TableOutcome,
    Target,
    __version__,
)
from ._types import ArrowTable, Lang, Number, Period, Redact, Verdict

__all__ = [
    "LANGUAGE_VERSION",
    "ArrowTable",
    "Bilingual",
    "ClassOutcome",
    "ColouredSet",
    "Comparison",
    "Context",
    "Diagnostic",
    "Diagnostics",
    "DiagnosticsError",
    "Difference",
    "Editions",
    "Explanation",
    "Facts",
    "Fix",
    "Impact",
    "Item",
    "Label",
    "Lang",
    "Letter",
    "Number",
    "Outcome",
    "Period",
    "Plan",
    "Points",
    "PopulationReceipt",
    "Problems",
    "ProblemsError",
    "Receipt",
    "Redact",
    "RestsOn",
    "Rollup",
    "Source",
    "Suffices",
    "Table",
    "TableOutcome",
    "Target",
    "Verdict",
    "__version__",
    "check",
    "compile",
    "diff",
    "flatten",
    "format",
    "load",
    "rollup",
]


def compile(source: Source, *, name: str = "", library: Iterable[Source] = ()) -> Plan:
    """Compiles a set.

    ``source`` is its text, or the path of its file. ``library`` holds the other sets that it reads
    results of or rests on; of several texts only those asked for are read.

    Raises ``DiagnosticsError`` with every finding at once.

    >>> try:
    ...     compile("language en\\n")
    ... except DiagnosticsError as error:
    ...     print(error.diagnostics[0])
    error[missing-statement]: a statement `criteria set …` is missing
    """
    return _tieuchi.compile(text_of(source, name), library=texts_of(library))


def load(path: str | PathLike[str], *, library: Iterable[Source] = ()) -> Plan:
    """Compiles the set in a file.

    Sets that it asks for are looked for in its folder and in the folders beside that one;
    those in ``library`` come first.
    """
    source = text_of(Path(path))
    candidates = neighbours(Path(path)) if _tieuchi.needed_by(source) else []
    return _tieuchi.compile(source, library=texts_of(library), candidates=candidates)


def check(source: Source, *, name: str = "", library: Iterable[Source] = ()) -> Diagnostics:
    """Everything that is to be said about a set, its own examples included.

    >>> check("language en\\nsubjct person")[0].labels[0].line
    2
    """
    return _tieuchi.check(text_of(source, name), library=texts_of(library))


def format(source: Source, *, keywords: Lang | None = None) -> str:
    """The text in the one layout; with ``keywords`` also in the words of the other language.

    >>> print(format("language en\\ncriteria set   S  'A set' edition E1".replace("'", '"'), keywords="vi"), end="")
    ngôn ngữ vi
    bộ tiêu chí S "A set" bản E1
    """
    return _tieuchi.format(text_of(source), keywords=keywords)


def flatten(source: Source, *, library: Iterable[Source] = ()) -> str:
    """The text of a set that stands alone: what it rests on is written out, its edits are done."""
    return _tieuchi.flatten(text_of(source), library=texts_of(library))


def diff(old: Source, new: Source, *, library: Iterable[Source] = ()) -> Difference:
    """What one edition of a set says otherwise than another."""
    return _tieuchi.diff(text_of(old), text_of(new), library=texts_of(library))


def rollup(
    path: str | PathLike[str],
    *,
    data: str | PathLike[str] | None = None,
    out: str | PathLike[str] | None = None,
    redacted: bool = False,
) -> Rollup:
    """Assesses every level of a place, from persons up, as a roll-up file says.

    ``data`` is the folder of its tables, if they do not lie beside the file. With ``out`` the folder
    gets what ``tieuchi report`` writes: the report as a page and a workbook, the problems, and a table
    of results for each level, here as Parquet. Without it results stay in memory, a row for each
    subject. A report that is ``redacted`` names no person.

    Raises ``DiagnosticsError`` for what is wrong with the file, a set, or a whole table, and
    ``OSError`` for a file that cannot be read or written.
    """

    def read(set: Path, library: Sequence[Path]) -> Plan:
        return load(set, library=library)

    def folder(path: str | PathLike[str] | None) -> Path | None:
        return None if path is None else Path(path)

    return _tieuchi.rollup(Path(path), read, folder(data), folder(out), redacted)
