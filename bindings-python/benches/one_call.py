"""One call from Python, dict to dict: tieuchi beside a scorer written by hand in floats, and ZEN.

All three judge the same made-up dossiers by `benches/src/learner.tieuchi`, and their totals and titles
are compared before anything is timed. Of tieuchi the short result is made, which says what the other two
say, and beside it the whole one. Rounds go in turn, in processor time; told are, as a table, medians of
the ratios round by round, with the least and the greatest.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import zen

import tieuchi

Dossier = dict[str, Any]
SET = Path(__file__).resolve().parents[2] / "benches" / "src" / "learner.tieuchi"
ROUNDS, DOSSIERS = 9, 400
SHORT, WHOLE = "tieuchi, the short result", "tieuchi, the whole result"
FLOATS, ZEN = "plain Python floats, by hand", "ZEN"
AIMS = {FLOATS: "at least 1", ZEN: "at least 15"}


def dossiers(count: int) -> list[Dossier]:
    """Made-up dossiers of the usual size, always the same."""
    chance = random.Random(2025)

    def day() -> str:
        return (date(2024, 1, 1) + timedelta(days=chance.randrange(731))).isoformat()

    def one(at: int) -> Dossier:
        return {
            "$id": f"C-{at:06}",
            "group": chance.choice(["farmer", "worker", "official", "learner"]),
            "hours_a_week": chance.randrange(0, 240) / 10,
            "uses_computer": chance.random() < 0.7,
            "plans": chance.randrange(0, 8),
            "plans_done": chance.randrange(0, 5),
            "language": chance.choice(["none", "basic", "good"]),
            "disciplined": chance.random() < 0.97,
            "2.3": chance.randrange(0, 21) / 2,
            "course": [
                {"day": day(), "hours": chance.randrange(10, 400) / 10, "passed": chance.random() < 0.8}
                for _ in range(chance.randrange(0, 5))
            ],
            "meeting": [{"day": day(), "led": chance.random() < 0.3} for _ in range(chance.randrange(0, 6))],
            "advice": [{"day": day()} for _ in range(chance.randrange(0, 4))],
        }

    return [one(at) for at in range(count)]


def by_hand(d: Dossier) -> Dossier:
    """The set as somebody would write it who knows it, in floats."""
    first, last = "2025-01-01", "2025-12-31"
    hours_a_week = d["hours_a_week"]
    reading = 0.0 if hours_a_week < 2 else 4.0 if hours_a_week < 5 else 7.0 if hours_a_week < 10 else 10.0
    planning = 10.0 if d["plans"] >= 1 and d["plans_done"] * 2 >= d["plans"] else 0.0
    courses = hours = 0.0
    for course in d["course"]:
        if course["passed"]:
            hours += course["hours"]
            if first <= course["day"] <= last:
                courses += 2.5
    courses = min(courses, 10.0)
    course_hours = 0.0 if hours < 10 else 5.0 if hours < 40 else 10.0
    computer = 10.0 if d["uses_computer"] else 0.0
    language = {"none": 0.0, "basic": 6.0, "good": 10.0}[d["language"]]
    work = float(d["2.3"])
    meetings = min(2.0 * sum(1 for meeting in d["meeting"] if first <= meeting["day"] <= last), 10.0)
    led = sum(1 for meeting in d["meeting"] if meeting["led"])
    leading = 0.0 if led < 1 else 5.0 if led < 2 else 10.0
    # Twelve months from the last day of a year end with the next one.
    advice = min(1.0 * sum(1 for one in d["advice"] if "2024-12-31" <= one["day"] <= last), 10.0)
    items = {
        "1.1": reading,
        "1.2": planning,
        "1.3": courses,
        "1.4": course_hours,
        "2.1": computer,
        "2.2": language,
        "2.3": work,
        "3.1": meetings,
        "3.2": leading,
        "3.3": advice,
    }
    total = round(sum(items.values()), 2)
    if not d["disciplined"]:
        title = "not-ranked"
    elif total >= 90 and all(points >= 7 for points in items.values()):
        title = "best"
    elif total >= 80:
        title = "good"
    elif total >= 65:
        title = "fair"
    elif total >= 50:
        title = "enough"
    else:
        title = "not_held"
    return {"id": d["$id"], "total": total, "title": title, "items": items}


def zen_decision() -> Any:
    """The same as one node of expressions, the fastest form that ZEN has for it."""
    inside = 'date(#.day) >= date("2025-01-01") and date(#.day) <= date("2025-12-31")'
    lines = {
        "i11": "hours_a_week < 2 ? 0 : hours_a_week < 5 ? 4 : hours_a_week < 10 ? 7 : 10",
        "i12": "plans >= 1 and plans_done * 2 >= plans ? 10 : 0",
        "i13": f"min([2.5 * count(course, #.passed and {inside}), 10])",
        "hours": "sum(map(filter(course, #.passed), #.hours))",
        "i14": "$.hours < 10 ? 0 : $.hours < 40 ? 5 : 10",
        "i21": "uses_computer ? 10 : 0",
        "i22": 'language == "good" ? 10 : language == "basic" ? 6 : 0',
        "i31": f"min([2 * count(meeting, {inside}), 10])",
        "led": "count(meeting, #.led)",
        "i32": "$.led < 1 ? 0 : $.led < 2 ? 5 : 10",
        "i33": f"min([count(advice, {inside.replace('2025-01-01', '2024-12-31')}), 10])",
        "total": "round(sum([$.i11, $.i12, $.i13, $.i14, $.i21, $.i22, work, $.i31, $.i32, $.i33]), 2)",
        "least": "min([$.i11, $.i12, $.i13, $.i14, $.i21, $.i22, work, $.i31, $.i32, $.i33])",
        "title": (
            'not disciplined ? "not-ranked" : $.total >= 90 and $.least >= 7 ? "best" : $.total >= 80 ? "good"'
            ' : $.total >= 65 ? "fair" : $.total >= 50 ? "enough" : "not_held"'
        ),
    }
    expressions = [{"id": key, "key": key, "value": value} for key, value in lines.items()]
    content = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "all", "type": "expressionNode", "name": "all", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "a", "type": "edge", "sourceId": "in", "targetId": "all"},
            {"id": "b", "type": "edge", "sourceId": "all", "targetId": "out"},
        ],
    }
    return zen.ZenEngine().create_decision(json.dumps(content))


def main() -> None:
    plan = tieuchi.load(SET)
    context = plan.context(period=2025)
    decision = zen_decision()
    given = dossiers(DOSSIERS)
    # Its names cannot be numbers.
    for_zen = [{**dossier, "work": dossier["2.3"]} for dossier in given]

    def own(dossier: Dossier) -> Dossier:
        return plan.evaluate(dossier, context).brief()

    def whole(dossier: Dossier) -> Dossier:
        return plan.evaluate(dossier, context).to_dict()

    differ = 0
    for dossier, other in zip(given, for_zen, strict=True):
        exact, floats, found = own(dossier), by_hand(dossier), decision.evaluate(other)["result"]
        assert exact["title"] == floats["title"] == found["title"], (dossier, exact, floats, found)
        assert abs(float(exact["total"]) - found["total"]) < 0.005, (exact, found)
        assert exact["total"] == whole(dossier)["total"]["certain"]
        differ += float(exact["total"]) != floats["total"]
    print(f"{len(given)} dossiers: the titles of all three are the same, the floats give {differ} other totals")

    def spent(call: Callable[[Dossier], Any], over: list[Dossier]) -> float:
        begun = time.process_time()
        for dossier in over:
            call(dossier)
        return (time.process_time() - begun) / len(over) * 1e6

    runs: dict[str, list[float]] = {SHORT: [], WHOLE: [], FLOATS: [], ZEN: []}
    for _ in range(ROUNDS):
        runs[SHORT].append(spent(own, given))
        runs[WHOLE].append(spent(whole, given))
        runs[FLOATS].append(spent(by_hand, given))
        runs[ZEN].append(spent(decision.evaluate, for_zen))
    print("\n| one call, dict to dict | µs | to the short result, median (least – greatest) | aim |")
    print("|---|---:|---:|---:|")
    for name, times in runs.items():
        ratios = [time / own for time, own in zip(times, runs[SHORT], strict=True)]
        low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
        ratio = f"{middle:.2f} ({low:.2f} – {high:.2f})"
        print(f"| {name} | {statistics.median(times):.1f} | {ratio} | {AIMS.get(name, '')} |")


if __name__ == "__main__":
    main()
