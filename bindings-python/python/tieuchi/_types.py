"""Names for the types that stand in signatures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

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
