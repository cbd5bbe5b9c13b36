"""The stub says what the module has; examples type-check; examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import tieuchi

HERE = Path(__file__).resolve().parents[1]


def run(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", *words], cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stub_says_what_the_module_has() -> None:
    pytest.importorskip("mypy")
    run("mypy.stubtest", "tieuchi._tieuchi", "--ignore-disjoint-bases")


def test_package_tests_and_examples_type_check() -> None:
    pytest.importorskip("pyright")
    run("pyright", "--pythonpath", sys.executable)


READING = """language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2025-01-01
  applies to reader
subject reader "Reader"
  fact books "Books read": integer from 0 to 1000
criterion 1 "Reading" max 10 points
  score by books:
    under 12: 5 points [assumed]
    from 12 up: 10 points [assumed]
title friend "Friend of reading" when total_points >= 10
"""


@pytest.mark.parametrize("module", ["tieuchi", "tieuchi.plots"])
def test_the_examples_in_docstrings_run(module: str) -> None:
    plan = tieuchi.compile(READING)
    known = {"plan": plan, "outcome": plan.evaluate({"books": 14}, period=2025)}
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    done = doctest.testmod(importlib.import_module(module), extraglobs=known, optionflags=flags)
    assert done.failed == 0
    assert done.attempted > (20 if module == "tieuchi" else 2)


def test_everything_public_is_documented() -> None:
    for name in tieuchi.__all__:
        item = getattr(tieuchi, name)
        if not inspect.isclass(item) and not inspect.isroutine(item):
            continue
        assert inspect.getdoc(item), name
        if item.__module__ != "tieuchi" or not inspect.isclass(item):
            continue
        for member, value in vars(item).items():
            if not member.startswith("_"):
                assert inspect.getdoc(value), f"{name}.{member}"
