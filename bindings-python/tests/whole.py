"""A population as files, and what one machine says of it: what parts of it must come to."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

import tieuchi

FAMILIES = """\
language en
criteria set FAMILIES "Families" edition E1 [assumed]
  in force from 2025-01-01
  applies to family
subject person "Person"
  fact books "Books": integer from 0 to 100
subject family "Family"
  fact rooms "Rooms": integer from 0 to 50
  has people "People": person
evidence visit "Visits" with length: integer from 0 to 100
  if missing none
criterion 1 "Rooms" max 6 points
  score by rooms:
    under 3: 2.5 points [assumed]
    from 3 up: 6 points [assumed]
criterion 2 "Visits" max 10 points
  each visit where length >= 2: 2.5 points, at most 10 points
title good "Good" when total_points >= 8 and (share people having books >= 5) >= 50%
"""

SUBJECTS = 3_000


class Population(NamedTuple):
    plan: tieuchi.Plan
    subjects: str
    evidence: dict[str, str]
    whole: tieuchi.TableOutcome
    tally: dict[str, Any]

    def assert_same(self, results: Any, problems: Any, tally: Any, receipt: tieuchi.PopulationReceipt) -> None:
        """What came in parts is the whole, in whatever order."""

        def subject(row: dict[str, Any]) -> str:
            return row["id"]

        def place(row: dict[str, Any]) -> tuple[str, ...]:
            return row["table"], f"{row['row']:09}", row["code"], row["column"]

        assert sorted(results.to_pylist(), key=subject) == sorted(self.whole.to_pyarrow().to_pylist(), key=subject)
        assert sorted(problems.to_pylist(), key=place) == sorted(self.whole.problems.to_dicts(), key=place)
        assert tally == self.tally
        assert receipt == self.whole.receipt()


def written(folder: Path, table: pa.Table, files: int) -> str:
    """A table as a folder of files; in the order of their names they are the table again."""
    folder.mkdir()
    size = -(-table.num_rows // files)
    for at in range(files):
        pq.write_table(table.slice(at * size, size), folder / f"part-{at:03}.parquet", row_group_size=100)
    return str(folder)


def made(folder: Path) -> Population:
    """Families in no order, with rows of nobody, rows filed twice, cells that do not fit, two spellings
    of one name, and people of two families."""
    plan = tieuchi.compile(FAMILIES)
    ids = [f"hộ-{at * 7919 % SUBJECTS:05}" for at in range(SUBJECTS)]
    rooms: list[int | None] = [at % 7 if at % 11 else None for at in range(SUBJECTS)]
    rooms[17], rooms[1_900] = 99, -1
    for at, twin in ((2_000, 5), (2_999, 5), (1_500, 40)):
        ids[at] = unicodedata.normalize("NFD", ids[twin])
    subjects = pa.table(
        {"id": ids, "rooms": pa.array(rooms, pa.int32()), "commune": [f"xã {at % 5}" for at in range(SUBJECTS)]}
    )
    people = [(ids[at * 31 % SUBJECTS], f"p{at:05}", at % 9) for at in range(2 * SUBJECTS)]
    # Three families that hang together by two people, and two more.
    people += [(ids[1], "x1", 5), (ids[2], "x1", 5), (ids[2], "x2", 6), (ids[3], "x2", 6), (ids[8], "x3", 0)]
    people += [(unicodedata.normalize("NFD", ids[9]), "x3", 9), ("nobody", "x4", 3), (ids[4], "x5", 1_000)]
    members = pa.table(dict(zip(("subject", "id", "books"), zip(*people, strict=True), strict=True)))
    visits = [(ids[at * 13 % SUBJECTS], f"v{at % 4_000}", at % 6) for at in range(5_000)]
    visits += [("nobody", "v", 3), (ids[6], "twice", 3), (ids[6], "twice", 4), (ids[7], "w", 101)]
    evidence = pa.table(dict(zip(("subject", "id", "length"), zip(*visits, strict=True), strict=True)))
    whole = plan.evaluate_table(
        subjects, {"people": members, "visit": evidence}, period=2025, items=True, receipts=True, ignore_unknown=True
    )
    codes = whole.problems.counts()
    assert set(codes) == {"subject-filed-twice", "out-of-range", "member-of-two", "orphan-row", "row-filed-twice"}
    # The first row counts of a family that is filed twice.
    places: dict[str, str] = {}
    for subject, place in zip(reversed(ids), reversed(subjects["commune"].to_pylist()), strict=True):
        places[unicodedata.normalize("NFC", subject)] = place
    by = [places[subject] for subject in whole.to_pyarrow()["id"].to_pylist()]
    paths = {
        "people": written(folder / "people", members, 2),
        "visit": written(folder / "visits", evidence, 3),
    }
    return Population(plan, written(folder / "subjects", subjects, 4), paths, whole, whole.tally(by=by))
