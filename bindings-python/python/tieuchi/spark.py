"""Populations on a cluster of Spark: ``pip install 'tieuchi[spark]'`` and Java 17.

    found = tieuchi.spark.evaluate(
        spark, plan, subjects="people.parquet", evidence={"course": "courses.parquet"}, period=2025
    )
    found.results.write.parquet("results")
    found.problems.write.parquet("problems")
    found.receipt().root

Workers read the files themselves. Rows are brought together by subject in one shuffle, each part is
evaluated by the same engine, and sums and the receipt are joined by adding. What comes out is what
``Plan.evaluate_table`` gives for the same tables, whatever the number of parts, and whatever worker
is lost on the way.
"""

# What comes from pyarrow has no types, and what Spark hands to its workers neither.
# pyright: basic

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

import pandas as pd
import pyarrow as pa
from pyspark import StorageLevel, TaskContext
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import StringType

from . import _parts
from ._parts import Options, Part, Rows, Table
from ._tieuchi import Plan, PopulationReceipt
from ._types import Period

__all__ = ["SparkOutcome", "evaluate"]

Rowset = str | Sequence[str] | DataFrame
"""A file or folder of Parquet, or several; or a frame of Spark."""


def evaluate(
    spark: SparkSession,
    plan: Plan,
    *,
    subjects: Rowset,
    evidence: Mapping[str, Rowset] | None = None,
    period: Period,
    judged_on: date | str | None = None,
    open: bool = False,
    regions: Sequence[str] = (),
    items: bool = False,
    floats: bool = True,
    missing_unknown: bool = False,
    ignore_unknown: bool = False,
    shared: Sequence[str] = (),
    by: str | None = None,
    partitions: int | None = None,
) -> SparkOutcome:
    """Evaluates tables on a cluster.

    ``subjects`` and the tables of ``evidence`` (evidence and members, by their name in the set) are
    paths of Parquet that every worker can read, or frames of Spark. The rows of a frame are kept on the
    workers, so that each has its number for the problems; what comes from files should be given as
    files, which are read once less. The other options are those of ``Plan.evaluate_table``; ``by`` is
    a column of the subjects' table to add up by, ``partitions`` the number of parts, else that of
    ``spark.sql.shuffle.partitions``. A part is held in memory while it is evaluated.

    Nothing is evaluated before it is asked for, and then once: what was evaluated is kept on the
    workers until ``SparkOutcome.release``.

    Raises ``DiagnosticsError`` where columns do not fit the set, ``ValueError`` where a table cannot
    be cut into parts.
    """
    options = Options(
        period=period,
        judged_on=judged_on,
        open=open,
        regions=tuple(regions),
        items=items,
        floats=floats,
        missing_unknown=missing_unknown,
        ignore_unknown=ignore_unknown,
        shared=tuple(shared),
        by=by,
    )
    kept: list[DataFrame] = []
    tables = {"": _read(spark, subjects, "id", kept)}
    tables.update((name, _read(spark, rows, "subject", kept)) for name, rows in (evidence or {}).items())
    schemas = {name: _schema(frame) for name, frame in tables.items()}
    nobody = _parts.checked(plan, schemas.pop(""), schemas, options)
    tables = _together(spark, plan, options, tables)
    names = list(tables)
    columns = ["table", "place", "route", *(f"cells{at}" for at in range(len(names)))]
    rows = [
        frame.select(F.lit(at).alias("table"), "place", "route", F.col("cells").alias(f"cells{at}"))
        for at, frame in enumerate(tables.values())
    ]
    union = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), rows).select(*columns)
    count = partitions or int(spark.conf.get("spark.sql.shuffle.partitions") or 200)
    kinds = {"result": nobody.results.schema, "problem": nobody.problems.schema, "leaf": nobody.leaves.schema}
    schema = pa.schema(
        [pa.field(kind, pa.struct([column.with_nullable(True) for column in fields])) for kind, fields in kinds.items()]
        + [pa.field("sums", pa.string())]
    )
    work = _worker(plan, options, names, schema)
    evaluated = union.repartition(count, "route").mapInArrow(work, from_arrow_schema(schema))
    return SparkOutcome(plan, options, evaluated.persist(StorageLevel.DISK_ONLY), nobody, kept)


class SparkOutcome:
    """The results of a population on a cluster, evaluated when they are first asked for."""

    def __init__(
        self, plan: Plan, options: Options, evaluated: DataFrame, nobody: Part, kept: Sequence[DataFrame]
    ) -> None:
        self._plan, self._options, self._evaluated, self._nobody = plan, options, evaluated, nobody
        self._kept = (evaluated, *kept)

    @property
    def results(self) -> DataFrame:
        """A row for each subject, with the columns of ``TableOutcome``; categories are text."""
        return self._of("result")

    @property
    def problems(self) -> DataFrame:
        """What was wrong, each with its row in the whole table: files in the order of their names, the
        rows of a frame as they come."""
        return self._of("problem")

    @property
    def leaves(self) -> DataFrame:
        """Identifier and digest of every subject's result, as the receipt is made of them."""
        return self._of("leaf")

    def tally(self) -> dict[str, Any]:
        """The population added up, with ``by`` also each group, as ``TableOutcome.tally`` gives it."""
        sums = self._evaluated.where(F.col("sums").isNotNull()).select("sums").collect()
        return reduce(_parts.merged, (json.loads(row[0]) for row in sums), self._nobody.sums)

    def receipt(self) -> PopulationReceipt:
        """One receipt over all subjects.

        Leaves are sorted on the cluster and joined there to a few nodes for each part; only these come
        to the driver.
        """
        ordered = self.leaves.orderBy("id").persist(StorageLevel.DISK_ONLY)
        try:
            part = F.spark_partition_id().alias("part")
            sizes = {row[0]: row[1] for row in ordered.select(part).groupBy("part").count().collect()}
            starts: dict[int, int] = {}
            count = 0
            for at in sorted(sizes):
                starts[at], count = count, count + sizes[at]
            found = ordered.mapInArrow(_nodes(starts), "level int, at long, digest binary").collect()
        finally:
            ordered.unpersist()
        nodes: list[_parts.Node] = []
        further = (_parts.Node(row[0], row[1], bytes(row[2])) for row in found)
        _parts.grown(nodes, sorted(further, key=lambda node: node.at << node.level))
        return _parts.receipt_of(self._plan, self._options, count, _parts.root_of(nodes))

    def release(self) -> None:
        """Lets the workers forget what they evaluated and the frames they were given."""
        for frame in self._kept:
            frame.unpersist()

    def _of(self, kind: str) -> DataFrame:
        return self._evaluated.where(F.col(kind).isNotNull()).select(f"{kind}.*")


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _composed(keys: pd.Series) -> pd.Series:
    return keys.str.normalize("NFC")


# The type of this function wants the kind of its argument as well, which it finds out by itself.
_vectorised: Any = F.pandas_udf
_normal: Any = _vectorised(_composed, StringType())


def _read(spark: SparkSession, source: Rowset, key: str, kept: list[DataFrame]) -> DataFrame:
    """A table with its cells, the key of each row in the one spelling, and its place in the whole."""
    if isinstance(source, DataFrame):
        frame, number = source, F.monotonically_increasing_id()
        # The number of the partition, and below it that of the row there.
        piece, row = F.shiftright(number, 33), number.bitwiseAND((1 << 33) - 1)
    else:
        frame = spark.read.parquet(*([source] if isinstance(source, str) else source))
        piece, row = F.col("_metadata.file_path"), F.col("_metadata.row_index")
    key = _parts.key_of(frame.columns, key)
    # A table without the column is refused once its schema is looked at.
    route: Column = F.col(_quoted(key)) if key in frame.columns else F.lit(None)
    cells = F.struct(*(F.col(_quoted(name)) for name in frame.columns))
    rows = frame.select(
        cells.alias("cells"), route.cast("string").alias("route"), piece.alias("piece"), row.alias("row")
    )
    if isinstance(source, DataFrame):
        kept.append(rows.persist(StorageLevel.DISK_ONLY))
    sizes = rows.groupBy("piece").agg((F.max("row") + 1).alias("rows")).collect()
    starts: list[tuple[Any, int]] = []
    whole = 0
    for found in sorted(sizes, key=lambda found: found["piece"]):
        starts.append((found["piece"], whole))
        whole += found["rows"]
    kind = dict(rows.dtypes)["piece"]
    before = spark.createDataFrame(starts, f"piece {kind}, before long")
    joined = rows.join(F.broadcast(before), "piece")
    return joined.select("cells", _normal("route").alias("route"), (F.col("before") + F.col("row")).alias("place"))


def _schema(frame: DataFrame) -> Any:
    """The schema of the cells of a table, as Arrow has it."""
    return to_arrow_schema(frame.select("cells.*").schema)


def _together(
    spark: SparkSession, plan: Plan, options: Options, tables: dict[str, DataFrame]
) -> dict[str, DataFrame]:
    """The tables with subjects who share a member on one route, since only there this is seen."""
    joined = _parts.Together()
    for name in sorted(_parts.member_tables(plan, options) & set(tables)):
        columns = _schema(tables[name]).names
        key = _parts.key_of(columns, "id")
        if key not in columns:
            continue
        member = _normal(F.col(f"cells.{_quoted(key)}").cast("string")).alias("member")
        owners = tables[name].select(member, F.col("route")).where("member is not null and route is not null")
        found = owners.groupBy("member").agg(F.collect_set("route").alias("owners")).where(F.size("owners") > 1)
        for row in found.select("owners").collect():
            joined.join(sorted(row[0]))
    pairs = joined.pairs()
    if not pairs:
        return tables
    way = F.broadcast(spark.createDataFrame(pairs, "route string, way string"))
    return {
        name: frame.join(way, "route", "left").select(
            "cells", F.coalesce(F.col("way"), F.col("route")).alias("route"), "place"
        )
        for name, frame in tables.items()
    }


Batches = Iterable[Any]


def _worker(plan: Plan, options: Options, names: list[str], schema: Any) -> Callable[[Batches], Iterator[Any]]:
    """What a worker does with the rows of its part."""

    def work(batches: Batches) -> Iterator[Any]:
        gathered: list[list[Any]] = [[] for _ in names]
        seen: list[Any] = [None] * len(names)
        for batch in batches:
            for at in range(len(names)):
                seen[at] = batch.schema.field(f"cells{at}").type
                mine = batch.filter(_parts.pc.equal(batch["table"], at))
                if mine.num_rows:
                    gathered[at].append(mine.select(["place", f"cells{at}"]))
        if not any(gathered):
            return
        tables = [_rows(found, seen[at]) for at, found in enumerate(gathered)]
        part = _parts.evaluated(plan, tables[0], dict(zip(names[1:], tables[1:], strict=True)), options)
        yield from _given(schema, "result", part.results)
        yield from _given(schema, "problem", part.problems)
        yield from _given(schema, "leaf", part.leaves)
        sums = pa.table({"sums": pa.array([json.dumps(part.sums)])})
        yield _wide(schema, "sums", sums["sums"].chunk(0))

    return work


def _rows(batches: list[Any], cells: Any) -> Rows:
    """The rows of one table out of what came to a part."""
    fields = pa.schema(list(cells))
    if not batches:
        return Rows(fields.empty_table(), pa.array([], pa.int64()))
    # INVARIANT: a row of this table has its cells.
    parts = [pa.Table.from_arrays(batch[1].flatten(), schema=fields) for batch in batches]
    return Rows(pa.concat_tables(parts), pa.concat_arrays([batch[0] for batch in batches]))


_ROWS = 10_000


def _given(schema: Any, kind: str, table: Table) -> Iterator[Any]:
    """The rows of one kind, in batches that have the columns of every kind."""
    struct = schema.field(kind).type
    table = table.cast(pa.schema(list(struct)))
    for batch in table.to_batches(max_chunksize=_ROWS):
        yield _wide(schema, kind, pa.StructArray.from_arrays(batch.columns, fields=list(struct)))


def _wide(schema: Any, kind: str, column: Any) -> Any:
    columns = [column if field.name == kind else pa.nulls(len(column), field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _nodes(starts: dict[int, int]) -> Callable[[Batches], Iterator[Any]]:
    """What a worker makes of the leaves of its part: the largest nodes over them."""

    def work(batches: Batches) -> Iterator[Any]:
        context = TaskContext.get()
        first = starts.get(context.partitionId(), 0) if context else 0
        nodes: list[_parts.Node] = []
        for batch in batches:
            leaves = zip(batch["id"].to_pylist(), batch["row"].to_pylist(), strict=True)
            _parts.grown(nodes, _parts.nodes_of(leaves, first))
            first += batch.num_rows
        level, at, digest = ([node[part] for node in nodes] for part in range(3))
        yield pa.record_batch(
            {"level": pa.array(level, pa.int32()), "at": pa.array(at, pa.int64()), "digest": pa.array(digest, pa.binary())}
        )

    return work
