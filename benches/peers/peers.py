"""The set of the bench in Polars, DuckDB, NumPy and pandas, for the plain columns that benches/benches/peers.rs writes.

Started as `peers.py polars|duckdb|numpy|pandas FOLDER THREADS`; reads commands from its input, a line each:
`check` writes totals and classes in the order of the citizens, `memory N` computes them N times from
columns in memory, `file N` from the files; both answer with the nanoseconds of the clock and of the
processor for one time. `peak` gives the most memory so far in KiB. Whole numbers only, in hundredths
of a point.
"""

import os
import sys
import time
from array import array

PEER, FOLDER, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
TABLES = ("citizens", "courses", "meetings", "advice")


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
        from datetime import date

        pl, col = self.pl, self.pl.col
        in_year = col("day").is_between(date(2025, 1, 1), date(2025, 12, 31))
        in_window = col("day").is_between(date(2024, 12, 31), date(2025, 12, 31))
        courses = of["courses"].group_by("number").agg(
            passed=(col("flag") & in_year).sum().cast(pl.Int32),
            hours_of_courses=pl.when(col("flag")).then(col("tenths")).otherwise(0).sum(),
        )
        meetings = of["meetings"].group_by("number").agg(
            met=in_year.sum().cast(pl.Int32), led=col("flag").sum().cast(pl.Int32)
        )
        advice = of["advice"].group_by("number").agg(given=in_window.sum().cast(pl.Int32))
        rows = of["citizens"]
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
        rows = rows.with_columns(
            total=sum((col(name) for name in names[1:]), col(names[0])),
            all_good=pl.all_horizontal(col(name) >= 700 for name in names),
        )
        held = pl.when(~col("disciplined")).then(5).when((col("total") >= 9000) & col("all_good")).then(0)
        for at, least in enumerate((8000, 6500, 5000), start=1):
            held = held.when(col("total") >= least).then(at)
        rows = rows.select("number", "total", held=held.otherwise(4).cast(pl.Int8))
        return rows.collect(engine="streaming")

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
        self.base.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE answers AS
            WITH c AS (SELECT number, count(*) FILTER (flag AND {in_year})::INTEGER AS passed,
                              (sum(tenths) FILTER (flag))::INTEGER AS hours_of_courses
                       FROM {of["courses"]} GROUP BY number),
                 m AS (SELECT number, count(*) FILTER ({in_year})::INTEGER AS met,
                              count(*) FILTER (flag)::INTEGER AS led
                       FROM {of["meetings"]} GROUP BY number),
                 a AS (SELECT number, count(*) FILTER ({in_window})::INTEGER AS given
                       FROM {of["advice"]} GROUP BY number),
                 items AS (SELECT number, disciplined, {columns}
                           FROM {of["citizens"]} LEFT JOIN c USING (number)
                           LEFT JOIN m USING (number) LEFT JOIN a USING (number)),
                 totals AS (SELECT number, disciplined, {" + ".join(names)} AS total,
                                   {" AND ".join(f"{name} >= 700" for name in names)} AS all_good FROM items)
            SELECT number, total, (CASE WHEN NOT disciplined THEN 5 WHEN total >= 9000 AND all_good THEN 0
                WHEN total >= 8000 THEN 1 WHEN total >= 6500 THEN 2 WHEN total >= 5000 THEN 3 ELSE 4 END)::TINYINT
                AS held
            FROM totals
            """
        )

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
        np, citizens = self.np, of["citizens"]
        courses, meetings, advice = of["courses"], of["meetings"], of["advice"]
        first, last, window = (np.datetime64(day).astype(int) for day in ("2025-01-01", "2025-12-31", "2024-12-31"))

        def count(table, which):
            return np.bincount(table["number"][which], minlength=len(citizens["number"]))

        def band(value, *edges):
            points = np.array([0, *(points for _, points in edges)], dtype=np.int32)
            return points[np.searchsorted([edge for edge, _ in edges], value, side="right")]

        def in_year(table):
            return (table["day"] >= first) & (table["day"] <= last)

        passed = courses["flag"]
        hours = np.bincount(courses["number"], courses["tenths"] * passed, minlength=len(citizens["number"]))
        recent = (advice["day"] >= window) & (advice["day"] <= last)
        planned = (citizens["plans"] >= 1) & (citizens["done"] * 2 >= citizens["plans"])
        items = [
            band(citizens["hours"], (20, 400), (50, 700), (100, 1000)),
            planned * 1000,
            np.minimum(count(courses, passed & in_year(courses)) * 250, 1000),
            band(hours.astype(np.int32), (100, 500), (400, 1000)),
            citizens["computer"] * 1000,
            band(citizens["language"], (1, 600), (2, 1000)),
            citizens["work"] * 10,
            np.minimum(count(meetings, in_year(meetings)) * 200, 1000),
            band(count(meetings, meetings["flag"]), (1, 500), (2, 1000)),
            np.minimum(count(advice, recent) * 100, 1000),
        ]
        return self.classes(sum(items), np.logical_and.reduce([item >= 700 for item in items]), citizens["disciplined"])

    def classes(self, total, all_good, disciplined):
        cases = [~disciplined, (total >= 9000) & all_good, total >= 8000, total >= 6500, total >= 5000]
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
        np = self.np
        courses, meetings, advice = of["courses"], of["meetings"], of["advice"]

        def in_year(table):
            return table["day"].between("2025-01-01", "2025-12-31")

        courses = courses.assign(passed=courses["flag"] & in_year(courses), course_hours=courses["tenths"] * courses["flag"])
        meetings = meetings.assign(met=in_year(meetings))
        advice = advice.assign(given=advice["day"].between("2024-12-31", "2025-12-31"))
        rows = of["citizens"].set_index("number")
        rows = rows.join(courses.groupby("number")[["passed", "course_hours"]].sum())
        rows = rows.join(meetings.groupby("number")[["met", "flag"]].sum())
        rows = rows.join(advice.groupby("number")[["given"]].sum())
        folded = rows[["passed", "course_hours", "met", "flag", "given"]].fillna(0).astype("int32")

        def band(value, *edges):
            points = np.array([0, *(points for _, points in edges)], dtype=np.int32)
            return points[np.searchsorted([edge for edge, _ in edges], value, side="right")]

        items = rows[[]].assign(
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
        return self.classes(items.sum(axis=1), (items >= 700).all(axis=1), rows["disciplined"])


def timed(what, times):
    clock, processor = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(times):
        what()
    return (time.perf_counter_ns() - clock) // times, (time.process_time_ns() - processor) // times


def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main():
    peer = {"polars": Polars, "duckdb": DuckDB, "numpy": NumPy, "pandas": Pandas}[PEER]()
    print("ready", peer.version, flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "check":
            totals, classes = peer.check()
            with open(os.path.join(FOLDER, f"{PEER}.answers"), "wb") as out:
                out.write(array("i", totals).tobytes())
                out.write(array("b", classes).tobytes())
            print("done", flush=True)
        elif word == "peak":
            print(peak(), flush=True)
        else:
            print(*timed(getattr(peer, word), int(rest[0])), flush=True)


main()
