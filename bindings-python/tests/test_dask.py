"""Dask gives what one machine gives, however it is cut and whoever does the work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from whole import Population, made

import tieuchi

pytest.importorskip("distributed")

from distributed import Client, LocalCluster  # noqa: E402

from tieuchi import dask as cluster  # noqa: E402


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return made(tmp_path_factory.mktemp("population"))


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two workers, each a process of its own."""
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "host": "127.0.0.1"}
    with LocalCluster(**options, dashboard_address=":0") as workers, Client(workers) as client:
        yield client


def evaluated(population: Population, partitions: int) -> cluster.DaskOutcome:
    return cluster.evaluate(
        population.plan,
        subjects=population.subjects,
        evidence=population.evidence,
        period=2025,
        items=True,
        ignore_unknown=True,
        by="commune",
        partitions=partitions,
    )


def assert_same(found: cluster.DaskOutcome, population: Population) -> None:
    population.assert_same(found.results, found.problems, found.tally(), found.receipt())


@pytest.mark.parametrize("partitions", [1, 7, 64])
def test_parts_give_what_the_whole_gives(population: Population, partitions: int) -> None:
    assert_same(evaluated(population, partitions), population)


def test_workers_of_their_own_give_the_same(client: Any, population: Population, tmp_path: Path) -> None:
    found = evaluated(population, 7)
    assert_same(found, population)
    found.write(tmp_path / "results")
    files = sorted((tmp_path / "results").iterdir())
    assert len(files) == 7
    assert pa.concat_tables([pq.read_table(file) for file in files]).equals(found.results)


def test_a_worker_that_dies_changes_nothing(client: Any, population: Population) -> None:
    found = evaluated(population, 64)
    assert found.results.num_rows == len(population.whole)
    processes = client.run(os.getpid)
    held = {worker: len(keys) for worker, keys in client.has_what().items()}
    assert len(processes) == 2 and all(held[worker] for worker in processes)
    # One of the two is lost with all that it holds: its parts are evaluated again.
    os.kill(next(iter(processes.values())), 9)
    assert_same(found, population)


def test_what_does_not_fit_is_raised_before_any_work(population: Population) -> None:
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        cluster.evaluate(population.plan, subjects=population.subjects, evidence=population.evidence, period=2025)
    assert [finding.code for finding in caught.value.diagnostics] == ["unknown-column"]
    with pytest.raises(ValueError, match="no file of Parquet"):
        cluster.evaluate(population.plan, subjects=[], period=2025)
