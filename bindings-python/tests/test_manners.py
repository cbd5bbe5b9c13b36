"""The manners of a Python library: errors, copies, threads, what a notebook shows."""

from __future__ import annotations

import copy
import gc
import importlib.metadata
import pickle
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import pyarrow as pa
import pytest

import tieuchi

FAULTY = 'language en\ncriteria set S "Sét đ🙂" edition E1\n  đ🙂 unknown\n'


def test_an_error_shows_the_line_and_a_mark() -> None:
    with pytest.raises(tieuchi.DiagnosticsError) as caught:
        tieuchi.compile(FAULTY, name="set.tieuchi")
    error = caught.value
    assert isinstance(error, ValueError)
    shown = "".join(traceback.format_exception(error))
    assert "set.tieuchi:3:4" in shown and "^" in shown
    label = error.diagnostics[0].labels[0]
    # Code points: what Python counts by.
    assert FAULTY[label.start : label.end].startswith("🙂")
    assert (label.line, label.column) == (3, 4)
    assert "<pre>" in error._repr_html_()


def test_findings_speak_the_language_of_the_set() -> None:
    vi = tieuchi.check("ngôn ngữ vi\nbộ tiêu chí S bản E1\n")
    assert str(vi).startswith("lỗi[") and vi.to_text(lang="en").startswith("error[")
    assert vi.errors and vi[0] == vi.errors[0]
    assert repr(vi).startswith("<tieuchi.Diagnostics: ")


def test_errors_and_findings_can_be_sent() -> None:
    found = tieuchi.check(FAULTY)
    assert pickle.loads(pickle.dumps(found)) == found
    error = tieuchi.DiagnosticsError(found)
    again = pickle.loads(pickle.dumps(error))
    assert again.diagnostics == found and str(again) == str(error)
    assert hash(found[0]) == hash(copy.deepcopy(found[0]))


def test_problems_of_tables_can_be_sent(plan: tieuchi.Plan) -> None:
    people = pa.table({"id": ["An", "Bình"], "books": [-1, 14]})
    with pytest.raises(tieuchi.ProblemsError) as caught:
        plan.evaluate_table(people, period=2025, strict=True, missing_unknown=True)
    again = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(again, tieuchi.ProblemsError)
    assert again.problems == caught.value.problems and hash(again.problems) == hash(caught.value.problems)
    assert again.problems.to_dicts() == caught.value.problems.to_dicts()
    assert str(again) == str(caught.value)


def test_a_plan_can_be_sent_and_copied(plan: tieuchi.Plan, source: str) -> None:
    for again in (pickle.loads(pickle.dumps(plan)), copy.copy(plan), copy.deepcopy(plan)):
        assert again == plan and hash(again) == hash(plan)
        assert again.source == source
    labelled = tieuchi.compile(source.replace("Books read", "Books"))
    assert labelled == plan and labelled.text_digest != plan.text_digest
    other = tieuchi.compile(source.replace("under 12", "under 11").replace("from 12", "from 11"))
    assert other != plan and len({plan, labelled, other}) == 2


def test_a_plan_goes_to_another_process(plan: tieuchi.Plan) -> None:
    run = "import pickle, sys; print(pickle.load(sys.stdin.buffer).evaluate({'books': 14}, period=2025).total.certain)"
    done = subprocess.run([sys.executable, "-c", run], input=pickle.dumps(plan), capture_output=True, check=True)
    assert done.stdout.strip() == b"10"


def test_what_meant_something_else_elsewhere_is_refused(plan: tieuchi.Plan) -> None:
    _, (source, library, version, _) = plan.__reduce__()
    with pytest.raises(ValueError, match="meant something else"):
        tieuchi.Plan._again(source, library, version, "0" * 64)


def test_a_set_that_asks_for_others_is_loaded_with_them(root: Path) -> None:
    path = root / "examples" / "25-2023-TT-BGDDT" / "cong-dong-hoc-tap-cap-xa.tieuchi"
    loaded = tieuchi.load(path)
    assert pickle.loads(pickle.dumps(loaded)) == loaded
    with pytest.raises(tieuchi.DiagnosticsError):
        tieuchi.compile(path)
    others = [other for other in (root / "examples").rglob("*.tieuchi") if other != path]
    # Of two texts of a set the later one is read: those beside it.
    others.sort(key=lambda other: (other.parent == path.parent, other))
    assert tieuchi.compile(path, library=others) == loaded
    written_out = tieuchi.flatten(path, library=others)
    assert tieuchi.compile(written_out, library=others).meaning_digest == loaded.meaning_digest


def test_every_shipped_set_is_loaded(root: Path) -> None:
    paths = sorted((root / "examples").rglob("*.tieuchi"))
    plans = [tieuchi.load(path) for path in paths]
    assert len(plans) > 10
    assert all(plan.facts().to_dict()["id"] == plan.id for plan in plans)


def test_representations_have_counts(plan: tieuchi.Plan) -> None:
    assert repr(plan) == "<tieuchi.Plan READING edition E1: 1 item, 5 inputs, 1 title>"
    outcome = plan.evaluate({"$id": "<b>", "books": 14}, period=2025)
    assert "10/10 points" in repr(outcome)
    assert repr(outcome.explain()).startswith("<tieuchi.Explanation: ")
    assert repr(plan.context(period=2025)).endswith("closed>")


def test_a_notebook_is_shown_html(plan: tieuchi.Plan) -> None:
    outcome = plan.evaluate({"$id": "<b>", "books": 14}, period=2025)
    shown = [plan, plan.facts(), outcome, outcome.explain(), outcome.suffices(), outcome.rests_on(), outcome.colour()]
    shown += [outcome.compare(outcome), outcome.receipt(), outcome.explain().to_letter(), tieuchi.check(FAULTY)]
    for one in shown:
        html = one._repr_html_()
        assert html.startswith("<") and "<b>" not in html.replace("<p><b>", "")
    assert "&lt;b&gt;" in outcome._repr_html_()


def test_the_other_texts(plan: tieuchi.Plan, source: str) -> None:
    before = plan.evaluate({"books": 7}, period=2025)
    after = plan.evaluate({"books": 14}, period=2025)
    compared = before.compare(after)
    assert not compared.is_same and before.compare(before).is_same
    assert "5" in compared.to_text(lang="en")
    assert after.rests_on("friend").to_dict()["pieces"]
    assert "✓" in after.colour().to_text(lang="en")
    assert after.explain(redact="all").to_dict()["redacted"] is True
    assert after.as_result()["READING"]["class"] == "friend"
    raised = source.replace("under 12", "under 20").replace("from 12", "from 20")
    difference = tieuchi.diff(source, raised)
    assert not difference.same_meaning and "20" in difference.to_text(lang="en")
    assert plan.schema()["type"] == "object"


def test_options_that_are_none_are_refused(plan: tieuchi.Plan) -> None:
    outcome = plan.evaluate({}, period=2025)
    with pytest.raises(ValueError, match="lang"):
        outcome.explain().to_text(lang="fr")  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="detail"):
        outcome.explain().to_text(detail="some")  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="redact"):
        outcome.explain(redact="some")  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError):
        plan.evaluate({})
    with pytest.raises(TypeError, match="not both"):
        plan.evaluate({}, plan.context(period=2025), period=2025)
    other = tieuchi.compile(plan.source.replace("READING", "OTHER"))
    with pytest.raises(ValueError, match="another set"):
        plan.evaluate({}, other.context(period=2025))
    with pytest.raises(tieuchi.DiagnosticsError, match="key-too-short"):
        outcome.receipt(key=b"secret")
    with pytest.raises(tieuchi.DiagnosticsError):
        outcome.suffices("fiend")


def test_a_keyed_receipt_needs_its_key(plan: tieuchi.Plan) -> None:
    key, dossier = bytes(range(32)), {"books": 14}
    receipt = plan.evaluate(dossier, period=2025).receipt(key=key)
    again = tieuchi.Receipt.from_json(receipt.to_json())
    assert again == receipt and hash(again) == hash(receipt)
    assert plan.verify(again, dossier, key=key) == []
    assert plan.verify(again, {"books": 7}, key=key) == ["input", "result"]
    with pytest.raises(tieuchi.DiagnosticsError, match="wrong-key"):
        plan.verify(again, dossier)


def test_the_interpreter_is_free_while_the_core_works(root: Path) -> None:
    text = max((path.read_text("utf-8") for path in (root / "examples").rglob("*.tieuchi")), key=len)
    done = threading.Event()

    def check_again() -> None:
        for _ in range(3):
            tieuchi.check(text)
        done.set()

    worker = threading.Thread(target=check_again)
    worker.start()
    counted = 0
    while not done.is_set():
        counted += 1
        time.sleep(0.001)
    worker.join()
    assert counted > 10


def test_a_hundred_thousand_evaluations_leave_nothing_behind(plan: tieuchi.Plan) -> None:
    resource = pytest.importorskip("resource")
    context = plan.context(period=2025)

    def run(times: int) -> None:
        for at in range(times):
            plan.evaluate({"books": at % 30, "course": [{"length": at % 9}]}, context).to_dict()

    run(10_000)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(100_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 2_048, f"{grown} KiB more after a hundred thousand evaluations"


def test_the_wheel_holds_what_is_published_and_nothing_else() -> None:
    files = importlib.metadata.files("tieuchi") or []
    names = {name for name in map(str, files) if "__pycache__" not in name and not name.startswith("tieuchi-")}
    published = ["__init__.py", "_diagnostics.py", "_files.py", "_parts.py", "_tieuchi.abi3.so", "_tieuchi.pyi"]
    published += ["_types.py", "dask.py", "plots.py", "py.typed", "spark.py"]
    if f"tieuchi/{published[0]}" not in names:
        pytest.skip("the package is installed for development")
    if sys.platform == "win32":
        published[published.index("_tieuchi.abi3.so")] = "_tieuchi.pyd"
    assert names == {f"tieuchi/{name}" for name in published}
