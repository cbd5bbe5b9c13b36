"""The lines of the README and of the book, pasted in an empty folder, do what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["bindings-python/README.md", "docs/en/src/python.md", "docs/vi/src/python.md"]


@pytest.mark.parametrize("page", PAGES)
def test_pasted_in_an_empty_folder_it_does_what_it_says(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    script = "".join(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    # What stands behind a line is what it prints.
    shown = re.findall(r"print\(.*\) +# (.*)$", script, re.MULTILINE)
    assert len(shown) >= 5
    at = 0
    for line in shown:
        at = printed.index(line, at) + 1
    assert "1 out-of-range" in done.stdout
