"""The set that most tests read, and what they are given of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import tieuchi

READING = """\
language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2025-01-01
  applies to reader
subject reader "Reader"
  fact books "Books read": integer from 0 to 1000
  fact hours "Hours": number 1 places from 0 to 1000
  fact born "Born on": date
  fact school "School": yes no
evidence course "Course" with length: integer from 0 to 100
  if missing unknown
criterion 1 "Reading" max 10 points
  score by books:
    under 12: 5 points [assumed]
    from 12 up: 10 points [assumed]
title friend "Friend of reading" when total_points >= 10
"""


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def source() -> str:
    return READING


@pytest.fixture(scope="session")
def plan() -> tieuchi.Plan:
    return tieuchi.compile(READING)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything was put in place, as `cargo xtask python --test` does, a skipped test is a fault."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "TIEUCHI_CORPUS" in os.environ and exitstatus == 0 and reporter is not None and reporter.stats.get("skipped"):
        print("\nSkipped although everything was to be there: pytest -rs says why.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
