"""Values on their way in and out: exact, or refused with their place."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

import tieuchi


def evaluate(plan: tieuchi.Plan, dossier: object) -> tieuchi.Outcome:
    return plan.evaluate(dossier, period=2025)


def findings(plan: tieuchi.Plan, dossier: object) -> list[tuple[str, str | None]]:
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        evaluate(plan, dossier)
    return [(finding.code, finding.pointer) for finding in caught.value.diagnostics]


def digest(plan: tieuchi.Plan, dossier: object) -> str:
    return evaluate(plan, dossier).receipt().digests["input"]


class Truth(enum.Enum):
    YES = True


class Lazy(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self.entries = entries

    def __getitem__(self, key: str) -> Any:
        return self.entries[key]

    def __iter__(self) -> Any:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@dataclass
class Reader:
    books: int
    hours: Decimal | None = None
    who: str = field(default="Lan", metadata={"tieuchi": "$id"})
    course: list[dict[str, int]] = field(default_factory=list[dict[str, int]])


WRITTEN = '{"$id": "Lan", "books": 14, "hours": 7.5, "born": "1990-02-28", "school": true, "course": [{"length": 3}]}'


@pytest.mark.parametrize(
    "other",
    [
        {"hours": "7.5"},
        {"hours": Decimal("7.50")},
        {"hours": 7.5},
        {"books": "14"},
        {"books": 14.0},
        {"born": date(1990, 2, 28)},
        {"born": datetime(1990, 2, 28, 23, 59)},
        {"school": Truth.YES},
        {"course": ({"length": 3},)},
        {"course": [MappingProxyType({"length": 3})]},
        {"course": [Lazy({"length": Decimal(3)})]},
        {"hours": {"value": 7.5, "status": "verified"}},
    ],
    ids=str,
)
def test_what_means_the_same_is_the_same(plan: tieuchi.Plan, other: dict[str, Any]) -> None:
    plain = {"$id": "Lan", "books": 14, "hours": Decimal("7.5"), "born": "1990-02-28", "school": True}
    assert digest(plan, {**plain, "course": [{"length": 3}], **other}) == digest(plan, WRITTEN)


def test_json_may_be_text_or_bytes(plan: tieuchi.Plan) -> None:
    assert digest(plan, WRITTEN.encode()) == digest(plan, WRITTEN)


def test_a_dataclass_is_a_dossier(plan: tieuchi.Plan) -> None:
    found = evaluate(plan, Reader(14, hours=Decimal("7.5"), course=[{"length": 3}]))
    assert found.id == "Lan"
    assert found.total is not None and found.total.certain == 10
    assert digest(plan, Reader(14)) == digest(plan, {"$id": "Lan", "books": 14, "hours": None, "course": []})


def test_scalars_of_numpy_are_numbers(plan: tieuchi.Plan) -> None:
    numpy = pytest.importorskip("numpy")
    given = {"$id": "Lan", "books": numpy.int16(14), "hours": numpy.float32(7.5), "school": numpy.bool_(True)}
    written = {"$id": "Lan", "books": 14, "hours": "7.5", "school": True}
    assert digest(plan, given) == digest(plan, written)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1 + 0.2, "float-not-decimal"),
        (float("nan"), "float-not-decimal"),
        (float("inf"), "float-not-decimal"),
        (1e300, "float-not-decimal"),
        (Decimal("NaN"), "bad-number"),
        (Decimal("1E+999999"), "bad-number"),
        (Decimal("1e-29"), "too-many-digits"),
        (2**70, "out-of-range"),
        (10**30, "out-of-range"),
        (-1, "out-of-range"),
        (Decimal("7.55"), "too-many-digits"),
        ("7,5", "bad-number"),
        (True, "wrong-kind"),
        ([7], "wrong-kind"),
        (Fraction(1, 3), "wrong-kind"),
        (7 + 0j, "wrong-kind"),
        (b"7", "wrong-kind"),
        (object(), "wrong-kind"),
        (datetime(2025, 1, 1, tzinfo=timezone.utc), "wrong-kind"),
    ],
    ids=str,
)
def test_a_number_that_is_none_is_refused(plan: tieuchi.Plan, value: object, code: str) -> None:
    found = findings(plan, {"hours": value})
    assert found == [(code, "/hours")]


@pytest.mark.parametrize("value", [datetime(2025, 1, 1, tzinfo=timezone.utc), 19_000.5, "31/12/1990", date(1850, 1, 1)])
def test_a_day_that_is_none_is_refused(plan: tieuchi.Plan, value: object) -> None:
    assert [pointer for _, pointer in findings(plan, {"born": value})] == ["/born"]


def test_floats_can_be_refused_altogether(plan: tieuchi.Plan) -> None:
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        plan.evaluate({"hours": 7.5}, period=2025, floats=False)
    assert [finding.code for finding in caught.value.diagnostics] == ["floats-refused"]


def test_every_fault_is_told_at_once(plan: tieuchi.Plan) -> None:
    given = {"boks": 1, "hours": "x", "course": [{"length": 3}, {"length": 101, "x/y": 1}], "school": "yes"}
    assert findings(plan, given) == [
        ("unknown-field", "/boks"),
        ("bad-number", "/hours"),
        ("out-of-range", "/course/1/length"),
        ("unknown-field", "/course/1/x~1y"),
        ("wrong-kind", "/school"),
    ]


@pytest.mark.parametrize("dossier", [[], 7, None, [("books", 7)]])
def test_a_dossier_is_an_object(plan: tieuchi.Plan, dossier: object) -> None:
    assert findings(plan, dossier) == [("wrong-kind", "")]


@pytest.mark.parametrize("key", [1, 1.10, None, ("books",), b"books"])
def test_a_key_is_a_text(plan: tieuchi.Plan, key: object) -> None:
    with pytest.raises(TypeError, match="keys of a dossier are texts"):
        evaluate(plan, {key: 1})


def test_what_an_object_raises_comes_back_as_itself(plan: tieuchi.Plan) -> None:
    class Broken(Lazy):
        def __getitem__(self, key: str) -> Any:
            raise KeyError("no connection")

    with pytest.raises(KeyError, match="no connection"):
        evaluate(plan, Broken({"books": 1}))
    with pytest.raises(UnicodeEncodeError):
        evaluate(plan, {"$id": "\ud800"})


def test_an_object_that_holds_itself_ends(plan: tieuchi.Plan) -> None:
    own: dict[str, Any] = {}
    own["hours"] = own
    assert findings(plan, own) == [("unknown-field", "/hours/hours")]


def test_points_are_exact() -> None:
    thirds = tieuchi.compile(
        """language en
criteria set S "Thirds" edition E1 [assumed]
  in force from 2025-01-01
  applies to group
subject group "Group"
  fact done "Done": integer from 0 to 3
criterion 1 "Share" max 10 points
  points equal 10 * done / 3, at most 10 points
title good "Good" when total_points >= 6.67
"""
    )
    found = thirds.evaluate({"done": 2}, period=2025).total
    assert found is not None and found.certain == Fraction(20, 3) and isinstance(found.certain, Fraction)
    whole = thirds.evaluate({"done": 3}, period=2025).total
    assert whole is not None and whole.certain == 10 and isinstance(whole.certain, Decimal)


def test_what_is_not_known_is_a_range(plan: tieuchi.Plan) -> None:
    found = evaluate(plan, {})
    assert found.total is not None and found.title is not None
    assert (found.total.certain, found.total.possible, found.total.is_settled) == (5, 10, False)
    assert found.title.holds("friend") == "unknown" and found.title.settled is None


def test_names_may_be_composed_either_way() -> None:
    vi = tieuchi.compile(
        """ngôn ngữ vi
bộ tiêu chí DOC_SACH "Năm đọc sách" bản B1 [giả định]
  hiệu lực từ 01/01/2025
  áp dụng cho người_đọc
đối tượng người_đọc "Người đọc"
  thông tin số_sách "Số sách đã đọc": số nguyên từ 0 đến 1000
danh hiệu bạn_đọc "Bạn đọc" khi số_sách >= 12
"""
    )
    import unicodedata

    decomposed = unicodedata.normalize("NFD", "số_sách")
    assert decomposed != "số_sách"
    assert digest(vi, {decomposed: 12}) == digest(vi, {"số_sách": 12})


@pytest.mark.parametrize("period", [1800, 2500, "2025", None, (2024, 2025), ("2025-01-01",), 2025.0])
def test_a_period_that_is_none_is_refused(plan: tieuchi.Plan, period: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        plan.evaluate({}, period=period)


def test_a_period_out_of_force_is_a_finding(plan: tieuchi.Plan) -> None:
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        plan.evaluate({}, period=2020)
    assert [finding.code for finding in caught.value.diagnostics] == ["edition-not-in-force"]
    assert plan.context(period=2020, as_if_in_force=True).period == (date(2020, 1, 1), date(2020, 12, 31))
