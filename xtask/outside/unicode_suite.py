"""The Unicode Consortium's tests, asked in the language.

In: the folder of Debian's `unicode-data`. Normalisation: texts of dossiers and of tables that are
equal in NFC are one text. Grapheme clusters: the column of a finding counts what readers call
letters. Case folding: two names that differ in capitals only are refused.
"""

import bz2
import csv
import json
import pathlib
import sys
import unicodedata

from engine import Count, Engine

HEAD = """language en
criteria set UNI "Texts" edition E1 [assumed]
  in force from 2020-01-01
  applies to reader
subject reader "Reader"
"""

TEXTS = (
    HEAD
    + """  fact a "A": yes no
evidence word "Words" with text: text
  if missing none
criterion 1 "Different words" max 5 points
  each word, distinct by text: 1 points, at most 5 points
title t "T" when total_points >= 1
"""
)


def lines(folder, name):
    path = pathlib.Path(folder, name)
    packed = path.with_name(path.name + ".bz2")
    text = path.read_text(encoding="utf-8") if path.exists() else bz2.open(packed, "rt", encoding="utf-8").read()
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if line and not line.startswith("@"):
            yield line


def chars(codes):
    return "".join(chr(int(code, 16)) for code in codes.split())


def normalization(engine, folder):
    count = Count("Unicode NormalizationTest")
    path = engine.set(TEXTS)
    tests = []
    for line in lines(folder, "NormalizationTest.txt"):
        columns = [chars(codes) for codes in line.split(";")[:5]]
        tests.append((line.split(";")[0], columns))

    # The canonical text of a dossier holds its texts as the engine compares them.
    rows = [{"text": text} for _, columns in tests for text in columns]
    file = engine.write("texts.json", json.dumps({"word": rows}, ensure_ascii=False))
    code, out, err = engine.run("receipt", path, file, "--period", "2025", "--canonical", "input")
    assert code == 0, err
    found = canonical_texts(json.loads(out))
    expected = sorted(text for _, c in tests for text in (c[1], c[1], c[1], c[3], c[3]))
    count.check("number of texts", len(found), len(expected))
    for text, wanted in zip(sorted(found), expected):
        count.check(f"text {wanted!r} of a dossier", text, wanted)

    # In tables, words that are one in NFC count once.
    subjects, words = engine.write("readers.csv", ""), engine.write("words.csv", "")
    with open(subjects, "w", encoding="utf-8", newline="") as readers_file:
        writer = csv.writer(readers_file)
        writer.writerow(["id", "a"])
        writer.writerows([f"s{at}", "true"] for at in range(len(tests)))
    with open(words, "w", encoding="utf-8", newline="") as words_file:
        writer = csv.writer(words_file, quoting=csv.QUOTE_ALL)
        writer.writerow(["subject", "text"])
        writer.writerows([f"s{at}", text] for at, (_, columns) in enumerate(tests) for text in columns)
    results = engine.write("results.csv", "")
    pathlib.Path(results).unlink()
    code, out, err = engine.run(
        "table", path, "--subjects", subjects, "--table", f"word={words}", "--period", "2025", "-o", results
    )
    assert code == 0, out + err
    with open(results, encoding="utf-8", newline="") as file:
        totals = {row["id"]: row["total.certain"] for row in csv.DictReader(file)}
    for at, (name, columns) in enumerate(tests):
        if not all(text.strip() for text in columns):
            count.leave_out("in a table a cell of white space alone is an empty one")
            continue
        count.check(f"different words of {name}", totals[f"s{at}"], str(len({columns[1], columns[3]})))
    count.report(least=100_000)


def canonical_texts(input_text):
    """The texts that were filed, in the canonical form of a dossier."""
    rows = input_text["dossier"]["tables"]["word"]
    return [row["facts"]["fact:text"]["verified"] for row in rows]


def graphemes(engine, folder):
    """Each case is a line of its own: the text in quotes with spaces around, then a stray sign."""
    count = Count("Unicode GraphemeBreakTest")
    tests = []
    for line in lines(folder, "auxiliary/GraphemeBreakTest.txt"):
        marks = line.split()
        codes = [chr(int(code, 16)) for code in marks[1::2]]
        tests.append((line, codes, marks[2:-1:2]))
    # What stands beside the text is a space, so the suite itself says whether the ends join it.
    after_space = {codes[1]: marks[0] for _, codes, marks in tests if len(codes) == 2 and codes[0] == " "}
    before_space = {codes[0]: marks[0] for _, codes, marks in tests if len(codes) == 2 and codes[1] == " "}
    asked, source = [], HEAD + '  fact a "A": yes no\n'
    for line, codes, marks in tests:
        if "\r" in codes or "\n" in codes:
            count.leave_out("a line break ends a statement")
            continue
        if codes[0] not in after_space or codes[-1] not in before_space:
            count.leave_out("the suite does not say how an end joins a space")
            continue
        before = f'  fact f{len(asked)} " '
        clusters = 1 + sum(mark == "÷" for mark in marks)
        clusters -= (after_space[codes[0]] == "×") + (before_space[codes[-1]] == "×")
        asked.append((line, source.count("\n") + 1, len(before) + clusters + len(' " ') + 1))
        source += f'{before}{"".join(codes)} " @: yes no\n'
    path = engine.write("graphemes.tieuchi", source + 'title t "T" when a\n')
    _, out, err = engine.run("check", path, "--json")
    assert out, err
    findings = json.loads(out)["findings"]
    starts = [finding["labels"][0]["start"] for finding in findings if finding["code"] == "stray-character"]
    columns = {start["line"]: start["column"] for start in starts}
    for line, number, column in asked:
        count.check(f"column after {line}", columns.get(number), column)
    count.report(least=400)


def case_folding(engine, folder):
    """Each pair is two facts, whose names differ in one letter."""
    count = Count("Unicode CaseFolding")
    asked, source = [], HEAD + '  fact a "A": yes no\n'
    for line in lines(folder, "CaseFolding.txt"):
        code, status, mapping = [part.strip() for part in line.split(";")[:3]]
        upper, lower = chars(code), chars(mapping)
        if status == "T":
            count.leave_out("a mapping of Turkic languages only")
        elif status == "F":
            count.leave_out("a mapping to several letters: such names differ in more than capitals")
        elif not unicodedata.name(upper, "").startswith("LATIN "):
            count.leave_out("no Latin letter: it cannot stand in a name")
        else:
            asked.append((line, source.count("\n") + 2))
            source += f'  fact n{code}_{upper} "N": yes no\n  fact n{code}_{lower} "N": yes no\n'
    path = engine.write("names.tieuchi", source + 'title t "T" when a\n')
    _, out, err = engine.run("check", path, "--json")
    assert out, err
    refused = {
        finding["labels"][0]["start"]["line"]
        for finding in json.loads(out)["findings"]
        if finding["code"] == "names-differ-in-case"
    }
    for line, number in asked:
        count.check(f"names that differ in {line}", number in refused, True)
    count.report(least=450)


def main(program, folder):
    engine = Engine(program)
    normalization(engine, folder)
    graphemes(engine, folder)
    case_folding(engine, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
