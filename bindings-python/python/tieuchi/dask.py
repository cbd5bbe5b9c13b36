"""Populations on a cluster of Dask: ``pip install 'tieuchi[dask]'``.

    found = tieuchi.dask.evaluate(
        plan, subjects="people.parquet", evidence={"course": "courses.parquet"}, period=2025
    )
    found.write("results")
    found.receipt().root

The same as ``tieuchi.spark``: workers read the files themselves, rows are brought together by subject,
each part is evaluated by the same engine, and what comes out is what ``Plan.evaluate_table`` gives for
the same tables, whatever the number of parts. Only the leaves of the receipt are joined by the client,
which holds about a hundred bytes of each subject for it.
"""

# What comes from pyarrow has no types, and Dask knows nothing of what a task gives.
# pyright: basic

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from dask.base import compute, persist
from dask.delayed import delayed

from . import _parts
from ._parts import Options, Part, Rows, Table
from ._tieuchi import Plan, PopulationReceipt
from ._types import Period

__all__ = ["DaskOutcome", "evaluate"]

Paths = str | Path | Sequence[str | Path]
"""A file or folder of Parquet, or several."""


def evaluate(
    plan: Plan,
    *,
    subjects: Paths,
    evidence: Mapping[str, Paths] | None = None,
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
    partitions: int = 8,
) -> DaskOutcome:
    """Evaluates tables of Parquet by the scheduler of Dask that is current.

    Arguments, results and what is raised are those of ``tieuchi.spark.evaluate``; ``partitions`` is the
    number of parts, of which each is held in memory while it is evaluated. Nothing is evaluated before
    it is asked for, and then once.
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
    sources: dict[str, Paths] = {"": subjects, **(evidence or {})}
    files = {name: _files(paths) for name, paths in sources.items()}
    schemas = {name: pq.read_schema(found[0]) for name, found in files.items()}
    nobody = _parts.checked(plan, schemas[""], {name: schemas[name] for name in evidence or {}}, options)
    ways = dict(_together(plan, options, files, schemas))
    cut: dict[str, list[Any]] = {
        name: [
            delayed(_cut)(file, first, "id" if name == "" else "subject", ways, partitions)
            for file, first in zip(found, _firsts(found), strict=True)
        ]
        for name, found in files.items()
    }
    parts = [
        delayed(_evaluated)(
            plan, {name: [pieces[at] for pieces in found] for name, found in cut.items()}, schemas, options
        )
        for at in range(partitions)
    ]
    return DaskOutcome(plan, options, parts, nobody)


class DaskOutcome:
    """The results of a population in parts, evaluated when they are first asked for."""

    def __init__(self, plan: Plan, options: Options, parts: list[Any], nobody: Part) -> None:
        self._plan, self._options, self._parts, self._nobody = plan, options, parts, nobody
        self._kept: list[Any] | None = None

    @property
    def results(self) -> Table:
        """A table of pyarrow with a row for each subject and the columns of ``TableOutcome``."""
        return pa.concat_tables(self._each("results"))

    @property
    def problems(self) -> Table:
        """What was wrong, each with its row in the whole table: files in the order of their names."""
        return pa.concat_tables(self._each("problems"))

    def write(self, folder: str | Path) -> None:
        """Writes the results, each worker the files of its own parts: ``part-00000.parquet`` and so on."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        written = [
            delayed(_written)(part, str(Path(folder) / f"part-{at:05}.parquet"))
            for at, part in enumerate(self._evaluated())
        ]
        compute(*written)

    def tally(self) -> dict[str, Any]:
        """The population added up, with ``by`` also each group, as ``TableOutcome.tally`` gives it."""
        return reduce(_parts.merged, self._each("sums"), self._nobody.sums)

    def receipt(self) -> PopulationReceipt:
        """One receipt over all subjects."""
        leaves = pa.concat_tables(self._each("leaves")).combine_chunks()
        # Text is compared by its bytes, which is the order of code points.
        leaves = leaves.take(_parts.pc.sort_indices(leaves["id"]))
        pairs = zip(leaves["id"].to_pylist(), leaves["row"].to_pylist(), strict=True)
        root = _parts.root_of(_parts.nodes_of(pairs, 0))
        return _parts.receipt_of(self._plan, self._options, leaves.num_rows, root)

    def _evaluated(self) -> list[Any]:
        if self._kept is None:
            self._kept = list(persist(*self._parts))
        return self._kept

    def _each(self, name: str) -> tuple[Any, ...]:
        return compute(*(delayed(getattr)(part, name) for part in self._evaluated()))


def _files(paths: Paths) -> list[str]:
    """The files of a table in the order of their names."""
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    found: list[Path] = []
    for path in map(Path, listed):
        found.extend(sorted(path.glob("*.parquet")) if path.is_dir() else [path])
    if not found:
        raise ValueError(f"there is no file of Parquet in {listed}")
    return [str(path) for path in found]


def _firsts(files: Iterable[str]) -> list[int]:
    """The place of the first row of each file in the whole table."""
    firsts, whole = [], 0
    for file in files:
        firsts.append(whole)
        whole += pq.read_metadata(file).num_rows
    return firsts


def _cut(file: str, first: int, key: str, ways: Mapping[str, str], partitions: int) -> list[Rows]:
    """The rows of a file by the part they belong to."""
    table = pq.read_table(file)
    places = pa.array(range(first, first + table.num_rows), pa.int64())
    keys = _parts.normal(table[_parts.key_of(table.column_names, key)]).to_pylist()
    # A checksum of the key: the same on every worker, other than Python's own hash.
    to = pa.array([zlib.crc32(ways.get(key, key).encode()) % partitions if key else 0 for key in keys])
    return [
        Rows(table.filter(mine), places.filter(mine))
        for mine in (_parts.pc.equal(to, part) for part in range(partitions))
    ]


def _evaluated(plan: Plan, tables: Mapping[str, list[Rows]], schemas: Mapping[str, Any], options: Options) -> Part:
    """Evaluates one part out of what the files hold of it."""
    whole = {
        name: Rows(
            pa.concat_tables([rows.cells.cast(schemas[name]) for rows in found]).combine_chunks(),
            pa.concat_arrays([rows.places for rows in found]),
        )
        for name, found in tables.items()
    }
    return _parts.evaluated(plan, whole.pop(""), whole, options)


def _written(part: Part, path: str) -> None:
    pq.write_table(part.results, path)


def _together(
    plan: Plan, options: Options, files: Mapping[str, list[str]], schemas: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Subjects who share a member, since only in one part this is seen, each with the one it goes with."""
    joined = _parts.Together()
    for name in sorted(_parts.member_tables(plan, options) & set(files)):
        columns = schemas[name].names
        member, owner = _parts.key_of(columns, "id"), _parts.key_of(columns, "subject")
        if member not in columns:
            continue
        pairs = [delayed(_pairs)(file, member, owner) for file in files[name]]
        whole = pa.concat_tables(compute(*pairs)).group_by(["member", "owner"]).aggregate([])
        owners = whole.group_by("member").aggregate([("owner", "list"), ("owner", "count")])
        for found in owners.filter(_parts.pc.greater(owners["owner_count"], 1))["owner_list"].to_pylist():
            joined.join(sorted(found))
    return joined.pairs()


def _pairs(file: str, member: str, owner: str) -> Table:
    """Who belongs to whom in a file."""
    table = pq.read_table(file, columns=[member, owner])
    pairs = pa.table({"member": _parts.normal(table[member]), "owner": _parts.normal(table[owner])})
    return pairs.drop_null()
