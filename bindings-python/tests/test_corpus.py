"""Every question the cases ask, asked again through the package: the answers are the same letter by letter.

`cargo xtask test` writes the questions and names their file in `TIEUCHI_CORPUS`; without one a
developer writes it as the book's page on conformance says.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tieuchi

Json = dict[str, Any]
CORPUS = os.environ.get("TIEUCHI_CORPUS")
QUESTIONS: list[Json] = (
    [json.loads(line) for line in Path(CORPUS).read_text(encoding="utf-8").splitlines()] if CORPUS else []
)
pytestmark = pytest.mark.skipif(CORPUS is None, reason="TIEUCHI_CORPUS names no file of questions")


def text(value: str | Json) -> str:
    """A text, or a long one by the line in it that is repeated."""
    if isinstance(value, str):
        return value
    return value["before"] + value["line"] * value["times"] + value["after"]


def compiled(judged: Json, source: str, name: str) -> tieuchi.Plan:
    return tieuchi.compile(source, name=name, library=judged["library"])


def applied(judged: Json) -> tuple[tieuchi.Plan, tieuchi.Context]:
    """The plan that is applied, and the context."""
    own = compiled(judged, text(judged["set"]), "case")
    context = judged["context"]
    period = context["period"]
    options: Json = {
        "period": tuple(period) if isinstance(period, list) else int(period),
        "judged_on": context.get("judged_on"),
        "open": context["open"],
        "regions": context["regions"],
    }
    if not judged["editions"]:
        return own, own.context(**options)
    plans = [compiled(judged, edition, "edition") for edition in judged["editions"]]
    return tieuchi.Editions([*plans, own]).choose(**options)


def outcome(judged: Json) -> tieuchi.Outcome:
    plan, context = applied(judged)
    return plan.evaluate(text(judged["dossier"]), context)


def check(question: Json) -> Json:
    found = tieuchi.check(text(question["set"]), name="case", library=question["library"])
    return {"findings": [shape(finding) for finding in found]}


def evaluate(question: Json) -> Json:
    found = outcome(question)
    why = found.explain()
    letter = why.to_letter()
    return {
        "explanation": why.to_dict(),
        "receipt": found.receipt().to_dict(),
        "vi": why.to_text(detail="full", lang="vi"),
        "en": why.to_text(detail="full", lang="en"),
        "letter_vi": letter.to_text(lang="vi"),
        "letter_en": letter.to_text(lang="en"),
    }


def suffices(question: Json) -> Json:
    found = outcome(question)
    return found.suffices(question["class"], most=question["most"], bound=question["bound"]).to_dict()


def rests(question: Json) -> Json:
    return outcome(question).rests_on(question["class"]).to_dict()


def compare(question: Json) -> Json:
    return outcome(question["before"]).compare(outcome(question)).to_dict()


def convert(question: Json) -> Json:
    return {"text": tieuchi.format(text(question["set"]), keywords=question["to"])}


def flatten(question: Json) -> Json:
    return {"text": tieuchi.flatten(text(question["set"]), library=question["library"])}


def verify(question: Json) -> Json:
    plan, _ = applied(question)
    key = question["key"].encode() if question["key"] is not None else None
    receipt = tieuchi.Receipt.from_json(text(question["receipt"]))
    return {"differs": plan.verify(receipt, text(question["dossier"]), key=key)}


ASK: dict[str, Callable[[Json], Json]] = {
    "check": check,
    "evaluate": evaluate,
    "suffices": suffices,
    "rests": rests,
    "compare": compare,
    "convert": convert,
    "flatten": flatten,
    "verify": verify,
}


def shape(finding: tieuchi.Diagnostic) -> Json:
    """A finding, places in code points."""
    labels = [(label.start, label.end, label.line, label.column, label.text) for label in finding.labels]
    fix = finding.fix and (finding.fix.start, finding.fix.end, finding.fix.replacement)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "help": finding.help,
        "pointer": finding.pointer,
        "labels": labels,
        "args": finding.args,
        "fix": fix,
    }


def expected(answer: Json) -> Json:
    """The answer; of findings what this package says of them."""
    if "findings" not in answer:
        return answer
    return {"findings": [of_core(finding) for finding in answer["findings"]]}


def of_core(finding: Json) -> Json:
    def bilingual(words: Json | None) -> tieuchi.Bilingual | None:
        return tieuchi.Bilingual(words["vi"], words["en"]) if words else None

    def label(one: Json) -> tuple[Any, ...]:
        start, end = one["start"], one["end"]
        return start["code_point"], end["code_point"], start["line"], start["column"], bilingual(one["text"])

    fix = finding.get("fix")
    return {
        "code": finding["code"],
        "severity": finding["severity"],
        "message": bilingual(finding["message"]),
        "help": bilingual(finding.get("help")),
        "pointer": finding.get("pointer"),
        "labels": [label(one) for one in finding.get("labels", ())],
        "args": finding["args"],
        "fix": fix and (fix["start"]["code_point"], fix["end"]["code_point"], fix["replacement"]),
    }


@pytest.mark.parametrize(
    "number", range(len(QUESTIONS)), ids=lambda number: f"{QUESTIONS[number]['case']}:{QUESTIONS[number]['ask']}"
)
def test_the_answer_is_the_same(number: int) -> None:
    question = QUESTIONS[number]
    try:
        answer = ASK[question["ask"]](question)
    except tieuchi.DiagnosticsError as error:
        answer = {"findings": [shape(finding) for finding in error.diagnostics]}
    assert answer == expected(question["answer"])


def test_there_are_questions_of_every_kind() -> None:
    asked = {question["ask"] for question in QUESTIONS}
    assert asked == set(ASK)
    assert len(QUESTIONS) > 500


@pytest.mark.parametrize(
    "number",
    [at for at, question in enumerate(QUESTIONS) if "receipt" in question["answer"]],
    ids=lambda number: QUESTIONS[number]["case"],
)
def test_objects_of_python_say_what_their_json_says(number: int) -> None:
    question = QUESTIONS[number]
    plan, context = applied(question)
    dossier = json.loads(text(question["dossier"]), parse_float=Decimal)
    assert plan.evaluate(dossier, context).receipt().to_dict() == question["answer"]["receipt"]


def test_generated_dossiers_come_to_the_same_digest() -> None:
    lines = Path(os.environ["TIEUCHI_GENERATED"]).read_text(encoding="utf-8").splitlines()
    *questions, whole = [json.loads(line) for line in lines]
    digest, count = hashlib.sha256(), 0
    for question in questions:
        plan = tieuchi.compile(question["set"], library=question["library"])
        for dossier in question["dossiers"]:
            digest.update(f"{said(plan, dossier, question['period'])}\n".encode())
            count += 1
    assert count == whole["dossiers"] >= 10_000
    assert digest.hexdigest() == whole["digest"]


def said(plan: tieuchi.Plan, dossier: str, period: int) -> str:
    """The digests of a receipt, or the codes of what is wrong with the dossier."""
    try:
        digests = plan.evaluate(dossier, period=period).receipt().to_dict()["digests"]
    except tieuchi.DiagnosticsError as error:
        return " ".join(finding.code for finding in error.diagnostics)
    return " ".join(digests[part] for part in ("meaning", "text", "options", "input", "result", "row"))
