"""A cluster gives what one machine gives: results, problems, sums and the receipt, however it is cut."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from whole import Population, made

import tieuchi

pytest.importorskip("pyspark")
if not shutil.which("java"):
    pytest.skip("Spark needs Java", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession  # noqa: E402

from tieuchi import spark as cluster  # noqa: E402

@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return made(tmp_path_factory.mktemp("population"))


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two workers, each a process of its own."""
    folder = tmp_path_factory.mktemp("spark")
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(folder / "local"))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield session
    session.stop()


root = Path(__file__).resolve().parents[2]


def evaluated(spark: SparkSession, population: Population, partitions: int) -> cluster.SparkOutcome:
    return cluster.evaluate(
        spark,
        population.plan,
        subjects=population.subjects,
        evidence=population.evidence,
        period=2025,
        items=True,
        ignore_unknown=True,
        by="commune",
        partitions=partitions,
    )


def assert_same(found: cluster.SparkOutcome, population: Population) -> None:
    population.assert_same(found.results.toArrow(), found.problems.toArrow(), found.tally(), found.receipt())


@pytest.mark.parametrize("partitions", [1, 7])
def test_parts_give_what_the_whole_gives(spark: SparkSession, population: Population, partitions: int) -> None:
    found = evaluated(spark, population, partitions)
    assert_same(found, population)
    found.release()


@pytest.mark.parametrize("partitions", [1, 7])
def test_frames_give_what_files_give(spark: SparkSession, population: Population, partitions: int) -> None:
    # One row after the other as in the files, since places of problems are compared too.
    def frame(path: str) -> DataFrame:
        files = sorted(str(file) for file in Path(path).iterdir())
        return reduce(DataFrame.unionByName, (spark.read.parquet(file).coalesce(1) for file in files))

    found = cluster.evaluate(
        spark,
        population.plan,
        subjects=frame(population.subjects),
        evidence={name: frame(path) for name, path in population.evidence.items()},
        period=2025,
        items=True,
        ignore_unknown=True,
        by="commune",
        partitions=partitions,
    )
    assert_same(found, population)
    found.release()


def executors() -> list[int]:
    """The processes of the workers of this very session: those that descend from this one."""
    parents: dict[int, int] = {}
    workers: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if b"CoarseGrainedExecutorBackend" in (entry / "cmdline").read_bytes():
                workers.append(int(entry.name))
        except OSError:
            continue  # It has ended meanwhile.

    def is_ours(process: int) -> bool:
        return process == os.getpid() or (process in parents and is_ours(parents[process]))

    return [worker for worker in workers if is_ours(worker)]


def test_a_worker_that_dies_half_way_changes_nothing(spark: SparkSession, population: Population) -> None:
    found = evaluated(spark, population, 64)
    killed: list[int] = []
    tracker = spark.sparkContext.statusTracker()

    def kill() -> None:
        # Some of the 64 parts are done, and others are not.
        while not killed:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numTasks == 64 and 4 <= info.numCompletedTasks <= 40:
                    # The program itself, not the shell that started it, which stands before it.
                    killed.append(executors()[-1])
                    os.kill(killed[0], 9)
                    return
            time.sleep(0.01)

    watch = threading.Thread(target=kill, daemon=True)
    watch.start()
    # This is what runs the parts.
    assert found.results.count() == len(population.whole)
    watch.join(timeout=5)
    assert killed, "the parts were done before a worker could be killed"
    assert_same(found, population)
    found.release()


def test_the_page_on_clusters_does_what_it_says(
    spark: SparkSession, population: Population, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [(root / "docs" / lang / "src" / "scale.md").read_text("utf-8") for lang in ("en", "vi")]
    (script,), (other,) = (re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL) for page in pages)
    assert script == other
    paths = {"tables/families": population.subjects, "tables/people": population.evidence["people"]}
    paths |= {"tables/visits": population.evidence["visit"], "partitions=4000": "partitions=2"}
    paths |= {name: str(tmp_path / name) for name in ("results", "problems")}
    for name, path in paths.items():
        script = script.replace(name if "=" in name else f'"{name}"', path if "=" in name else f'"{path}"')
    scope: dict[str, Any] = {}
    exec(script, scope)
    assert scope["assess"](spark, population.plan) == population.whole.receipt().root
    assert spark.read.parquet(str(tmp_path / "results")).count() == len(population.whole)
    assert spark.read.parquet(str(tmp_path / "problems")).count() == len(population.whole.problems)
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_what_does_not_fit_is_raised_before_any_work(spark: SparkSession, population: Population) -> None:
    def options(**other: Any) -> dict[str, Any]:
        return {"subjects": population.subjects, "evidence": population.evidence, "period": 2025, **other}

    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        cluster.evaluate(spark, population.plan, **options())
    assert [finding.code for finding in caught.value.diagnostics] == ["unknown-column"]
    with pytest.raises(ValueError, match="no column 'village'"):
        cluster.evaluate(spark, population.plan, **options(ignore_unknown=True, by="village"))
