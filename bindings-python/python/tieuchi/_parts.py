"""A population in parts: each part evaluated by itself, then joined to what one machine would give.

In: tables of the subjects of one part with all that belongs to them, each row with its place in the
whole table. Out: results, problems with those places, leaves of the receipt, sums. Joining is adding:
of sums by ``merged``, of leaves by ``grown`` and ``root_of``. This module knows neither Spark nor Dask.
"""

# What comes from pyarrow has no types, so that strict checks would tell of every line.
# pyright: basic

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute

from ._tieuchi import LANGUAGE_VERSION, Plan, PopulationReceipt, TableOutcome
from ._types import Period

# Functions of this module come about at run time.
pc: Any = pyarrow.compute
Table = Any


@dataclass(frozen=True)
class Options:
    """How a population is evaluated: what ``Plan.evaluate_table`` takes, and the column to add up by."""

    period: Period
    judged_on: date | str | None = None
    open: bool = False
    regions: Sequence[str] = ()
    items: bool = False
    floats: bool = True
    missing_unknown: bool = False
    ignore_unknown: bool = False
    shared: Sequence[str] = ()
    by: str | None = None

    def evaluate(self, plan: Plan, subjects: Table, evidence: Mapping[str, Table]) -> TableOutcome:
        """The outcome of tables that are there as a whole."""
        return plan.evaluate_table(
            subjects,
            evidence,
            period=self.period,
            judged_on=self.judged_on,
            open=self.open,
            regions=list(self.regions),
            items=self.items,
            receipts=True,
            floats=self.floats,
            missing_unknown=self.missing_unknown,
            ignore_unknown=self.ignore_unknown,
            shared=list(self.shared),
        )


class Part(NamedTuple):
    """What one part gives."""

    results: Table
    problems: Table
    leaves: Table
    sums: dict[str, Any]


class Rows(NamedTuple):
    """Rows of a table, and the place of each in the whole table, from 0."""

    cells: Table
    places: Table

    def in_order(self) -> Rows:
        """The same rows in the order of the whole table."""
        order = pc.sort_indices(self.places)
        return Rows(self.cells.take(order), self.places.take(order))


def key_of(columns: Iterable[str], name: str) -> str:
    """The column that holds a key: with a dollar sign where the set has such a name itself."""
    return f"${name}" if f"${name}" in columns else name


def normal(keys: Table) -> Table:
    """Keys in the one spelling in which they are compared."""
    return pc.utf8_normalize(pc.cast(keys, pa.string()), form="NFC")


def checked(plan: Plan, subjects: Any, evidence: Mapping[str, Any], options: Options) -> Part:
    """The part of nobody, from the schemas of the tables: what does not fit is raised before any work.

    Raises ``DiagnosticsError`` where columns do not fit the set, ``ValueError`` where a table cannot
    be cut into parts.
    """
    for name, schema in {"subjects": subjects, **evidence}.items():
        nested = [column.name for column in schema if pa.types.is_nested(column.type)]
        if nested:
            raise ValueError(f"table {name!r}: column {nested[0]!r} is nested; give its rows as a table of their own")
    if options.by is not None and options.by not in subjects.names:
        raise ValueError(f"table 'subjects': there is no column {options.by!r} to add up by")
    empty = {name: Rows(schema.empty_table(), pa.array([], pa.int64())) for name, schema in evidence.items()}
    return evaluated(plan, Rows(subjects.empty_table(), pa.array([], pa.int64())), empty, options)


def evaluated(plan: Plan, subjects: Rows, evidence: Mapping[str, Rows], options: Options) -> Part:
    """Evaluates one part."""
    subjects = subjects.in_order()
    evidence = {name: rows.in_order() for name, rows in evidence.items()}
    outcome = options.evaluate(plan, subjects.cells, {name: rows.cells for name, rows in evidence.items()})
    results = outcome.to_pyarrow()
    sums = outcome.tally(by=_places(subjects, results, options.by))
    named = {unicodedata.normalize("NFC", name): rows.places for name, rows in evidence.items()}
    leaves = outcome.leaves()
    leaves = pa.table({"id": leaves["id"], "row": leaves["row"].cast(pa.binary())})
    return Part(_plain(results), _plain(_placed(outcome, named, subjects.places)), leaves, sums)


def _places(subjects: Rows, results: Table, by: str | None) -> list[str] | None:
    """The name to add up by of each subject; the first row counts of one that is filed twice."""
    if by is None:
        return None
    ids = normal(subjects.cells[key_of(subjects.cells.column_names, "id")]).to_pylist()
    names: dict[str, str] = {}
    for subject, name in zip(ids, pc.cast(subjects.cells[by], pa.string()).to_pylist(), strict=True):
        names.setdefault(subject, name or "")
    return [names[subject] for subject in results["id"].to_pylist()]


def _plain(table: Table) -> Table:
    """Categories as text, so that every part has the same types."""
    fields = [
        pa.field(column.name, pa.string() if pa.types.is_dictionary(column.type) else column.type)
        for column in table.schema
    ]
    return table.cast(pa.schema(fields))


_FIRST = re.compile(r"(?<=dòng )\d+|(?<=row )\d+")


def _placed(outcome: TableOutcome, evidence: Mapping[str, Table], subjects: Table) -> Table:
    """Problems with the rows of the whole tables."""
    table = outcome.problems.to_pyarrow()
    schema = pa.schema([column.with_type(pa.int64()) if column.name == "row" else column for column in table.schema])
    rows: list[dict[str, Any]] = table.to_pylist()
    for row in rows:
        places = evidence.get(row["table"], subjects)

        def whole(found: re.Match[str], places: Table = places) -> str:
            return str(places[int(found[0]) - 1].as_py() + 1)

        row["row"] = places[row["row"] - 1].as_py() + 1
        if row["code"] in ("subject-filed-twice", "row-filed-twice"):
            for name in ("message_vi", "message_en"):
                known, mark, rest = row[name].rpartition("`")
                row[name] = known + mark + _FIRST.sub(whole, rest)
    return pa.Table.from_pylist(rows, schema=schema)


# ---- sums -----------------------------------------------------------------------------------


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The sums of two parts together, as ``TableOutcome.tally`` gives them for the whole."""
    both: dict[str, Any] = {}
    for name in dict.fromkeys((*one, *other)):
        both[name] = _joined(name, one[name], other[name]) if name in one and name in other else {**one, **other}[name]
    return both


def _joined(name: str, one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return merged(one, other)
    if isinstance(one, list):
        return _listed(name, [*one, *other])
    if name in ("name", "class", "code", "label", "depth"):
        return one
    if isinstance(one, int):
        return one + other
    numbers = Fraction(one), Fraction(other)
    return _text({"lowest": min, "highest": max}.get(name, _sum)(numbers))


def _sum(numbers: tuple[Fraction, ...]) -> Fraction:
    return sum(numbers, Fraction(0))


def _listed(name: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries that are about the same thing as one; groups by their names."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    for entry in entries:
        about = tuple(entry.get(part) for part in ("name", "class", "code", "label", "depth"))
        known[about] = merged(known[about], entry) if about in known else entry
    joined = list(known.values())
    return sorted(joined, key=lambda group: group["name"]) if name == "groups" else joined


def _text(number: Fraction) -> str:
    """A number as it stands in JSON: a decimal, or a fraction where none is exact."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return f"{number.numerator}/{number.denominator}"
    digits = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


# ---- the tree of the receipt ----------------------------------------------------------------


class Node(NamedTuple):
    """A node of the tree: ``2 ** level`` leaves from ``at * 2 ** level`` on."""

    level: int
    at: int
    digest: bytes


_LEAF, _NODE = (f"tieuchi {word} {LANGUAGE_VERSION}\n".encode() for word in ("leaf", "node"))


def nodes_of(leaves: Iterable[tuple[str, bytes]], first: int) -> list[Node]:
    """The largest nodes over leaves that stand in order, of which the first is the ``first`` of all.

    A leaf is the identifier of a subject and the digest of its row.
    """
    nodes: list[Node] = []
    for at, (subject, row) in enumerate(leaves, first):
        grown(nodes, [Node(0, at, hashlib.sha256(_LEAF + row + subject.encode()).digest())])
    return nodes


def grown(nodes: list[Node], further: Iterable[Node]) -> None:
    """Adds the nodes that stand to the right of these."""
    for node in further:
        while nodes and nodes[-1].level == node.level and node.at % 2 == 1:
            left = nodes.pop()
            node = Node(node.level + 1, node.at // 2, _node(left.digest, node.digest))
        nodes.append(node)


def root_of(nodes: list[Node]) -> bytes:
    """The root over all leaves; the last node of a level without a partner goes up as it is."""
    if not nodes:
        return hashlib.sha256(_NODE).digest()
    root = nodes[-1].digest
    for left in reversed(nodes[:-1]):
        root = _node(left.digest, root)
    return root


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def receipt_of(plan: Plan, options: Options, count: int, root: bytes) -> PopulationReceipt:
    """The receipt over a population of so many subjects with that root."""
    outcome = plan.evaluate(
        {},
        period=options.period,
        judged_on=options.judged_on,
        open=options.open,
        regions=list(options.regions),
    )
    plain = outcome.receipt().to_dict()
    digests = plain.pop("digests")
    stated = {**plain, "receipt": "population", "count": str(count)}
    digest = hashlib.sha256(f"tieuchi options {LANGUAGE_VERSION}\n{_canonical(stated)}".encode())
    kept = {"meaning": digests["meaning"], "text": digests["text"], "options": digest.hexdigest(), "root": root.hex()}
    return PopulationReceipt.from_json(_canonical({**stated, "digests": kept}))


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# ---- members of two -------------------------------------------------------------------------


@dataclass
class Together:
    """Subjects that must be in one part, since a member belongs to two of them."""

    parent: dict[str, str] = field(default_factory=dict[str, str])

    def join(self, owners: Sequence[str]) -> None:
        """Puts the owners of one member together."""
        for owner in owners[1:]:
            one, other = sorted((self.of(owners[0]), self.of(owner)))
            self.parent[other] = one

    def of(self, owner: str) -> str:
        """The subject that stands for all that are together with this one."""
        while self.parent.setdefault(owner, owner) != owner:
            owner = self.parent[owner]
        return owner

    def pairs(self) -> list[tuple[str, str]]:
        """Each subject that is together with others, and the one that stands for it."""
        return [(owner, self.of(owner)) for owner in list(self.parent)]


def member_tables(plan: Plan, options: Options) -> set[str]:
    """The tables whose members belong to one subject alone."""
    tables: list[dict[str, Any]] = plan.facts().to_dict()["tables"]
    shared = {unicodedata.normalize("NFC", name) for name in options.shared}
    return {table["name"] for table in tables if table["kind"] == "members"} - shared
