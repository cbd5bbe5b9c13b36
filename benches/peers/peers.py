"""The set of the bench in Polars, DuckDB, NumPy and pandas, for the plain columns that benches/benches/peers writes.

Started as `peers.py polars|duckdb|numpy|pandas FOLDER THREADS COPIES`; reads commands from its input, a line each:
`check` writes totals and classes in the order of the citizens, `memory N` computes them N times from
columns in memory, `file N` from the files; both answer with the nanoseconds of the clock and of the
processor for one time. `peak` gives the most memory so far in KiB. What fails is answered with `refused`
and why. Whole numbers only, in hundredths of a point.

The set may be wider: each copy has columns and tables of its own, whose names end in its number, and all
are under one total and one class. Polars and DuckDB put what they find for the copies under one another and
add it up, which both do fastest; joined side by side a hundred copies took longer. One copy is the set itself.
"""

import os
import sys
import time
from array import array

PEER, FOLDER, THREADS, COPIES = sys.argv[1], sys.argv[2], int(sys.argv[3]), range(int(sys.argv[4]))


def named(name, copy):
    """A name as it is in one of the copies: the first keeps it."""
    return f"{name}_{copy}" if copy else name


TABLES = ["citizens", *(named(table, copy) for copy in COPIES for table in ("courses", "meetings", "advice"))]
FACTS = ("hours", "computer", "plans", "done", "language", "work")
# Least totals of the second to the fourth class, and of the first.
GOOD, FAIR, ENOUGH, BEST = (least * len(COPIES) for least in (8000, 6500, 5000, 9000))


def path(table):
    return os.path.join(FOLDER, f"{table}.parquet")


class Polars:
    def __init__(self):
        os.environ["POLARS_MAX_THREADS"] = str(THREADS)
        import polars

        self.pl = polars
        self.version = polars.__version__
        self.frames = {table: polars.read_parquet(path(table)) for table in TABLES}

    def memory(self):
        return self.answers({table: frame.lazy() for table, frame in self.frames.items()})

    def file(self):
        return self.answers({table: self.pl.scan_parquet(path(table)) for table in TABLES})

    def answers(self, of):
        pl, col = self.pl, self.pl.col
        rows = self.copy(of, 0)
        if len(COPIES) > 1:
            rows = pl.concat([rows, *(self.copy(of, copy) for copy in COPIES[1:])]).group_by("number")
            rows = rows.agg(col("disciplined").first(), col("total").sum(), col("all_good").all())
        held = pl.when(~col("disciplined")).then(5).when((col("total") >= BEST) & col("all_good")).then(0)
        for at, least in enumerate((GOOD, FAIR, ENOUGH), start=1):
            held = held.when(col("total") >= least).then(at)
        rows = rows.select("number", "total", held=held.otherwise(4).cast(pl.Int8))
        return rows.collect(engine="streaming")

    def copy(self, of, copy):
        """Totals of a copy, and whether each of its items has seven points."""
        from datetime import date

        pl, col = self.pl, self.pl.col
        in_year = col("day").is_between(date(2025, 1, 1), date(2025, 12, 31))
        in_window = col("day").is_between(date(2024, 12, 31), date(2025, 12, 31))
        courses = of[named("courses", copy)].group_by("number").agg(
            passed=(col("flag") & in_year).sum().cast(pl.Int32),
            hours_of_courses=pl.when(col("flag")).then(col("tenths")).otherwise(0).sum(),
        )
        meetings = of[named("meetings", copy)].group_by("number").agg(
            met=in_year.sum().cast(pl.Int32), led=col("flag").sum().cast(pl.Int32)
        )
        advice = of[named("advice", copy)].group_by("number").agg(given=in_window.sum().cast(pl.Int32))
        facts = {name: col(named(name, copy)) for name in FACTS}
        rows = of["citizens"].select("number", "disciplined", **facts)
        for more in (courses, meetings, advice):
            rows = rows.join(more, on="number", how="left")
        rows = rows.with_columns(col("passed", "hours_of_courses", "met", "led", "given").fill_null(0))

        def band(value, *edges):
            out = pl.when(value >= edges[-1][0]).then(edges[-1][1])
            for edge, points in reversed(edges[:-1]):
                out = out.when(value >= edge).then(points)
            return out.otherwise(0)

        items = [
            band(col("hours"), (20, 400), (50, 700), (100, 1000)),
            pl.when((col("plans") >= 1) & (col("done") * 2 >= col("plans"))).then(1000).otherwise(0),
            pl.min_horizontal(col("passed") * 250, 1000),
            band(col("hours_of_courses"), (100, 500), (400, 1000)),
            pl.when(col("computer")).then(1000).otherwise(0),
            band(col("language"), (1, 600), (2, 1000)),
            col("work") * 10,
            pl.min_horizontal(col("met") * 200, 1000),
            band(col("led"), (1, 500), (2, 1000)),
            pl.min_horizontal(col("given") * 100, 1000),
        ]
        names = [f"item{at}" for at in range(len(items))]
        rows = rows.with_columns(item.cast(pl.Int32).alias(name) for item, name in zip(items, names))
        return rows.select(
            "number",
            "disciplined",
            total=sum((col(name) for name in names[1:]), col(names[0])),
            all_good=pl.all_horizontal(col(name) >= 700 for name in names),
        )

    def check(self):
        rows = self.memory().sort("number")
        return rows["total"].to_list(), rows["held"].to_list()


class DuckDB:
    def __init__(self):
        import duckdb

        self.version = duckdb.__version__
        self.base = duckdb.connect()
        self.base.execute(f"SET threads = {THREADS}")
        for table in TABLES:
            self.base.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{path(table)}')")

    def memory(self):
        return self.answers({table: table for table in TABLES})

    def file(self):
        return self.answers({table: f"read_parquet('{path(table)}')" for table in TABLES})

    def answers(self, of):
        totals = self.copy(of, 0)
        if len(COPIES) > 1:
            copies = " UNION ALL ".join(f"({self.copy(of, copy)})" for copy in COPIES)
            totals = f"""SELECT number, bool_and(disciplined) AS disciplined, sum(total)::INTEGER AS total,
                                bool_and(all_good) AS all_good
                         FROM ({copies}) GROUP BY number"""
        self.base.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE answers AS
            WITH totals AS ({totals})
            SELECT number, total, (CASE WHEN NOT disciplined THEN 5 WHEN total >= {BEST} AND all_good THEN 0
                WHEN total >= {GOOD} THEN 1 WHEN total >= {FAIR} THEN 2 WHEN total >= {ENOUGH} THEN 3
                ELSE 4 END)::TINYINT AS held
            FROM totals
            """
        )

    def copy(self, of, copy):
        """Totals of a copy, and whether each of its items has seven points."""
        in_year = "day BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"
        in_window = "day BETWEEN DATE '2024-12-31' AND DATE '2025-12-31'"

        def band(value, *edges):
            whens = " ".join(f"WHEN {value} >= {edge} THEN {points}" for edge, points in reversed(edges))
            return f"CASE {whens} ELSE 0 END"

        items = [
            band("hours", (20, 400), (50, 700), (100, 1000)),
            "CASE WHEN plans >= 1 AND done * 2 >= plans THEN 1000 ELSE 0 END",
            "least(coalesce(passed, 0) * 250, 1000)",
            band("coalesce(hours_of_courses, 0)", (100, 500), (400, 1000)),
            "CASE WHEN computer THEN 1000 ELSE 0 END",
            band("language", (1, 600), (2, 1000)),
            "work * 10",
            "least(coalesce(met, 0) * 200, 1000)",
            band("coalesce(led, 0)", (1, 500), (2, 1000)),
            "least(coalesce(given, 0) * 100, 1000)",
        ]
        names = [f"item{at}" for at in range(len(items))]
        columns = ", ".join(f"{item} AS {name}" for item, name in zip(items, names))
        facts = ", ".join(f"{named(name, copy)} AS {name}" for name in FACTS)
        return f"""
            WITH c AS (SELECT number, count(*) FILTER (flag AND {in_year})::INTEGER AS passed,
                              (sum(tenths) FILTER (flag))::INTEGER AS hours_of_courses
                       FROM {of[named("courses", copy)]} GROUP BY number),
                 m AS (SELECT number, count(*) FILTER ({in_year})::INTEGER AS met,
                              count(*) FILTER (flag)::INTEGER AS led
                       FROM {of[named("meetings", copy)]} GROUP BY number),
                 a AS (SELECT number, count(*) FILTER ({in_window})::INTEGER AS given
                       FROM {of[named("advice", copy)]} GROUP BY number),
                 facts AS (SELECT number, disciplined, {facts} FROM {of["citizens"]}),
                 items AS (SELECT number, disciplined, {columns}
                           FROM facts LEFT JOIN c USING (number)
                           LEFT JOIN m USING (number) LEFT JOIN a USING (number))
            SELECT number, disciplined, {" + ".join(names)} AS total,
                   {" AND ".join(f"{name} >= 700" for name in names)} AS all_good FROM items"""

    def check(self):
        self.memory()
        rows = self.base.execute("SELECT total, held FROM answers ORDER BY number").fetchall()
        return [row[0] for row in rows], [row[1] for row in rows]


class NumPy:
    """Arrays by hand. Rows of evidence are counted by the number of their citizen; whole numbers throughout,
    but for the sum of tenths, which `bincount` adds in binary and exactly, being whole."""

    def __init__(self):
        import numpy
        import pyarrow

        pyarrow.set_cpu_count(THREADS)
        self.np = numpy
        self.version = numpy.__version__
        self.arrays = self.read()

    def read(self):
        import pyarrow.parquet

        def column(values):
            values = values.combine_chunks()
            days = str(values.type) == "date32[day]"
            return (values.cast("int32") if days else values).to_numpy(zero_copy_only=False)

        tables = {table: pyarrow.parquet.read_table(path(table)) for table in TABLES}
        return {
            name: {field: column(table[field]) for field in table.column_names} for name, table in tables.items()
        }

    def memory(self):
        return self.answers(self.arrays)

    def file(self):
        return self.answers(self.read())

    def answers(self, of):
        citizens, total, all_good = of["citizens"], 0, True
        for copy in COPIES:
            items = self.items(citizens, of, copy)
            total = total + sum(items)
            all_good = all_good & self.np.logical_and.reduce([item >= 700 for item in items])
        return self.classes(total, all_good, citizens["disciplined"])

    def items(self, citizens, of, copy):
        np, everybody = self.np, len(citizens["number"])
        courses, meetings, advice = (of[named(table, copy)] for table in ("courses", "meetings", "advice"))
        first, last, window = (np.datetime64(day).astype(int) for day in ("2025-01-01", "2025-12-31", "2024-12-31"))

        def own(name):
            return citizens[named(name, copy)]

        def count(table, which):
            return np.bincount(table["number"][which], minlength=everybody)

        def band(value, *edges):
            points = np.array([0, *(points for _, points in edges)], dtype=np.int32)
            return points[np.searchsorted([edge for edge, _ in edges], value, side="right")]

        def in_year(table):
            return (table["day"] >= first) & (table["day"] <= last)

        passed = courses["flag"]
        hours = np.bincount(courses["number"], courses["tenths"] * passed, minlength=everybody)
        recent = (advice["day"] >= window) & (advice["day"] <= last)
        planned = (own("plans") >= 1) & (own("done") * 2 >= own("plans"))
        return [
            band(own("hours"), (20, 400), (50, 700), (100, 1000)),
            planned * 1000,
            np.minimum(count(courses, passed & in_year(courses)) * 250, 1000),
            band(hours.astype(np.int32), (100, 500), (400, 1000)),
            own("computer") * 1000,
            band(own("language"), (1, 600), (2, 1000)),
            own("work") * 10,
            np.minimum(count(meetings, in_year(meetings)) * 200, 1000),
            band(count(meetings, meetings["flag"]), (1, 500), (2, 1000)),
            np.minimum(count(advice, recent) * 100, 1000),
        ]

    def classes(self, total, all_good, disciplined):
        cases = [~disciplined, (total >= BEST) & all_good, total >= GOOD, total >= FAIR, total >= ENOUGH]
        return total, self.np.select(cases, [5, 0, 1, 2, 3], default=4)

    def check(self):
        total, held = self.memory()
        return total.tolist(), held.tolist()


class Pandas(NumPy):
    """Frames: evidence grouped and brought to the citizens; the bands by NumPy."""

    def __init__(self):
        import pandas

        super().__init__()
        self.version = pandas.__version__

    def read(self):
        import pyarrow.parquet

        return {
            table: pyarrow.parquet.read_table(path(table)).to_pandas(date_as_object=False) for table in TABLES
        }

    def answers(self, of):
        citizens, total, all_good = of["citizens"].set_index("number"), 0, True
        for copy in COPIES:
            items = self.items(citizens, of, copy)
            total = total + items.sum(axis=1)
            all_good = all_good & (items >= 700).all(axis=1)
        return self.classes(total, all_good, citizens["disciplined"])

    def items(self, citizens, of, copy):
        np = self.np
        courses, meetings, advice = (of[named(table, copy)] for table in ("courses", "meetings", "advice"))

        def in_year(table):
            return table["day"].between("2025-01-01", "2025-12-31")

        courses = courses.assign(passed=courses["flag"] & in_year(courses), course_hours=courses["tenths"] * courses["flag"])
        meetings = meetings.assign(met=in_year(meetings))
        advice = advice.assign(given=advice["day"].between("2024-12-31", "2025-12-31"))
        rows = citizens[[named(name, copy) for name in FACTS]].set_axis(FACTS, axis=1)
        rows = rows.join(courses.groupby("number")[["passed", "course_hours"]].sum())
        rows = rows.join(meetings.groupby("number")[["met", "flag"]].sum())
        rows = rows.join(advice.groupby("number")[["given"]].sum())
        folded = rows[["passed", "course_hours", "met", "flag", "given"]].fillna(0).astype("int32")

        def band(value, *edges):
            points = np.array([0, *(points for _, points in edges)], dtype=np.int32)
            return points[np.searchsorted([edge for edge, _ in edges], value, side="right")]

        return rows[[]].assign(
            item1=band(rows["hours"], (20, 400), (50, 700), (100, 1000)),
            item2=((rows["plans"] >= 1) & (rows["done"] * 2 >= rows["plans"])) * 1000,
            item3=(folded["passed"] * 250).clip(upper=1000),
            item4=band(folded["course_hours"], (100, 500), (400, 1000)),
            item5=rows["computer"] * 1000,
            item6=band(rows["language"], (1, 600), (2, 1000)),
            item7=rows["work"] * 10,
            item8=(folded["met"] * 200).clip(upper=1000),
            item9=band(folded["flag"], (1, 500), (2, 1000)),
            item10=(folded["given"] * 100).clip(upper=1000),
        )


def timed(what, times):
    clock, processor = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(times):
        what()
    return (time.perf_counter_ns() - clock) // times, (time.process_time_ns() - processor) // times


def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def answer(peer, word, rest):
    """What is said to a command."""
    if word == "check":
        totals, classes = peer.check()
        with open(os.path.join(FOLDER, f"{PEER}.answers"), "wb") as out:
            out.write(array("i", totals).tobytes())
            out.write(array("b", classes).tobytes())
        return ("done",)
    if word == "peak":
        return (peak(),)
    return timed(getattr(peer, word), int(rest[0]))


def main():
    try:
        peer = {"polars": Polars, "duckdb": DuckDB, "numpy": NumPy, "pandas": Pandas}[PEER]()
        print("ready", peer.version, flush=True)
        for line in sys.stdin:
            word, *rest = line.split()
            print(*answer(peer, word, rest), flush=True)
    except Exception as error:
        why = str(error).strip().splitlines() or [type(error).__name__]
        print("refused", why[0], flush=True)


main()
