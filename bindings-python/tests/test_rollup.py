"""Roll-ups: levels that bring their results to the next, and the report of them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

import tieuchi

READER = """\
language en
criteria set YEAR "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 1000
criterion 1 "Books" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
title reader "Reader" when total_points >= 10
"""

VILLAGE = """\
language en
criteria set READING "Reading village" edition E1 [assumed]
  in force from 2024-01-01
  applies to village
  uses results YEAR edition E1 recognised
subject person "Person"
subject village "Village"
  has people "People": person
title bookish "Reading village" when (share people having YEAR.reader) >= 50%
"""

ROLLUP = """
title = { vi = "Báo cáo", en = "Report" }
place = "District"
period = "2025"
places = { table = "villages.csv", name = "name" }
sets = ["reader.tieuchi"]

[[level]]
name = "people"
set = "reader.tieuchi"
subjects = "people.csv"
place = "village"

[[level]]
name = "villages"
set = "village.tieuchi"
subjects = "villages.csv"
place = "id"
ignore_unknown = true
[level.members.people]
table = "residents.csv"
of = "people"
decided_on = 2025-12-31
"""


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """The file of a roll-up, its sets beside it and its tables in the folder `data`."""
    (tmp_path / "data").mkdir()
    for name, text in {
        "reader.tieuchi": READER,
        "village.tieuchi": VILLAGE,
        "year.toml": ROLLUP,
        "data/people.csv": "id,village,books\np1,v1,7\np2,v1,5\np3,v1,1\np4,v2,0\np5,v2,\np6,v2,-3\n",
        "data/villages.csv": "id,name\nv1,North\nv2,South\n",
        "data/residents.csv": "subject,id\nv1,p1\nv1,p2\nv1,p3\nv2,p4\nv2,p5\nv2,p6\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "year.toml"


def test_results_of_persons_decide_on_their_villages(job: Path) -> None:
    found = tieuchi.rollup(job, data=job.parent / "data")
    assert found.levels == ["people", "villages"]
    assert found.counts("people") == {
        "reader": 2,
        "none": 2,
        "not-ranked": 0,
        "outside": 0,
        "unsettled": 2,
    }
    assert found.table("villages").to_polars()["class"].to_list() == ["bookish", None]
    people = found.table("people").to_polars()
    assert people["village"].to_list() == ["v1", "v1", "v1", "v2", "v2", "v2"]
    assert len(found.table("people")) == 6
    assert found.problems["people"].counts() == {"out-of-range": 1}
    assert len(found.problems["villages"]) == 0
    assert found.plan("villages").id == "READING"
    assert "2 villages" in repr(found)


def test_one_subject_of_any_level_is_explained(job: Path) -> None:
    found = tieuchi.rollup(job, data=job.parent / "data")
    assert "books: 1" in found.why("people", "p3").to_text(lang="en")
    assert "Reading village" in found.why("villages", "v1").to_text(lang="en")
    with pytest.raises(KeyError, match="the levels are people, villages"):
        found.why("towns", "v1")
    with pytest.raises(KeyError, match='no subject "v9"'):
        found.why("villages", "v9")


def test_a_folder_gets_the_report_and_the_results(job: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "2025"
    found = tieuchi.rollup(job, data=job.parent / "data", out=out)
    assert sorted(file.name for file in out.iterdir()) == [
        "people.parquet",
        "people.receipt.json",
        "problems.csv",
        "report.html",
        "report.xlsx",
        "villages.parquet",
        "villages.receipt.json",
    ]
    kept = tieuchi.rollup(job, data=job.parent / "data")
    for level in found.levels:
        assert found.table(level).to_pyarrow().to_pylist() == kept.table(level).to_pyarrow().to_pylist()
    assert (out / "report.html").read_text(encoding="utf-8") == found.to_html()


def test_the_report_is_written_by_its_ending(job: Path, tmp_path: Path) -> None:
    found = tieuchi.rollup(job, data=job.parent / "data", redacted=True)
    found.report(tmp_path / "report.html", lang="en")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page == found.to_html(lang="en") and "North" in page and "p6" not in page
    found.report(tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(ValueError, match="xlsx"):
        found.report(tmp_path / "report.pdf")


def test_what_is_wrong_is_said_at_its_place(job: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"villages\.csv"):
        tieuchi.rollup(job)
    with pytest.raises(OSError, match=r"none\.toml"):
        tieuchi.rollup(tmp_path / "none.toml")
    job.write_text(ROLLUP.replace("period", "perod", 1), encoding="utf-8")
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        tieuchi.rollup(job)
    assert caught.value.diagnostics[0].code == "bad-rollup"
    assert caught.value.diagnostics[0].labels[0].line == 4
    job.write_text(ROLLUP.replace('"2025"', '"this year"'), encoding="utf-8")
    with pytest.raises(ValueError, match="write a year"):
        tieuchi.rollup(job, data=job.parent / "data")
    job.write_text(ROLLUP, encoding="utf-8")
    (tmp_path / "village.tieuchi").write_text(VILLAGE.replace("share", "shre"), encoding="utf-8")
    with pytest.raises(tieuchi.DiagnosticsError, match="village"):
        tieuchi.rollup(job, data=job.parent / "data")


def test_a_table_goes_out_without_a_copy(job: Path) -> None:
    """Who asks twice is shown the same memory."""
    table = tieuchi.rollup(job, data=job.parent / "data").table("people")

    def addresses(handed: pa.Table) -> list[int]:
        return [part.address for column in handed.columns for part in column.chunk(0).buffers() if part]

    one, other = table.to_pyarrow(), pa.table(table)
    assert len(addresses(one)) >= one.num_columns and addresses(one) == addresses(other)
