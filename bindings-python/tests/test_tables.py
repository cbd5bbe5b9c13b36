"""Populations: tables of every library in, Arrow out; a bad cell is a problem and never a wrong number."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import tieuchi

PEOPLE: dict[str, list[Any]] = {
    "id": ["a", "b", "c", "d"],
    "books": [14, 7, None, 30],
    "hours": [Decimal("7.5"), Decimal("0.0"), Decimal("3.1"), None],
    "born": [date(1990, 2, 28), date(1991, 1, 1), None, date(2000, 12, 31)],
    "school": [True, False, None, True],
}
COURSES: dict[str, list[Any]] = {"subject": ["d", "a", "a"], "length": [3, 5, 8]}
HOURS = pa.decimal128(5, 1)
SCHEMA = pa.schema(
    [("id", pa.string()), ("books", pa.int32()), ("hours", HOURS), ("born", pa.date32()), ("school", pa.bool_())]
)


@pytest.fixture(scope="module")
def plan(source: str) -> tieuchi.Plan:
    """A set that reads every column; what no result reads is not looked at."""
    return tieuchi.compile(
        source.replace(
            "when total_points >= 10",
            "when total_points >= 10 and (hours >= 5 or school or born <= 1980-01-01 "
            "or (count course where length >= 100) >= 1)",
        )
    )


@pytest.fixture(scope="module")
def people() -> pa.Table:
    return pa.table(PEOPLE, schema=SCHEMA)


@pytest.fixture(scope="module")
def courses() -> pa.Table:
    return pa.table(COURSES, schema=pa.schema([("subject", pa.string()), ("length", pa.int16())]))


def evaluate(plan: tieuchi.Plan, people: Any, courses: Any, **options: Any) -> tieuchi.TableOutcome:
    return plan.evaluate_table(people, {"course": courses}, period=2025, **options)


def codes(plan: tieuchi.Plan, people: Any, courses: Any, **options: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        evaluate(plan, people, courses, **options)
    return [(finding.code, finding.pointer) for finding in caught.value.diagnostics]


def problems(found: tieuchi.TableOutcome) -> list[tuple[str, str, int, str, str, str]]:
    return [
        (one["code"], one["table"], one["row"], one["subject"], one["column"], one["value"])
        for one in found.problems.to_dicts()
    ]


def with_column(people: pa.Table, name: str, column: Any) -> pa.Table:
    at = people.column_names.index(name)
    return people.set_column(at, name, column)


# ---- every library --------------------------------------------------------------------------


def forms(people: pa.Table) -> Iterator[tuple[str, Any]]:
    yield "table", people
    yield "batch", people.to_batches()[0]
    yield "reader", pa.RecordBatchReader.from_batches(people.schema, people.to_batches(max_chunksize=3))
    yield "chunks", pa.concat_tables([people.slice(0, 1), people.slice(1)])
    yield "slice", pa.concat_tables([people, people]).slice(2, 4).take([2, 3, 0, 1])
    yield "polars", pl.DataFrame(people)
    yield "pandas", people.to_pandas(types_mapper=pd.ArrowDtype)
    yield "index", people.to_pandas(types_mapper=pd.ArrowDtype).set_index(pd.Index([9, 7, 5, 3]))
    yield "duckdb", duckdb.sql("select * from people")


@pytest.mark.parametrize("at", range(9))
def test_tables_of_every_library_are_read(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table, at: int
) -> None:
    name, form = list(forms(people))[at]
    found = evaluate(plan, form, courses)
    results = found.to_polars()
    assert results["id"].to_list() == ["a", "b", "c", "d"], name
    assert results["total.certain"].to_list() == [10, 5, 5, 10], name
    assert results["class"].to_list() == ["friend", "none", None, "friend"], name
    assert len(found.problems) == 0 and len(found) == 4


def test_evidence_may_come_from_every_library(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    want = evaluate(plan, people, courses, receipts=True).receipt()
    for form in (pl.DataFrame(courses), duckdb.sql("select * from courses"), courses.to_pandas()):
        assert evaluate(plan, people, form, receipts=True).receipt() == want


def test_evidence_may_lie_in_the_subjects_table(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    want = evaluate(plan, people, courses, receipts=True).receipt()
    rows = [[{"length": 5}, {"length": 8}], [], [], [{"length": 3}]]
    nested = people.append_column("course", pa.array(rows, pa.list_(pa.struct([("length", pa.int16())]))))
    assert plan.evaluate_table(nested, period=2025, receipts=True).receipt() == want
    assert plan.evaluate_table(pl.DataFrame(nested), period=2025, receipts=True).receipt() == want


def test_order_and_chunks_change_nothing(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    want = evaluate(plan, people, courses, receipts=True).receipt()
    turned = people.take([3, 1, 0, 2])
    assert evaluate(plan, turned, courses.take([2, 0, 1]), receipts=True).receipt() == want
    assert evaluate(plan, turned, courses).to_polars()["id"].to_list() == ["d", "b", "a", "c"]


def test_each_row_is_the_outcome_of_its_dossier(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    found = evaluate(plan, people, courses)
    for at, row in enumerate(people.to_pylist()):
        dossier = {"$id": row.pop("id"), **row}
        dossier["course"] = [
            {"length": length}
            for subject, length in zip(COURSES["subject"], COURSES["length"], strict=True)
            if subject == dossier["$id"]
        ]
        alone = plan.evaluate(dossier, period=2025).to_dict()
        assert found.row(at).to_dict() == alone == found.row(dossier["$id"]).to_dict()
    assert found.row(-1).id == "d"
    assert "friend" in found.explain("a").to_text(lang="en").lower()
    with pytest.raises(IndexError):
        found.row(4)
    with pytest.raises(IndexError, match="no subject"):
        found.row("e")


# ---- without a copy -------------------------------------------------------------------------

LYING = [pa.int32(), pa.int64(), pa.uint64(), pa.float32(), pa.float64(), pa.decimal128(9, 0), pa.decimal256(9, 0)]
WIDENED = [pa.int8(), pa.int16(), pa.uint8(), pa.uint16(), pa.uint32()]


def over(kind: pa.DataType, values: list[int]) -> tuple[Any, pa.Array]:
    """A column of whole numbers, and the memory that it lies in."""
    if pa.types.is_decimal(kind):
        memory = np.zeros((len(values), kind.bit_width // 64), np.int64)
        memory[:, 0] = values
    else:
        memory = np.array(values, kind.to_pandas_dtype())
    return memory, pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(memory)])


@pytest.mark.parametrize("kept", [True, False])
def test_an_edit_says_what_its_set_says(source: str, people: pa.Table, courses: pa.Table, kept: bool) -> None:
    plan = tieuchi.compile(source)
    edited = tieuchi.compile(source.replace("when total_points >= 10", "when total_points >= 5"))
    before = plan.evaluate_table(people.select(["id", "books"]), period=2025, missing_unknown=True, again=kept)
    after = before.again(edited)
    assert after is not None and after.plan == edited
    want = edited.evaluate_table(people.select(["id", "books"]), period=2025, missing_unknown=True)
    assert after.to_polars().equals(want.to_polars())
    assert not after.to_polars().equals(before.to_polars())
    # A set that reads another column needs its table anew.
    other = tieuchi.compile(source.replace("when total_points >= 10", "when total_points >= 10 and school"))
    assert before.again(other) is None
    with pytest.raises(ValueError, match="another set"):
        before.again(edited, context=plan.context(period=2025))
    with pytest.raises(tieuchi.DiagnosticsError):
        before.again(tieuchi.compile(source.replace("2025-01-01", "2026-01-01")))


@pytest.mark.parametrize("kind", LYING + WIDENED, ids=str)
def test_a_column_is_read_where_it_lies(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table, kind: Any) -> None:
    """A single subject is read again from its tables, so what is written into them meanwhile is seen."""
    memory, column = over(kind, [14, 7, 3, 30])
    found = evaluate(plan, with_column(people, "books", column), courses)
    assert found.row("b").brief()["total"] == 5
    memory[1] = memory[3]
    assert found.row("b").brief()["total"] == (10 if kind in LYING else 5)


@pytest.mark.parametrize("library", ["slice", "chunks", "reader", "polars", "pandas"])
def test_tables_of_other_libraries_are_read_where_they_lie(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table, library: str
) -> None:
    memory, column = over(pa.int64(), [0, 14, 7, 3, 30, 0])
    books = {"id": pa.array(list("xabcdy")), "books": column}
    table = pa.table(books).slice(1, 4)
    form = {
        "slice": lambda: table,
        "chunks": lambda: pa.concat_tables([table.slice(0, 1), table.slice(1)]),
        "reader": lambda: table.to_reader(),
        "polars": lambda: pl.DataFrame(table),
        "pandas": lambda: table.to_pandas(types_mapper=pd.ArrowDtype),
    }[library]()
    found = evaluate(plan, form, courses, missing_unknown=True)
    assert found.row("b").brief()["total"] == 5
    memory[2] = 30
    assert found.row("b").brief()["total"] == 10


def test_days_truths_and_codes_are_read_where_they_lie(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table
) -> None:
    days, truths, codes = np.zeros(4, np.int32), np.zeros(8, np.uint8), np.array([0, 0, 0, 0], np.int32)
    count = len(people)
    words = pa.DictionaryArray.from_buffers(pa.dictionary(pa.int32(), pa.string()), count, [None, pa.py_buffer(codes)], pa.array(["7", "30"]))
    lying = with_column(people, "born", pa.Array.from_buffers(pa.date32(), count, [None, pa.py_buffer(days)]))
    lying = with_column(lying, "school", pa.Array.from_buffers(pa.bool_(), count, [None, pa.py_buffer(truths)]))
    lying = with_column(lying, "hours", pa.array([Decimal(0)] * count, HOURS))
    found = evaluate(plan, with_column(lying, "books", words), courses)

    def title() -> str | None:
        return found.row("a").brief()["title"]

    assert title() == "none"
    codes[0] = 1
    assert title() == "friend"
    days[0] = 10_000
    assert title() == "none"
    truths[0] = 1
    assert title() == "friend"


# ---- results --------------------------------------------------------------------------------


def test_results_have_exact_types(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    found = evaluate(plan, people, courses, items=True)
    table = found.to_pyarrow()
    assert pa.types.is_decimal128(table.schema.field("total.certain").type)
    assert pa.types.is_dictionary(table.schema.field("class").type)
    assert table["1.certain"].to_pylist() == [10, 5, 5, 10]
    assert isinstance(table["1.certain"].to_pylist()[0], Decimal)
    assert pl.DataFrame(found)["total.possible"].to_list() == [10, 5, 10, 10]
    frame = found.to_pandas()
    assert frame["total.certain"].tolist() == [Decimal(10), Decimal(5), Decimal(5), Decimal(10)]
    assert frame["class"].dtype == "category"
    assert duckdb.from_arrow(table).shape == (4, 13)


def test_counts_and_sums(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    found = evaluate(plan, people, courses, items=True)
    assert found.counts() == {"friend": 2, "none": 1, "not-ranked": 0, "outside": 0, "unsettled": 1}
    sums = found.tally(by=["north", "south", "north", "south"])
    assert (sums["subjects"], sums["points"]) == (4, "30")
    assert sums["classes"] == [{"class": "friend", "settled": 2, "reached": 2, "reached_possibly": 3}]
    assert [(group["name"], group["subjects"], group["unsettled"]) for group in sums["groups"]] == [
        ("north", 2, 1),
        ("south", 2, 0),
    ]
    assert sums["items"][0]["points"]["possible"] == "35"
    with pytest.raises(ValueError, match="a name for each"):
        found.tally(by=["north"])
    assert "<td>Friend of reading</td>" in found._repr_html_()
    assert repr(found) == "<tieuchi.TableOutcome READING: 4 subjects, 0 problems>"


def test_another_edition_is_compared_on_the_same_tables(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table
) -> None:
    harder = tieuchi.compile(plan.source.replace("under 12", "under 20").replace("from 12", "from 20"))
    impact = evaluate(plan, people, courses).impact(evaluate(harder, people, courses))
    assert "1" in impact.to_text(lang="en") and impact.to_dict()["changes"]["lost"] == 1


def test_a_receipt_needs_digests(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    with pytest.raises(ValueError, match="receipts=True"):
        evaluate(plan, people, courses).receipt()
    receipt = evaluate(plan, people, courses, receipts=True).receipt()
    assert len(receipt) == 4 and tieuchi.PopulationReceipt.from_json(receipt.to_json()) == receipt


def test_nobody_is_a_population(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    found = evaluate(plan, people.slice(0, 0), courses.slice(0, 0))
    assert len(found) == 0 and found.to_polars().height == 0
    assert found.to_polars().schema == evaluate(plan, people, courses).to_polars().schema


# ---- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("books", pa.array([date(2025, 1, 1)] * 4)),
        ("books", pa.array([True] * 4)),
        ("books", pa.array([[1]] * 4)),
        ("books", pa.array([b"1"] * 4)),
        ("books", pa.array([1] * 4, pa.duration("s"))),
        ("born", pa.array([datetime(2025, 1, 1, tzinfo=timezone.utc)] * 4)),
        ("born", pa.array([1.5] * 4)),
        ("school", pa.array([0, 1, 1, 0])),
    ],
    ids=lambda value: str(getattr(value, "type", value)),
)
def test_a_column_of_a_wrong_type_is_refused(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table, name: str, column: Any
) -> None:
    assert codes(plan, with_column(people, name, column), courses) == [("wrong-column-type", f"/reader/{name}")]


def test_columns_that_are_missing_or_unknown_are_refused(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table
) -> None:
    assert codes(plan, people.drop_columns(["id"]), courses) == [("missing-column", "/reader/id")]
    assert codes(plan, people, courses.drop_columns(["subject"])) == [("missing-column", "/course/subject")]
    assert codes(plan, people.drop_columns(["books"]), courses) == [("missing-column", "/reader/books")]
    assert codes(plan, people.append_column("boks", people["books"]), courses) == [("unknown-column", "/reader/boks")]


def test_tables_that_are_missing_or_unknown_are_refused(plan: tieuchi.Plan, people: pa.Table) -> None:
    with pytest.raises(tieuchi.DiagnosticsError, match="unknown-table"):
        plan.evaluate_table(people, {"curse": people}, period=2025)


def test_what_is_missing_can_be_taken_as_not_filed(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    found = evaluate(plan, people.drop_columns(["books"]), courses, missing_unknown=True)
    assert found.to_polars()["total.possible"].to_list() == [10] * 4
    extra = people.append_column("note", people["id"])
    assert len(evaluate(plan, extra, courses, ignore_unknown=True)) == 4


def test_null_and_repeated_keys_are_problems(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    without = with_column(people, "id", pa.array(["a", None, "c", "d"]))
    assert problems(evaluate(plan, without, courses))[0][:3] == ("subject-without-id", "reader", 2)
    twice = with_column(people, "id", pa.array(["a", "b", "a", "d"]))
    found = evaluate(plan, twice, courses)
    assert len(found) == 3
    assert ("subject-filed-twice", "reader", 3, "a") in [one[:4] for one in problems(found)]
    stray = pa.table({"subject": ["a", None, "x"], "length": pa.array([1, 2, 3], pa.int16())})
    assert [one[:3] for one in problems(evaluate(plan, people, stray))] == [
        ("orphan-row", "course", 2),
        ("orphan-row", "course", 3),
    ]


@pytest.mark.parametrize(
    ("name", "column", "problem"),
    [
        ("books", pa.array([14, -1, 3, 30]), ("out-of-range", 2, "b", "-1")),
        ("books", pa.array([14, 7, 3, 2**40]), ("out-of-range", 4, "d", str(2**40))),
        ("books", pa.array([14.0, 7.0, 0.1 + 0.2, 30.0]), ("float-not-decimal", 3, "c", "0.30000000000000004")),
        ("books", pa.array([14.0, float("nan"), 3.0, 30.0]), ("float-not-decimal", 2, "b", "NaN")),
        ("books", pa.array(["14", "7", "x", "30"]), ("bad-number", 3, "c", "x")),
        ("hours", pa.array([Decimal("7.55")] + [Decimal("7.5")] * 3), ("too-many-digits", 1, "a", "7.55")),
        (
            "hours",
            pa.array([Decimal(10**40)] + [Decimal(1)] * 3, pa.decimal256(50, 1)),
            ("out-of-range", 1, "a", f"{10**40}.0"),
        ),
        ("born", pa.array(["1990-02-28", "1991-02-30", "1992", "1993-05"]), ("bad-date", 2, "b", "1991-02-30")),
        ("born", pa.array([date(1990, 1, 1), date(1850, 1, 1), None, None]), ("bad-date", 2, "b", "1970-01-01 -43829")),
        ("school", pa.array(["true", "perhaps", "false", None]), ("wrong-kind", 2, "b", "perhaps")),
    ],
    ids=str,
)
def test_a_bad_cell_is_a_problem_and_not_known(
    plan: tieuchi.Plan,
    people: pa.Table,
    courses: pa.Table,
    name: str,
    column: Any,
    problem: tuple[str, int, str, str],
) -> None:
    found = evaluate(plan, with_column(people, name, column), courses)
    code, row, subject, value = problem
    assert problems(found) == [(code, "reader", row, subject, name, value)]
    assert found.problems.counts() == {code: 1}
    assert value.split(" ")[0] in found.problems.to_text(lang="en")
    assert found.problems.to_polars()["code"].to_list() == [code]
    assert found.problems.to_pandas()["row"].tolist() == [row]
    if name == "books":
        assert found.to_polars()["total.possible"][row - 1] == 10
    with pytest.raises(tieuchi.ProblemsError, match=code) as caught:
        evaluate(plan, with_column(people, name, column), courses, strict=True)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    "column",
    [
        pa.array([14, 7, None, 30], pa.uint64()),
        pa.array([14, 7, None, 30], pa.int8()),
        pa.array([14.0, 7.0, None, 30.0], pa.float32()),
        pa.array([Decimal(14), Decimal(7), None, Decimal(30)], pa.decimal256(60, 2)),
        pa.array(["14", "7", None, "30"]),
        pa.array(["14", "7", None, "30"], pa.large_string()),
        pa.array(["14", "7", None, "30"], pa.string_view()),
        pa.array(["14", "7", None, "30"]).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2], pa.uint8()), pa.array([14, 7, 30])),
        pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3], pa.int64()), pa.array([14, 7, None, 30])),
    ],
    ids=lambda column: str(column.type),
)
def test_every_type_that_can_hold_a_number_does(
    plan: tieuchi.Plan, people: pa.Table, courses: pa.Table, column: Any
) -> None:
    want = evaluate(plan, people, courses, receipts=True).receipt()
    found = evaluate(plan, with_column(people, "books", column), courses, receipts=True)
    assert found.receipt() == want and len(found.problems) == 0


def test_floats_can_be_refused_altogether(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    floats = with_column(people, "books", pa.array([14.0, 7.0, None, 30.0]))
    assert codes(plan, floats, courses, floats=False) == [("floats-refused", "/reader/books")]


def test_an_unknown_code_of_a_category_is_a_problem() -> None:
    plan = tieuchi.compile(
        """language en
criteria set S "Kinds" edition E1 [assumed]
  in force from 2025-01-01
  applies to person
subject person "Person"
  fact kind "Kind": one of "good", "fair"
title fine "Fine" when kind = "good"
"""
    )
    codes = pd.Categorical(["good", "bad", None, "fair"], categories=["bad", "fair", "good"])
    for frame in (
        pd.DataFrame({"id": list("abcd"), "kind": codes}),
        pl.DataFrame({"id": list("abcd"), "kind": pl.Series(["good", "bad", None, "fair"], dtype=pl.Categorical)}),
        pl.DataFrame(
            {"id": list("abcd"), "kind": pl.Series(["good", "bad", None, "fair"], dtype=pl.Enum(["bad", "fair", "good"]))}
        ),
    ):
        found = plan.evaluate_table(frame, period=2025)
        assert [one[:3] + one[4:] for one in problems(found)] == [("bad-option", "person", 2, "kind", "bad")]
        assert found.to_polars()["class"].to_list() == ["fine", None, None, "none"]


def test_what_is_no_table_is_refused(plan: tieuchi.Plan, people: pa.Table) -> None:
    for none in (PEOPLE, [1, 2], None, "people.parquet"):
        with pytest.raises(TypeError, match="__arrow_c_stream__"):
            plan.evaluate_table(none, period=2025)  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="course"):
        plan.evaluate_table(people, {"course": {}}, period=2025)  # pyright: ignore[reportArgumentType]


def test_a_stream_that_breaks_half_way_gives_nothing(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield people.to_batches()[0]
        raise OSError("the line went dead")

    broken = pa.RecordBatchReader.from_batches(people.schema, batches())
    with pytest.raises(OSError, match="^the line went dead$"):
        evaluate(plan, broken, courses)


# ---- threads, interrupts, progress ----------------------------------------------------------

MANY = 200_000


@pytest.fixture(scope="module")
def many() -> tuple[pl.DataFrame, pl.DataFrame]:
    people = pl.select(pl.int_range(MANY).alias("at")).select(
        ("p" + pl.col("at").cast(pl.String)).alias("id"),
        (pl.col("at") % 30).cast(pl.Int32).alias("books"),
        pl.lit(None, pl.Decimal(5, 1)).alias("hours"),
        pl.lit(None, pl.Date).alias("born"),
        pl.lit(None, pl.Boolean).alias("school"),
    )
    courses = people.select(pl.col("id").alias("subject"), (pl.col("books") * 2).alias("length"))
    return people, courses


def test_a_bar_of_progress_is_filled(plan: tieuchi.Plan, many: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    bars: list[Bar] = []

    class Bar:
        def __init__(self, *, total: int) -> None:
            self.total, self.done, self.closed = total, 0, False
            bars.append(self)

        def update(self, n: int, /) -> None:
            self.done += n

        def close(self) -> None:
            self.closed = True

    evaluate(plan, *many, progress=Bar)
    assert [(bar.total, bar.done, bar.closed) for bar in bars] == [(MANY, MANY, True)]


def test_what_a_bar_raises_comes_back(plan: tieuchi.Plan, people: pa.Table, courses: pa.Table) -> None:
    def broken(*, total: int) -> Any:
        raise LookupError(f"no bar for {total}")

    with pytest.raises(LookupError, match="no bar for 4"):
        evaluate(plan, people, courses, progress=broken)


def test_an_interrupt_is_honoured_within_a_second(
    plan: tieuchi.Plan, many: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    people, courses = many
    sent: list[float] = []

    def interrupt() -> None:
        time.sleep(0.2)
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        while True:
            evaluate(plan, people, courses, items=True)
    assert time.monotonic() - sent[0] < 1
    thread.join()


def test_the_interpreter_is_free_meanwhile(plan: tieuchi.Plan, many: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    done = threading.Event()

    def run() -> None:
        evaluate(plan, *many, items=True)
        done.set()

    thread = threading.Thread(target=run)
    thread.start()
    longest = 0.0
    while not done.is_set():
        begun = time.monotonic()
        time.sleep(0.001)
        longest = max(longest, time.monotonic() - begun)
    thread.join()
    assert longest < 0.5
