"""One person: evaluated, explained, and what would lift them to the title."""

from __future__ import annotations

from dataclasses import dataclass

import tieuchi



@dataclass
class Reader:
    """A dossier with the names of the set."""

    books: int | None


def main() -> None:
    plan = tieuchi.compile(
        """language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2025-01-01
  applies to reader
subject reader "Reader"
  fact books "Books read": integer from 0 to 1000
criterion 1 "Reading" max 10 points
  score by books:
    under 12: 5 points [assumed]
    from 12 up: 10 points [assumed]
title friend "Friend of reading" when total_points >= 10
"""
    )
    for reader in (Reader(14), Reader(7), Reader(None)):
        outcome = plan.evaluate(reader, period=2025)
        total = outcome.total
        assert total is not None and outcome.title is not None
        print(total.certain, total.possible, outcome.title.holds("friend"))
        for item in outcome.items:
            print(" ", item.code, item.label, item.points)
        for way in outcome.suffices("friend").sets():
            print("  →", way)
    try:
        plan.evaluate({"boks": 7}, period=2025)
    except tieuchi.DiagnosticsError as error:
        for finding in error.diagnostics:
            print(finding.code, finding.pointer, finding.help and finding.help.en)


if __name__ == "__main__":
    main()
