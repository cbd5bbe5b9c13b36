"""Names for the types that stand in signatures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias

Lang: TypeAlias = Literal["vi", "en"]
"""A language of messages and keywords."""

Number: TypeAlias = Decimal | Fraction
"""An exact number; a ``Fraction`` where no decimal writes it."""

Verdict: TypeAlias = Literal["met", "not-met", "unknown", "not-applicable"]
"""Whether something is met."""

Period: TypeAlias = int | tuple[date | str, date | str]
"""A year, or the first and the last day of a period."""

Redact: TypeAlias = Literal["private", "all"]
"""What is kept back: what the set declares private, or every value."""


class ArrowStream(Protocol):
    """A table that gives a stream of Arrow: a frame of pandas or Polars, a relation of DuckDB, a table of pyarrow."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class ArrowBatch(Protocol):
    """A table in one piece, such as a record batch of pyarrow."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


ArrowTable: TypeAlias = ArrowStream | ArrowBatch
"""A table of any library that speaks Arrow."""


class Bar(Protocol):
    """A bar of progress."""

    def update(self, n: int, /) -> Any: ...

    def close(self) -> Any: ...


class MakesBar(Protocol):
    """What makes a bar of progress for so many subjects, such as ``tqdm``."""

    def __call__(self, *, total: int) -> Bar: ...
