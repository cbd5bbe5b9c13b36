"""The page on databases does what it says, with a real server; interrupted half-way, nothing is half-written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import servers

postgres: Any = pytest.importorskip("adbc_driver_postgresql.dbapi")

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["docs/en/src/databases.md", "docs/vi/src/databases.md"]
BLOCK = re.compile(r"^```(python|text printed)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    programs = servers.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with servers.postgres(programs) as address:
        yield address


@pytest.fixture
def address(server: str) -> Iterator[str]:
    """The server, without any tables."""
    with postgres.connect(server) as connection:
        with connection.cursor() as cursor:
            cursor.execute("drop schema public cascade")
            cursor.execute("create schema public")
        connection.commit()
    yield server


def blocks(page: str, mark: str) -> str:
    text = (ROOT / page).read_text("utf-8")
    return "".join(body for found, body in BLOCK.findall(text) if found == mark)


def run(script: str, folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        cwd=folder,
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_page_does_what_it_says(page: str, tmp_path: Path, address: str) -> None:
    done = run(blocks(page, "python"), tmp_path, address)
    assert done.returncode == 0, done.stderr
    assert done.stdout == blocks(page, "text printed")


# What the page writes, with an end between the results and the problems.
CUT = """
class Cut:
    def __init__(self, whole, end):
        self.whole, self.end = whole, end
    def __getattr__(self, name):
        return getattr(self.whole, name)
    def __enter__(self):
        self.whole.__enter__()
        return self
    def __exit__(self, *found):
        return self.whole.__exit__(*found)
    def cursor(self):
        return Cut(self.whole.cursor(), self.end)
    def adbc_ingest(self, table, *rest, **options):
        if table == "problems":
            self.end()
        return self.whole.adbc_ingest(table, *rest, **options)
"""


def kept_in(address: str) -> list[Any]:
    with postgres.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute('select id, "total.certain" from results order by id')
        results: list[Any] = cursor.fetchall()
        cursor.execute('select code, subject from problems order by code')
        return [*results, *cursor.fetchall()]


KILLED = "import os, signal\ndef end():\n    os.kill(os.getpid(), signal.SIGKILL)\n"
RAISED = "def end():\n    raise KeyboardInterrupt\n"


@pytest.mark.parametrize(("end", "code"), [(KILLED, -signal.SIGKILL), (RAISED, -signal.SIGINT)], ids=["killed", "raised"])
def test_postgres_is_as_it_was_if_it_ends_half_way(end: str, code: int, tmp_path: Path, address: str) -> None:
    page = PAGES[0]
    (script,) = (part for part in re.split(r"^## .*\n", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE) if "assess(" in part)
    body = "".join(text for mark, text in BLOCK.findall(script) if mark == "python")
    head = blocks(page, "python").partition("import os")[0]
    assert run(head + body, tmp_path, address).returncode == 0
    before = kept_in(address)
    assert len(before) == 5
    function = body[body.index("def assess(") : body.index("\nassess(connection)")]
    again = f"""{head}{CUT}{end}
import os
import adbc_driver_postgresql.dbapi as postgres
{function}
connection = postgres.connect(os.environ["DATABASE_URL"])
with connection.cursor() as cursor:
    cursor.execute("update readers set books = 100")
connection.commit()
assess(Cut(connection, end))
"""
    done = run(again, tmp_path, address)
    assert done.returncode == code, done.stderr
    assert kept_in(address) == before
    # Without the end it is written, so it was the end that kept it from being so.
    assert run(again.replace("Cut(connection, end)", "connection"), tmp_path, address).returncode == 0
    assert kept_in(address) != before


@pytest.mark.parametrize(("end", "code"), [(KILLED, -signal.SIGKILL), (RAISED, -signal.SIGINT)], ids=["killed", "raised"])
def test_duckdb_is_as_it_was_if_it_ends_half_way(end: str, code: int, tmp_path: Path) -> None:
    python = blocks(PAGES[0], "python")
    head, tail = python.partition("import os")[0], python[python.index("import duckdb") :]
    assert run(head + tail, tmp_path, "").returncode == 0

    def kept() -> list[Any]:
        with duckdb.connect(str(tmp_path / "readers.duckdb")) as database:
            return database.sql('select id, "total.certain" from results order by id').fetchall()

    before = kept()
    assert len(before) == 2
    function = tail[tail.index("def assess_here(") : tail.index("\nassess_here(database)")]
    problems = '        database.execute("create or replace table problems'
    assert problems in function
    function = function.replace(problems, "        end()\n" + problems)
    again = f"""{head}{end}
import duckdb
{function}
database = duckdb.connect("readers.duckdb")
database.sql("update readers set books = 100")
assess_here(database)
"""
    done = run(again, tmp_path, "")
    assert done.returncode == code, done.stderr
    assert kept() == before
    assert run(again.replace("        end()\n", ""), tmp_path, "").returncode == 0
    assert kept() != before
