"""The engine against the model, on random sets and random dossiers.

In: a folder of sets, a seed. Each set is printed as its canonical tree; dossiers are made from the
inputs it names. Where everything is known both must say the same. Then some facts are taken away, or the
file is taken to be open, and what the model says of the whole dossier must lie within what the engine says.
"""

import copy
import datetime
import pathlib
import random
import re
import sys
from fractions import Fraction

from engine import Count, Engine, items
from model import NOTHING, Model, Undecided

FILES = 10
SAME = "model: the same result"
DAYS = ["2025-03-15", "2025-12-31", "2025-01-01", "2024-12-31", "2007-12-31", "2008-01-01", "2024-02-29", "2026-01-15"]
TEXTS = ["abc", "xyz", "other", "ABC"]
RESULTS = ("class-of:", "points-of:", "date-of:")


def value(dice, entry):
    """A random value of an input, often at an edge."""
    kind = entry["type"].split()[0]
    if kind == "truth":
        return dice.random() < 0.5
    if kind == "day":
        start = datetime.date(2023, 1, 1)
        return dice.choice([*DAYS, (start + datetime.timedelta(days=dice.randint(0, 1200))).isoformat()])
    if kind == "text":
        return dice.choice(TEXTS)
    if kind in ("one-of", "ranked"):
        return dice.choice(entry["options"])
    low, high = map(Fraction, entry["range"])
    percent = 100 if kind == "ratio" else 1
    grain = Fraction(entry.get("step", Fraction(1, percent * 10 ** int(entry["places"]))))
    steps = int((high - low) / grain)
    picked = dice.choice([0, steps, dice.randint(0, steps), dice.randint(0, steps)])
    number = (low + grain * picked) * percent
    return decimal(number) + ("%" if kind == "ratio" else "")


def decimal(number):
    whole, part = divmod(abs(number) * 10**9, 10**9)
    digits = f"{int(whole)}.{int(part):09}".rstrip("0").rstrip(".")
    return f"{'-' if number < 0 else ''}{digits}"


def result(dice, uses):
    """A result of another set, of which a day or points may be left out."""
    record = {"class": dice.choice(["none", *uses["classes"][1:]])}
    parts = {
        "points": (0.6, [str(10 * tens) for tens in range(11)]),
        "date": (0.95, ["2025-07-01", "2024-12-31", "2024-12-30", "2025-12-31", "2026-02-01", "2023-05-05"]),
        "edition": (0.4, ["E1", "E1", "E0"]),
        "period": (0.2, ["2025", "2024"]),
        "by": (0.5, ["decision", "computed"]),
    }
    return record | {key: dice.choice(values) for key, (share, values) in parts.items() if dice.random() < share}


KEYS = {"on-file": ".evidence", "not-assessable": ".not_assessable"}


def key_of(name):
    """Frame, key in the dossier and years back of an input; None if it cannot be filed."""
    frame, key = name.split(".", 1)
    kind, _, key = key.removesuffix("+self").partition(":")
    if kind == "local-rule":
        return None
    back = re.search(r"-(\d+)y$", key)
    years = int(back[1]) if back else 0
    return frame, (key[: back.start()] if back else key) + KEYS.get(kind, ""), years


def dossier(dice, tree):
    """A dossier in which everything is known."""
    rows, before = {}, {}
    file = {"$id": f"s{dice.randint(0, 999)}"}
    if dice.random() < 0.4:
        file["$region"] = dice.choice(["north", ["village", "north"]])
    for table in tree["tables"]:
        if table["source"] != "subject":
            rows[table["name"]] = [{} for _ in range(dice.choice([0, 1, 2, 3, 4, 7]))]
            if table["source"] == "evidence":
                for row in rows[table["name"]]:
                    row["$status"] = dice.choice(["verified", "verified", "rejected"])
    for entry in tree.get("inputs", []):
        frame, key, years = key_of(entry["name"])
        holders = rows[frame] if frame else [before.setdefault(years, {}) if years else file]
        for holder in holders:
            if entry["name"].split(".", 1)[1].startswith(RESULTS):
                if key not in holder and dice.random() < 0.85:
                    holder[key] = result(dice, next(uses for uses in tree["uses"] if uses["set"] == key))
                continue
            # Where it is said what nothing on file means, sometimes nothing is.
            if key not in holder and not ("missing" in entry and dice.random() < 0.2):
                holder[key] = value(dice, entry)
    if before:
        file["$before"] = [before.get(back, {}) for back in range(1, max(before) + 1)]
    return {**file, **rows}


def rough(dice, file):
    """The same dossier with some of what is known taken away."""
    file = copy.deepcopy(file)
    holders = [file, *file.get("$before", [])]
    holders += [row for rows in file.values() if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    share = dice.choice([0.05, 0.2, 0.5])
    for holder in holders:
        for key, known in holder.items():
            if isinstance(known, (bool, str)) and not key.startswith("$") and dice.random() < share:
                holder[key] = None
        if "$status" in holder and dice.random() < share:
            holder["$status"] = "waiting"
        for record in holder.values():
            if isinstance(record, dict) and dice.random() < share:
                record["class"] = None
            # In a register of decisions a day that is not filed is no day; of a year it is some day.
            if isinstance(record, dict) and "date" in record and dice.random() < share:
                record["date"] = record["date"][:4]
    return file


# ---- what both say of one thing ---------------------------------------------------------------------


def of_item(note, model, item, level):
    """What is said of an item, at a level where it is judged for each."""
    code = item["code"]
    at = "" if level is None else f" {model.tree['classes']['list'][level]['name']}"
    if note(f"applies {code}{at}", lambda: model.in_collection(item, level)) is not True:
        return
    if "max" in item:
        note(f"points {code}{at}", lambda: model.of_item("points", code, level))
        note(f"max {code}{at}", lambda: model.of_item("max", code, level))
    else:
        note(f"met {code}{at}", lambda: model.met(item, level))


def answers(tree, model):
    """What the model says, by name; what it cannot say is left out."""
    found = {}

    def note(name, make):
        try:
            found[name] = make()
        except Undecided:
            found[name] = Undecided
        return found[name]

    for item in tree.get("items", []):
        for level in model.levels(item):
            of_item(note, model, item, level)
    if any("max" in item for item in tree.get("items", [])):
        for at, name in enumerate(("base", "raw", "total")):
            note(name, lambda: model.totals()[at])
    for gate in tree.get("gates", []):
        note(f"gate {gate['name']}", lambda: model.ask(gate["when"]))
    note("standing", model.standing)
    return found


VERDICTS = {"met": (True,), "not-met": (False,), "unknown": (True, False, None), "not-applicable": ()}


def said(outcome, name):
    """What the engine says of the same thing: a range, the verdicts that are possible, or None."""
    what, code, level = (*name.split(" "), None, None)[:3]
    if what == "standing":
        return [next(iter(one.values())) for one in outcome["class"][outcome["file"]]]
    if what == "gate":
        node = next(node for node in outcome["gates"] if node["code"] == code)
        return VERDICTS[node["verdict"]]
    if what in ("base", "raw", "total"):
        points = outcome["total"].get(what)
        return points and (Fraction(points["certain"]), Fraction(points["possible"]))
    node = items(outcome).get((code, level) if level else code)
    if node is None:
        return None
    if what == "applies":
        return VERDICTS[node["applies"]]
    if what == "met":
        return VERDICTS[node["verdict"]]
    if what == "max":
        # The greatest points are one number, the most that they can be.
        return (Fraction(0) if outcome["rough"] else Fraction(node["max"]), Fraction(node["max"]))
    points = node.get("points")
    return points and (Fraction(points["certain"]), Fraction(points["possible"]))


def main(program, folder, seed="9"):
    engine, dice = Engine(program), random.Random(int(seed))
    same, inside, still = Count(SAME), Count("model: within the range"), Count("model: within what may be filed")
    library = [str(path) for path in sorted(pathlib.Path(folder, "library").glob("*.tieuchi"))]
    library = [word for path in library for word in ("--with", path)]
    for path in sorted(pathlib.Path(folder).glob("*.tieuchi")):
        tree = engine.meaning(str(path), *library)
        if any(key_of(entry["name"]) is None for entry in tree.get("inputs", [])):
            same.leave_out("a set that a locality must complete")
            continue
        files = [dossier(dice, tree) for _ in range(FILES)]
        known = [answers(tree, Model(tree, file)) for file in files]
        for count, asked, state in (
            (same, files, "closed"),
            (inside, [rough(dice, file) for file in files], "closed"),
            (still, files, "open"),
        ):
            found = engine.evaluate(str(path), asked, *library, "--file", state)
            for file, expected, outcome in zip(asked, known, found):
                outcome["rough"] = count is not same
                for name, wanted in expected.items():
                    compare(count, f"{path.name} {name}", wanted, said(outcome, name), file)
    same.report(least=10_000)
    inside.report(least=10_000)
    still.report(least=10_000)


def compare(count, what, wanted, found, file):
    if wanted is Undecided:
        count.leave_out("a range in the model")
        return
    if found is None or wanted is NOTHING:
        count.leave_out("no value")
        return
    if isinstance(wanted, Fraction):
        right = found[0] <= wanted <= found[1]
        certain = found[0] == found[1]
    else:
        right = wanted in found
        certain = len(found) == 1 or wanted is None
    if count.name == SAME:
        right = right and certain
    count.check(what, "as said" if right else str(found), "as said" if right else f"{wanted}, {file}")


if __name__ == "__main__":
    main(*sys.argv[1:])
