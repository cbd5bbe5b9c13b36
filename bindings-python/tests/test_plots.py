"""Charts: the figures behind each one are those of the results, and a picture can be made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import tieuchi
from tieuchi import plots

SCORED = """\
language en
criteria set SCORED "Scored" edition E1 [assumed]
  in force from 2025-01-01
  applies to person
  scale 20 points, rescaled, round to 1 half up [assumed]
subject person "Person"
  fact a "A": integer from 0 to 10
  fact b "B": integer from 0 to 10
  fact abroad "Abroad": yes no
criterion 1 "First" max 10 points
  indicator 1.1 "A" max 6 points
    score by a:
      under 5: 2 points [assumed]
      from 5 up: 6 points [assumed]
  indicator 1.2 "B" max 4 points
    met when b >= 5: 4 points [assumed]
criterion 2 "Second" max 6 points
  applies only when abroad; otherwise rescale [assumed]
  met when b >= 8: 6 points [assumed]
classification result "Result": highest class, otherwise left open
title good "Good" when total_points >= 12 and a >= 1
title fair "Fair" when total_points >= 7.5
"""

TARGETS = """\
language en
target set AIMS "Aims" edition E1
  in force from 2025-01-01 to 2030-12-31
  applies to commune
  structure target
subject person "Person"
  fact grown "Grown up": yes no
subject commune "Commune"
  fact told "Told": integer persons from 0 to 100
  fact members "Members": integer persons from 1 to 100
  has people "People": person
target 1 "Told"
  measured by told / members
    by 2025-12-31 at least 50%
    by 2030-12-31 at least 80%
target 2 "Grown up"
  measured by share people having grown
    by 2030-12-31 at least 30%
"""


def data(chart: Any) -> list[dict[str, Any]]:
    """The rows that a layer is drawn from."""
    return chart.to_dict()["data"]["values"]


def written(chart: Any) -> str:
    """All that is written on a chart, as a picture of vectors has it."""
    import vl_convert  # pyright: ignore[reportMissingModuleSource]

    return vl_convert.vegalite_to_svg(chart.to_dict())


@pytest.fixture(scope="module")
def plan() -> tieuchi.Plan:
    return tieuchi.compile(SCORED)


@pytest.fixture(scope="module")
def results(plan: tieuchi.Plan) -> tieuchi.TableOutcome:
    people = pl.DataFrame(
        {
            "id": ["p", "q", "r", "s"],
            "a": [6, 6, 1, None],
            "b": [9, 5, 0, 5],
            "abroad": [True, False, True, False],
        }
    )
    return plan.evaluate_table(people, period=2025, items=True)


def test_distribution_counts_subjects_by_points(results: tieuchi.TableOutcome) -> None:
    # p has 16 of 16, so 20; q 10 of 10, so 20; r 2 of 16, so 2.5 and rounded 3; s 6 to 10 of 10, so 12 to 20.
    chart = plots.distribution(results, step=5)
    assert [(row["from"], row["to"], row["subjects"], row["state"]) for row in data(chart.layer[0])] == [
        (0, 5, 1, "settled"),
        (10, 15, 1, "not settled: at least so many"),
        (20, 25, 2, "settled"),
    ]
    words = written(chart)
    for text in ("Good ≥ 12", "Fair ≥ 7.5", "Total points", "Subjects"):
        assert text in words, text
    in_vietnamese = written(plots.distribution(results, lang="vi"))
    for text in ("Fair ≥ 7,5", "Tổng điểm", "Số đối tượng", "chưa rõ: ít nhất chừng này"):
        assert text in in_vietnamese, text


def test_thresholds_may_be_given(results: tieuchi.TableOutcome) -> None:
    chart = plots.distribution(results, thresholds={"last year": 9})
    assert data(chart.layer[1]) == [{"bar": 9, "words": "last year"}]
    assert len(plots.distribution(results, thresholds={}).layer) == 1


def test_columns_hold_many_subjects_and_stay_few(plan: tieuchi.Plan) -> None:
    many = pl.select(pl.int_range(10_000).alias("n")).select(
        ("p" + pl.col("n").cast(pl.String)).alias("id"),
        (pl.col("n") % 11).alias("a"),
        (pl.col("n") % 7).alias("b"),
        (pl.col("n") % 2 == 0).alias("abroad"),
    )
    rows = data(plots.distribution(plan.evaluate_table(many, period=2025)).layer[0])
    assert len(rows) <= 52 and sum(row["subjects"] for row in rows) == 10_000


def test_points_lost_are_means_over_whom_an_item_applies_to(results: tieuchi.TableOutcome) -> None:
    chart = plots.lost(results)
    lost = {(row["item"], row["state"]): row["points"] for row in data(chart)}
    # Of 1.1 r loses 4 and s perhaps 4; of 1.2 r loses 4; of 2, which applies to p and r, r loses 6.
    assert lost == {
        ("1.1 A", "lost for certain"): 1,
        ("1.1 A", "not known yet"): 1,
        ("1.2 B", "lost for certain"): 1,
        ("1.2 B", "not known yet"): 0,
        ("2 Second", "lost for certain"): 3,
        ("2 Second", "not known yet"): 0,
    }
    assert "Điểm mất trung bình" in written(plots.lost(results, lang="vi"))


def test_a_waterfall_ends_at_the_total(results: tieuchi.TableOutcome) -> None:
    chart = plots.waterfall(results.row("s"))
    bars = [(row["step"], row["low"], row["high"], row["state"]) for row in data(chart.layer[0])]
    assert bars == [
        ("1.1 A", 0, 2, "certain points"),
        ("1.1 A", 2, 6, "may be added"),
        ("1.2 B", 2, 6, "certain points"),
        ("Rescaled and rounded", 6, 12, "certain points"),
        ("Total", 0, 12, "certain points"),
        ("Total", 12, 20, "may be added"),
    ]
    notes = {row["step"]: row["note"] for row in data(chart.layer[1])}
    assert notes == {"1.1 A": "2–6 / 6", "1.2 B": "4 / 4", "Rescaled and rounded": "+6", "Total": "12–20"}
    words = written(plots.waterfall(results.row("s"), lang="vi"))
    assert "Quy đổi, làm tròn" in words and "có thể thêm" in words and "Good ≥ 12" in words


def test_what_is_taken_off_goes_down() -> None:
    plan = tieuchi.compile(
        """language en
criteria set LESS "Less" edition E1 [assumed]
  in force from 2025-01-01
  applies to person
subject person "Person"
  fact late "Times late": integer from 0 to 9
criterion 1 "Done" max 10 points
  met when late <= 8: 10 points
deduction 2 "Late" max 4 points
  met when late >= 1: 4 points
title good "Good" when total_points >= 5
"""
    )
    chart = plots.waterfall(plan.evaluate({"late": 3}, period=2025))
    bars = [(row["step"], row["low"], row["high"], row["state"]) for row in data(chart.layer[0])]
    assert bars == [
        ("1 Done", 0, 10, "certain points"),
        ("2 Late", 6, 10, "deducted"),
        ("Total", 0, 6, "certain points"),
    ]


def test_targets_by_place_stand_against_their_milestone() -> None:
    plan = tieuchi.compile(TARGETS)
    communes = pl.DataFrame({"id": ["n", "s", "w"], "told": [50, 49, None], "members": 100})
    people = pl.DataFrame(
        {"subject": ["n", "n", "s", "s"], "id": list("abcd"), "grown": [True, None, False, False]},
    )
    results = plan.evaluate_table(communes, {"people": people}, period=2025)
    chart = plots.targets(results, names={"n": "North"})
    first, second = chart.vconcat
    assert [(row["place"], row["low"], row["high"], row["state"]) for row in data(first.layer[0])] == [
        ("North", 50, 50, "milestone met"),
        ("s", 49, 49, "not met"),
        ("w", 0, 100, "not known yet"),
    ]
    assert data(first.layer[3]) == [{"bar": 50, "words": "milestone 50%"}]
    assert [(row["place"], row["low"], row["high"]) for row in data(second.layer[0])][:2] == [
        ("North", 50, 100),
        ("s", 0, 0),
    ]
    assert len(plots.targets(results, codes=["2"]).vconcat) == 1
    words = written(plots.targets(results, lang="vi"))
    assert "mốc 50%" in words and "chưa đạt mốc" in words and "Tỷ lệ đạt (%)" in words


def test_no_chart_is_made_of_nothing(results: tieuchi.TableOutcome) -> None:
    untitled = tieuchi.compile(
        """language en
criteria set PLAIN "Plain" edition E1 [assumed]
  in force from 2025-01-01
  applies to person
subject person "Person"
  fact a "A": integer from 0 to 10
title good "Good" when a >= 5
"""
    )
    plain = untitled.evaluate_table(pl.DataFrame({"id": ["p"], "a": [1]}), period=2025)
    with pytest.raises(ValueError, match="no points"):
        plots.distribution(plain)
    with pytest.raises(ValueError, match="no points"):
        plots.lost(plain)
    with pytest.raises(ValueError, match="no points"):
        plots.waterfall(plain.row(0))
    with pytest.raises(ValueError, match="no target"):
        plots.targets(results)


def test_pictures_can_be_saved(results: tieuchi.TableOutcome, tmp_path: Path) -> None:
    plots.distribution(results).save(tmp_path / "points.png")
    assert (tmp_path / "points.png").read_bytes().startswith(b"\x89PNG")
