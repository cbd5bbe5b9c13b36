"""Asks the engine, through the command line and in the language, what its answers are.

In: the text of a criteria set and dossiers. Out: the short result rows that a receipt hashes, with
every number as an exact fraction. Knows no rule of its own.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction


class Engine:
    """The program `tieuchi`, and a folder for the files it is given."""

    def __init__(self, program):
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="tieuchi-outside-")

    def run(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def write(self, name, text):
        path = pathlib.Path(self.folder.name, name)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def set(self, text):
        """A set that must compile without a finding."""
        path = self.write("set.tieuchi", text)
        code, out, err = self.run("check", path, "--lang", "en")
        assert code == 0, out + err
        return path

    def meaning(self, path, *words):
        """The set as the canonical tree of its meaning, which its digest is over."""
        dossier = self.write("empty.json", "{}")
        code, out, err = self.run("receipt", path, dossier, "--period", "2025", "--canonical", "meaning", *words)
        assert code == 0, err
        return json.loads(out)

    def evaluate(self, path, dossiers, *words):
        """The explanations of dossiers as objects, in their order."""
        lines = "".join(json.dumps(dossier, ensure_ascii=False) + "\n" for dossier in dossiers)
        file = self.write("dossiers.ndjson", lines)
        code, out, err = self.run(
            "evaluate", path, file, "--period", "2025", "--json", "--explain", "line", *words
        )
        assert code == 0, err
        found = [json.loads(line) for line in out.splitlines()]
        assert len(found) == len(dossiers), f"{len(found)} results of {len(dossiers)} dossiers"
        return found


def items(explanation):
    """The nodes of all items by their codes; by code and level where an item is judged at levels."""
    found, waiting = {}, list(explanation["items"])
    while waiting:
        node = waiting.pop()
        found[(node["code"], node["level"]) if "level" in node else node["code"]] = node
        waiting.extend(node["children"])
    return found


def measured(node):
    """The one figure of an item that is measured."""
    for reason in node["reasons"]:
        if reason["code"] == "MEASURED":
            for arg in reason["args"]:
                if arg["name"] == "found":
                    assert arg["from"] == arg["to"], node
                    return Fraction(arg["from"])
    raise AssertionError(f"nothing is measured in {node}")


class Count:
    """Cases checked and cases left out, each by the rule that leaves it out."""

    def __init__(self, name):
        self.name, self.checked, self.left_out, self.wrong = name, 0, {}, []

    def leave_out(self, rule):
        self.left_out[rule] = self.left_out.get(rule, 0) + 1

    def check(self, what, found, expected):
        self.checked += 1
        if found != expected:
            self.wrong.append(f"{what}: {found}, expected {expected}")

    def report(self, least):
        """Says what was done; fails if anything is wrong or less was checked than is there."""
        print(f"{self.name}: {self.checked} checked, {sum(self.left_out.values())} left out")
        for rule, count in sorted(self.left_out.items(), key=lambda entry: -entry[1]):
            print(f"  {count:6} left out: {rule}")
        for line in self.wrong[:20]:
            print(f"  WRONG {line}")
        if self.wrong:
            sys.exit(f"{self.name}: {len(self.wrong)} wrong")
        if self.checked < least:
            sys.exit(f"{self.name}: only {self.checked} checked, at least {least} expected")
