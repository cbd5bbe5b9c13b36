"""The set of the bench in Polars and in DuckDB, for the plain columns that benches/benches/peers.rs writes.

Started as `peers.py polars|duckdb FOLDER THREADS`; reads commands from its input, a line each:
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


def timed(what, times):
    clock, processor = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(times):
        what()
    return (time.perf_counter_ns() - clock) // times, (time.process_time_ns() - processor) // times


def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main():
    peer = {"polars": Polars, "duckdb": DuckDB}[PEER]()
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
