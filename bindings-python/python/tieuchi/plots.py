"""Charts of results, drawn by altair: ``pip install 'tieuchi[plots]'``.

Every function returns a chart that shows itself in a notebook and can be changed further;
``chart.save("points.svg")`` writes it to a file. What is certain is dark, what is not known yet is
white with a dark edge, so that every chart can be read without colour. Figures are exact until
altair is given them.

>>> import polars as pl
>>> results = plan.evaluate_table(pl.DataFrame({"id": ["an", "binh"], "books": [14, None]}), period=2025, items=True)
>>> chart = distribution(results)
>>> [row["subjects"] for row in chart.layer[0].data.values]
[1, 1]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import altair as alt

from ._tieuchi import Outcome, TableOutcome
from ._types import Lang, Number

__all__ = ["distribution", "lost", "targets", "waterfall"]

_DARK, _EDGE, _LINE = "#33475b", "#33475b", "#a63d00"
_WIDTH = 560
_BARS = 25
_STEPS = (Decimal("0.1"), Decimal("0.5"), *map(Decimal, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)))


class _Words(NamedTuple):
    """What stands on the charts in one language."""

    lang: Lang
    mark: str

    points: str
    subjects: str
    settled: str
    at_least: str
    lost: str
    certainly: str
    perhaps: str
    item: str
    given: str
    may_come: str
    taken: str
    capped: str
    adjusted: str
    total: str
    place: str
    milestone: str
    share: str
    met: str
    missed: str
    unknown: str
    legend: str

    def number(self, number: Number | int) -> str:
        """A number as it is read in this language: at most two digits after the mark."""
        rounded = round(Fraction(number), 2)
        digits = f"{rounded.numerator / rounded.denominator:.2f}".rstrip("0").rstrip(".")
        return digits.replace(".", self.mark)

    def axis(self, **options: Any) -> alt.Axis:
        """An axis with such numbers; thousands are set apart by the other mark."""
        other = "," if self.mark == "." else "."
        digits = f"replace(replace(datum.label, regexp(',', 'g'), ' '), '.', '{self.mark}')"
        return alt.Axis(labelExpr=f"replace({digits}, regexp(' ', 'g'), '{other}')", **options)


_WORDS: dict[Lang, _Words] = {
    "vi": _Words(
        lang="vi",
        mark=",",
        points="Tổng điểm",
        subjects="Số đối tượng",
        settled="đã rõ",
        at_least="chưa rõ: ít nhất chừng này",
        lost="Điểm mất trung bình",
        certainly="chắc chắn mất",
        perhaps="chưa rõ",
        item="Chỉ số",
        given="điểm chắc chắn",
        may_come="có thể thêm",
        taken="điểm trừ",
        capped="trần, trọng số, quy đổi",
        adjusted="Quy đổi, làm tròn",
        total="Tổng điểm",
        place="Địa bàn",
        milestone="mốc",
        share="Tỷ lệ đạt (%)",
        met="đạt mốc",
        missed="chưa đạt mốc",
        unknown="chưa rõ",
        legend="Tình trạng",
    ),
    "en": _Words(
        lang="en",
        mark=".",
        points="Total points",
        subjects="Subjects",
        settled="settled",
        at_least="not settled: at least so many",
        lost="Mean points lost",
        certainly="lost for certain",
        perhaps="not known yet",
        item="Indicator",
        given="certain points",
        may_come="may be added",
        taken="deducted",
        capped="cap, weight, scale",
        adjusted="Rescaled and rounded",
        total="Total",
        place="Place",
        milestone="milestone",
        share="Share (%)",
        met="milestone met",
        missed="not met",
        unknown="not known yet",
        legend="State",
    ),
}


def distribution(
    results: TableOutcome,
    *,
    step: Number | int | None = None,
    thresholds: Mapping[str, Number | int] | None = None,
    lang: Lang | None = None,
) -> alt.LayerChart:
    """How many subjects have how many points, with the bars of the total that titles ask for.

    ``step`` is the width of a column in points. ``thresholds`` gives the bars by the words that
    stand on them; left out, they are those that the set asks of the first subject.
    A subject whose points are not settled stands where its certain points are, in a white column.

    Raises ``ValueError`` if the set gives no points.
    """
    words = _words(results, lang)
    points, settled = _totals(results)
    width = Fraction(step or _nice(points))
    columns = Counter((_floor(certain, width), clear) for certain, clear in zip(points, settled, strict=True))
    rows: list[dict[str, Any]] = []
    for at in sorted({at for at, _ in columns}):
        below = 0
        for clear, state in ((True, words.settled), (False, words.at_least)):
            subjects = columns[at, clear]
            if subjects:
                edges = {"from": float(at), "to": float(at + width), "low": below, "high": below + subjects}
                rows.append({**edges, "subjects": subjects, "state": state})
                below += subjects
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_rect(stroke=_EDGE, strokeWidth=1)
        .encode(
            x=alt.X("from:Q", title=words.points, axis=words.axis()),
            x2="to:Q",
            y=alt.Y("low:Q", title=words.subjects, axis=words.axis(tickMinStep=1, format=",d")),
            y2="high:Q",
            fill=_filled([words.settled, words.at_least], words.legend),
            tooltip=["from:Q", "to:Q", "subjects:Q", "state:N"],
        )
    )
    asked = dict(thresholds) if thresholds is not None else _thresholds(results, words)
    return _layered([bars], asked, results.plan.label, width=_WIDTH, height=280)


def lost(results: TableOutcome, *, lang: Lang | None = None) -> alt.Chart:
    """Where points are lost: for each indicator the mean over the subjects it applies to.

    The tables must have been evaluated with ``items=True``. Only items that are not made of others
    are shown; those where most is lost stand first. A deduction loses what it takes off, a bonus
    nothing.

    Raises ``ValueError`` if there are no points of items.
    """
    words = _words(results, lang)
    items: list[dict[str, Any]] = results.tally()["items"]
    headings = dict(_headings(results.row(0).explain().to_dict()["items"])) if items else {}
    rows: list[dict[str, Any]] = []
    for at, item in enumerate(items):
        below = at + 1 < len(items) and items[at + 1]["depth"] > item["depth"]
        points, heading = item.get("points"), headings.get(item["code"])
        if below or heading == "bonus" or not points or not item["applies"] or "max" not in points:
            continue
        maximum, certain, possible = (Fraction(points[name]) for name in ("max", "certain", "possible"))
        applies = int(item["applies"])
        label = _shortened(f"{item['code']} {item['label']}")
        surely = (certain if heading == "deduction" else maximum - possible) / applies
        perhaps = (possible - certain) / applies
        for place, (state, part) in enumerate(((words.certainly, surely), (words.perhaps, perhaps))):
            parts = {"points": float(part), "all": float(surely + perhaps)}
            rows.append({"item": label, "state": state, "place": place, **parts})
    if not rows:
        raise ValueError("there are no points of items: the tables are evaluated with items=True")
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(stroke=_EDGE, strokeWidth=1)
        .encode(
            x=alt.X("points:Q", title=words.lost, stack="zero", axis=words.axis()),
            y=alt.Y(
                "item:N",
                title=None,
                sort=alt.EncodingSortField("all", op="max", order="descending"),
                axis=alt.Axis(labelLimit=380),
            ),
            fill=_filled([words.certainly, words.perhaps], words.legend),
            order="place:O",
            tooltip=["item:N", "state:N", "points:Q"],
        )
        .properties(width=_WIDTH - 160, height=alt.Step(24), title=results.plan.label)
    )


def targets(
    results: TableOutcome,
    *,
    codes: Iterable[str] | None = None,
    names: Mapping[str, str] | None = None,
    lang: Lang | None = None,
) -> alt.VConcatChart:
    """Each target by place against the milestone that is due, lowest first.

    ``results`` are those of a set of targets, a row for each place; ``names`` gives the words for an
    identifier, ``codes`` the targets to be shown. A value that is not settled is a line from its
    lower to its upper bound; whether the milestone is met is told by the shape of the mark.

    Raises ``ValueError`` if nothing is measured.
    """
    words = _words(results, lang)
    wanted = None if codes is None else set(codes)
    rows: dict[str, list[dict[str, Any]]] = {}
    titles: dict[str, str] = {}
    milestones: dict[str, Number] = {}
    states = {"met": words.met, "not-met": words.missed}
    for at in range(len(results)):
        place = results.row(at)
        for target in place.targets:
            if target.value is None or (wanted is not None and target.code not in wanted):
                continue
            low, high = target.value
            titles[target.code] = f"{target.code} {target.label}"
            if target.due is not None:
                milestones[target.code] = target.milestones[target.due][1]
            rows.setdefault(target.code, []).append(
                {
                    "place": (names or {}).get(place.id, place.id),
                    "low": float(low * 100),
                    "high": float(high * 100),
                    "state": states.get(target.verdict, words.unknown),
                }
            )
    if not rows:
        raise ValueError("no target is measured")
    charts = [
        _layered(
            _marks(places, words),
            {f"{words.milestone} {words.number(milestones[code] * 100)}%": milestones[code] * 100}
            if code in milestones
            else {},
            titles[code],
            width=_WIDTH - 120,
            height=alt.Step(22),
        )
        for code, places in rows.items()
    ]
    return alt.vconcat(*charts)


def _marks(places: list[dict[str, Any]], words: _Words) -> list[alt.Chart]:
    """A mark at both bounds of the value of each place, and a line between them."""
    states = [words.met, words.missed, words.unknown]
    base = alt.Chart(alt.Data(values=places))
    place = alt.Y("place:N", title=None, sort=alt.EncodingSortField("low", op="min", order="ascending"))
    legend = alt.Legend(orient="bottom", symbolSize=70)
    shapes = alt.Scale(domain=states, range=["circle", "triangle-down", "diamond"])
    shape = alt.Shape("state:N", title=words.legend, scale=shapes, legend=legend)
    line = base.mark_rule(color=_EDGE, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=place)
    ends = [
        base.mark_point(size=70, stroke=_EDGE, opacity=1).encode(
            x=alt.X(f"{end}:Q", title=words.share, scale=alt.Scale(domain=[0, 100])),
            y=place,
            shape=shape,
            fill=_filled(states, words.legend),
            tooltip=["place:N", "low:Q", "high:Q", "state:N"],
        )
        for end in ("low", "high")
    ]
    return [line, *ends]


def waterfall(outcome: Outcome, *, lang: Lang | None = None) -> alt.LayerChart:
    """How the total of one subject comes about, item by item.

    Dark is what is certain, white what may still be added. Where the set rescales or rounds the sum,
    that is a step of its own. The bars that titles ask of the total are drawn across.

    Raises ``ValueError`` if the set gives no points.
    """
    words = _WORDS[lang or outcome.plan.language]
    total = outcome.total
    if total is None:
        raise ValueError("the set gives no points")
    document: dict[str, Any] = outcome.explain().to_dict()
    rows: list[dict[str, Any]] = []

    def add(step: str, start: Number, end: Number, state: str, note: str) -> None:
        low, high = sorted((start, end))
        rows.append({"step": _shortened(step), "low": float(low), "high": float(high), "state": state, "note": note})

    at = Fraction(0)

    def walk(item: dict[str, Any]) -> None:
        nonlocal at
        points = item.get("points")
        if not points or item["applies"] == "not-met":
            return
        certain, possible = Fraction(points["certain"]), Fraction(points["possible"])
        label = f"{item['code']} {item['label']}"
        below = _below(item)
        if below:
            end = at + certain
            for child in below:
                walk(child)
            if at != end:
                add(f"{item['code']}: {words.capped}", at, end, _way(end - at, words), _signed(end - at, words))
            at = end
            return
        spread = words.number(certain) if certain == possible else f"{words.number(certain)}–{words.number(possible)}"
        if item["word"]["en"] == "deduction":
            # What may be taken off is not there for certain.
            add(label, at - certain, at, words.taken, "−" + spread)
            low, high, at = at - possible, at - certain, at - possible
        else:
            of = f" / {words.number(Fraction(item['max']))}" if "max" in item else ""
            add(label, at, at + certain, words.given, spread + of)
            low, high, at = at + certain, at + possible, at + certain
        if low < high:
            add(label, low, high, words.may_come, "")

    for item in document["items"]:
        walk(item)
    adjusted = Fraction(total.certain) - at
    if adjusted:
        add(words.adjusted, at, at + adjusted, _way(adjusted, words), _signed(adjusted, words))
    spread = words.number(total.certain)
    if not total.is_settled:
        spread += f"–{words.number(total.possible)}"
    add(words.total, Fraction(0), total.certain, words.given, spread)
    if not total.is_settled:
        add(words.total, total.certain, total.possible, words.may_come, "")
    order = list(dict.fromkeys(row["step"] for row in rows))
    there = {row["state"] for row in rows}
    states = [state for state in (words.given, words.may_come, words.taken) if state in there]
    step = alt.Y("step:N", title=None, sort=order, axis=alt.Axis(labelLimit=340))
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(stroke=_EDGE, strokeWidth=1)
        .encode(
            x=alt.X("low:Q", title=words.points, axis=words.axis()),
            x2="high:Q",
            y=step,
            fill=_filled(states, words.legend, {words.given: _DARK, words.taken: "#c9c9c9"}),
            tooltip=["step:N", "state:N", "low:Q", "high:Q"],
        )
    )
    ends = {name: max(row["high"] for row in rows if row["step"] == name) for name in order}
    notes = [{"step": row["step"], "end": ends[row["step"]], "note": row["note"]} for row in rows if row["note"]]
    text = alt.Chart(alt.Data(values=notes)).mark_text(align="left", dx=5)
    title = " · ".join(part for part in (outcome.id, outcome.plan.label) if part)
    return _layered(
        [bars, text.encode(x="end:Q", y=step, text="note:N")],
        _asked(outcome, words),
        title,
        width=_WIDTH - 120,
        height=alt.Step(26),
    )


def _words(results: TableOutcome, lang: Lang | None) -> _Words:
    return _WORDS[lang or results.plan.language]


def _totals(results: TableOutcome) -> tuple[list[Decimal], list[bool]]:
    """The certain points of every subject that has some, and whether they are settled."""
    table = results.to_pyarrow()
    if "total.certain" not in table.column_names:
        raise ValueError("the set gives no points")
    certain: list[Decimal | None] = table["total.certain"].to_pylist()
    possible: list[Decimal | None] = table["total.possible"].to_pylist()
    known = [(low, low == high) for low, high in zip(certain, possible, strict=True) if low is not None]
    return [low for low, _ in known], [clear for _, clear in known]


def _nice(points: list[Decimal]) -> Decimal:
    """The least width that needs no more columns than a reader can tell apart."""
    spread = max(points, default=Decimal(0)) - min(points, default=Decimal(0))
    return next((step for step in _STEPS if spread <= step * _BARS), spread / _BARS)


def _floor(points: Decimal, width: Fraction) -> Fraction:
    return Fraction(points) // width * width


def _thresholds(results: TableOutcome, words: _Words) -> dict[str, Number]:
    return _asked(results.row(0), words) if len(results) else {}


def _asked(outcome: Outcome, words: _Words) -> dict[str, Number]:
    """The bars of the total that titles ask for, by the words for them.

    An explanation tells of a title what decides it; of one who has filed nothing that is all.
    """
    document: dict[str, Any] = outcome.explain().to_dict()
    nothing = outcome.plan.evaluate(
        {},
        period=(document["period_from"], document["period_to"]),
        judged_on=document["judged_on"],
        open=document["file"] == "open",
        regions=document["regions"],
    )
    found: dict[str, Number] = {}
    for explained in (nothing.explain().to_dict(), document):
        standing: dict[str, Any] | None = explained.get("class")
        conditions: list[dict[str, Any]] = standing["conditions"] if standing else []
        for condition in conditions:
            for reason in (reason for node in _nodes(condition) for reason in node["reasons"]):
                named = {part["name"]: part for part in reason.get("args", [])}
                asked = named.get("asked", {})
                if named.get("what", {}).get("words", {}).get("en") == "the total" and "from" in asked:
                    bar, sign = Fraction(asked["from"]), named["comparison"]["words"][words.lang]
                    found[f"{condition['label']} {sign} {words.number(bar)}"] = bar
    return found


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _below(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The items that an item is made of, in the order of the set."""
    return [child for child in item["children"] if child["kind"] == "item"]


def _headings(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The code of each item and its heading word in English."""
    for item in items:
        yield item["code"], item["word"]["en"]
        yield from _headings(_below(item))


def _way(step: Fraction, words: _Words) -> str:
    return words.given if step > 0 else words.taken


def _signed(step: Fraction, words: _Words) -> str:
    return ("+" if step > 0 else "−") + words.number(abs(step))


def _layered(
    charts: list[alt.Chart], bars: Mapping[str, Number | int], title: str, *, width: int, height: int | alt.Step
) -> alt.LayerChart:
    """Charts one on the other, with dashed lines across; what these say stands above the frame, a line each."""
    rules: list[alt.Chart] = []
    for at, (words, bar) in enumerate(bars.items()):
        base = alt.Chart(alt.Data(values=[{"bar": float(bar), "words": words}]))
        rules.append(base.mark_rule(color=_LINE, strokeDash=[6, 4], strokeWidth=2).encode(x="bar:Q"))
        mark = base.mark_text(color=_LINE, baseline="bottom", fontWeight="bold")
        rules.append(mark.encode(x="bar:Q", y=alt.value(-4 - 14 * at), text="words:N"))
    chart = alt.LayerChart(layer=[*charts, *rules])
    return chart.properties(width=width, height=height, title=alt.Title(title, offset=8))


def _filled(states: list[str], title: str, dark: Mapping[str, str] | None = None) -> alt.Fill:
    """The first of the states dark and the others white, unless it is said otherwise."""
    fills = dark or {states[0]: _DARK}
    scale = alt.Scale(domain=states, range=[fills.get(state, "white") for state in states])
    return alt.Fill("state:N", title=title, scale=scale, legend=alt.Legend(orient="bottom", symbolSize=70))


def _shortened(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
