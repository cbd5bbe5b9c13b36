"""The notebooks are stored without outputs, and run from the first cell to the last."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbmake")

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bindings-python" / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))


def test_there_are_four() -> None:
    assert len(NOTEBOOKS) == 4


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_stored_without_outputs(name: str) -> None:
    notebook = json.loads((FOLDER / name).read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert cells
    for cell in cells:
        assert cell["outputs"] == [] and cell["execution_count"] is None


def test_a_report_takes_ten_cells() -> None:
    notebook = json.loads((FOLDER / "bang-tinh-den-bao-cao.ipynb").read_text("utf-8"))
    assert sum(cell["cell_type"] == "code" for cell in notebook["cells"]) == 10


def test_they_run(tmp_path: Path) -> None:
    """In a copy, since a notebook writes its report beside itself."""
    there = tmp_path / "bindings-python" / "notebooks"
    shutil.copytree(FOLDER, there, ignore=shutil.ignore_patterns("bao-cao", ".ipynb_checkpoints"))
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    words = ["pytest", "--nbmake", "--nbmake-timeout=300", "-p", "no:cacheprovider", "-q", "."]
    done = subprocess.run([sys.executable, "-m", *words], cwd=there, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(NOTEBOOKS)} passed" in done.stdout
    report = there / "bao-cao"
    assert {path.name for path in report.iterdir()} == {"ket-qua.xlsx", "mat-diem.png", "phan-bo-diem.png"}
    assert (report / "mat-diem.png").read_bytes().startswith(b"\x89PNG")
