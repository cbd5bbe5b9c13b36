"""A model of the scoring, written from the reference of the language and sharing no code with the engine.

In: the canonical tree of a set's meaning, as `tieuchi receipt --canonical meaning` prints it, and a
dossier in which every fact is known. Out: the points, verdicts, totals and standing of the closed
file. A value is a fraction, a day, the place of an option, a text, or NOTHING where there is none; a
truth is True, False, or None where it cannot be known. Where a result would be a range the model
raises `Undecided`: ranges are the engine's affair, and it is held to them from both ends.
"""

import calendar
import datetime
import functools
import re
from fractions import Fraction
from itertools import groupby

NOTHING = object()
FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


class Undecided(Exception):
    """What is asked is not one value."""


# ---- expressions as trees ---------------------------------------------------------------------------

TOKEN = re.compile(r'\s*(?:([()\[\]{}])|"((?:[^"\\]|\\.)*)"|([^\s()\[\]{}"]+))')
CLOSES = {"(": ")", "[": "]", "{": "}"}


@functools.cache
def parse(text):
    """A text in prefix form: lists headed by their bracket, `("text", …)`, or words."""
    stack, at = [[]], 0
    while at < len(text):
        found = TOKEN.match(text, at)
        assert found, text[at:]
        at = found.end()
        bracket, quoted, word = found.groups()
        if bracket in CLOSES:
            stack.append([bracket])
        elif bracket:
            done = stack.pop()
            assert CLOSES[done[0]] == bracket, text
            stack[-1].append(done)
        elif quoted is not None:
            stack[-1].append(("text", re.sub(r"\\(.)", r"\1", quoted)))
        else:
            stack[-1].append(word)
    assert len(stack) == 1 and len(stack[0]) == 1, text
    return stack[0][0]


# ---- days and rounding -------------------------------------------------------------------------------


def later(day, months):
    """The same day of a later month, or the last day of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def full_months(start, end, per):
    count = 0
    while later(start, (count + 1) * per) <= end:
        count += 1
    return Fraction(count)


def rounded(value, text):
    step, mode = text.split()
    steps = value / Fraction(step)
    floor, rest = steps // 1, steps % 1
    half = Fraction(1, 2)
    up = {
        "half-up": rest >= half,
        "half-even": rest > half or (rest == half and floor % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[mode]
    return (floor + up) * Fraction(step)


# ---- truth -------------------------------------------------------------------------------------------


def negated(truth):
    return None if truth is None else not truth


def every(truths):
    found = list(truths)
    return False if False in found else None if None in found else True


def some(truths):
    return negated(every(negated(truth) for truth in truths))


def decided(truth):
    if truth is None:
        raise Undecided
    return truth


def present(value):
    if value is NOTHING:
        raise Undecided
    return value


ORDERS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}
QUERIES = ("count", "sum", "mean", "highest", "lowest", "newest", "all", "share")


class Model:
    """One set and one dossier."""

    def __init__(self, tree, dossier):
        self.tree, self.dossier = tree, dossier
        self.items = {item["code"]: item for item in tree.get("items", [])}
        self.inputs = {entry["name"]: entry for entry in tree.get("inputs", [])}
        self.params = {param["name"]: param for param in tree.get("parameters", [])}
        regions = dossier.get("$region", [])
        self.regions = [regions] if isinstance(regions, str) else regions
        self.by_level = self.judged_by_level()

    def children(self, code):
        return [item for item in self.tree.get("items", []) if item.get("parent") == code]

    # ---- expressions -------------------------------------------------------------------------------

    def ask(self, text, level=None):
        return self.value(parse(text), level, None)

    def holds(self, text, level=None):
        """A condition as text; an empty one holds."""
        return True if not text else self.ask(text, level)

    def value(self, tree, level, row):
        if isinstance(tree, tuple):
            return tree
        if isinstance(tree, str):
            return self.word(tree, row)
        assert tree[0] == "(", tree
        name, parts = tree[1], tree[2:]
        if name in QUERIES:
            return self.query(name, parts, level)
        if name.startswith("clause"):
            return self.clauses(name, parts, level, row)
        if name.endswith("-items"):
            return self.item_query(name, parts, level)
        if name == "table":
            return self.table([(part[1], part[2]) for part in parts], level, row)
        if name in ("points", "max", "share-of-points", "met", "applies", "class", "level"):
            return self.of_item(name, parts[0], level)
        return self.call(name, parts, level, row)

    def word(self, word, row):
        if word in ("true", "false"):
            return word == "true"
        days = {
            "period-end": LAST,
            "period-start": FIRST,
            "last-year-end": datetime.date(2024, 12, 31),
            "judgement-day": LAST,
        }
        if word in days:
            return days[word]
        if word in ("total", "raw-total", "base-total"):
            return self.totals()[("base-total", "raw-total", "total").index(word)]
        if word.startswith("param:"):
            return self.param(self.params[word[6:]])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            return datetime.date.fromisoformat(word)
        if re.fullmatch(r"-?\d+(\.\d+|/\d+)?", word):
            return Fraction(word)
        return self.filed(word, row)

    def filed(self, name, row):
        """What the dossier says of an input."""
        entry = self.inputs[name]
        frame, key = name.split(".", 1)
        key = key.removesuffix("+self")
        kind, _, key = key.partition(":")
        back = re.search(r"-(\d+)y$", key)
        if back:
            key = key[: back.start()]
            years = self.dossier.get("$before", [])
            holder = years[int(back[1]) - 1] if int(back[1]) <= len(years) else {}
        else:
            holder = self.dossier if frame == "" else row
        if kind in ("class-of", "points-of", "date-of"):
            return self.result(kind, key, holder.get(key), entry)
        key += {"on-file": ".evidence", "not-assessable": ".not_assessable"}.get(kind, "")
        if key not in holder:
            if "missing" not in entry:
                raise Undecided
            if entry["missing"] == "no-level":
                return len(entry["options"])
            return {"no": False, "zero": Fraction(0)}[entry["missing"]]
        return read(entry, holder[key])

    def result(self, kind, name, record, entry):
        """What a result of another set says: its class, points or day."""
        uses = next(uses for uses in self.tree["uses"] if uses["set"] == name)
        # Once the file is closed a decision that is not on file was not made; a computation may have been.
        register = "computed" not in uses
        if record is None or not self.of_use(uses, record):
            if not register:
                raise Undecided
            return 0 if kind == "class-of" else NOTHING
        if kind == "class-of":
            return 0 if record["class"] == "none" else entry["options"].index(record["class"])
        key = {"points-of": "points", "date-of": "date"}[kind]
        if key not in record:
            if not register:
                raise Undecided
            return NOTHING
        return Fraction(record[key]) if key == "points" else datetime.date.fromisoformat(record[key])

    def of_use(self, uses, record):
        """Whether a result is of the source, edition and period that are asked for, and has not lapsed."""
        computed, edition = record.get("by") == "computed", record.get("edition")
        if ("computed" if computed else "recognised") not in uses:
            return False
        if "edition" in uses and edition not in (None, uses["edition"]):
            return False
        year = int(record.get("period", LAST.year))
        if computed and year != LAST.year:
            return False
        if "edition" not in uses and (computed or "period" in record) and edition is not None:
            end = f"{year}-12-31"
            in_force = [known for known in uses["editions"] if known[1] <= end and end <= (*known, "9999")[2]]
            if in_force and max(in_force, key=lambda known: known[1])[0] != edition:
                return False
        if "valid_at" not in uses:
            return True
        if "date" not in record:
            if record["class"] == "none" and "points" not in record:
                return True
            raise Undecided
        start = decision = datetime.date.fromisoformat(record["date"])
        if "valid" not in uses:
            return decision <= LAST
        months, anchor = uses["valid"]
        if anchor == "recognition-year-end":
            start = datetime.date(decision.year, 12, 31)
        return decision <= LAST <= later(start, int(months))

    def param(self, param):
        day = {"period-end": LAST, "period-start": FIRST, "judgement-day": LAST}[self.tree["edition_by"]]
        # Which milestone is in force goes by the last day of the period, however editions are chosen.
        day = LAST if param["name"].endswith(".bar") else day
        rows = [
            row
            for row in param["rows"]
            if row["from"] <= day.isoformat() and decided(self.holds(row.get("when")))
        ]
        for region in [*self.regions, None]:
            near = [row for row in rows if row.get("region") == region]
            if near:
                return Fraction(max(near, key=lambda row: row["from"])["value"])
        return NOTHING

    def call(self, name, parts, level, row):
        if name == "not":
            return negated(self.value(parts[0], level, row))
        if name in ("and", "or"):
            truths = [self.value(part, level, row) for part in parts]
            return every(truths) if name == "and" else some(truths)
        if name == "exists":
            return self.value(parts[0], level, row) is not NOTHING
        if name == "remainder":
            value = self.value(parts[1], level, row)
            return value if value is NOTHING else value % int(parts[0])
        if name == "round":
            value = self.value(parts[2], level, row)
            return value if value is NOTHING else rounded(value, f"{parts[0]} {parts[1]}")
        if name == "within":
            count, unit = int(parts[0]), parts[1]
            day, to = (self.value(part, level, row) for part in parts[2:])
            if NOTHING in (day, to):
                return None
            end = later(day, count) if unit == "months" else day + datetime.timedelta(days=count)
            return day <= to <= end
        values = [self.value(part, level, row) for part in parts]
        if name in ORDERS or name == "in":
            return self.compared(name, parts, values)
        if NOTHING in values:
            return None if name == "in-period" else NOTHING
        if name == "in-period":
            return FIRST <= values[0] <= LAST
        if name.startswith("months/"):
            return full_months(values[0], values[1], int(name[7:]))
        if name == "/":
            return values[0] / values[1] if values[1] else NOTHING
        return {
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "larger": max,
            "smaller": min,
        }[name](*values)

    def compared(self, name, parts, values):
        if NOTHING in values:
            return None
        if name == "in":
            options = [self.option(parts[0], value) for value in values[1:]]
            return values[0] in options
        left, right = values
        # An option or a text that is written out is read as what stands on the other side is.
        if isinstance(left, tuple) or isinstance(right, tuple):
            left, right = self.option(parts[1], left), self.option(parts[0], right)
        totals = [part in ("total", "raw-total") for part in parts]
        if totals == [True, False]:
            right -= self.lowered()
        elif totals == [False, True]:
            left -= self.lowered()
        return ORDERS[name](left, right)

    def lowered(self):
        """By what items that do not apply lower every bar on the total."""
        points = Fraction(0)
        for item in self.tree.get("items", []):
            if self.policy(item).startswith("lower ") and not decided(self.own(item, None)):
                points += Fraction(self.policy(item).split()[1])
        return points

    def option(self, other, value):
        """The place of an option that is written as a text, in the list of the input beside it."""
        if not isinstance(value, tuple) or value[0] != "text":
            return value
        entry = self.input_of(other)
        return entry["options"].index(value[1]) if entry and "options" in entry else value

    def input_of(self, tree):
        """The input that gives an expression its options: its own, that of the rows it picks from or of what a
        table gives."""
        if isinstance(tree, str):
            return self.inputs.get(tree)
        if isinstance(tree, list) and tree[1] in ("highest", "lowest", "newest"):
            return self.input_of(tree[3])
        if isinstance(tree, list) and tree[1] == "table":
            return next(filter(None, (self.input_of(part[2]) for part in tree[2:])), None)
        return None

    # ---- rows ----------------------------------------------------------------------------------------

    def rows(self, tree, level):
        """The rows of a collection that are in it, and the conditions that exempt."""
        assert tree[0] == "{", tree
        frame = tree[1].removesuffix("+self")
        conditions = {"where": [], "excluding": [], "exempting": []}
        for word, condition in zip(tree[2::2], tree[3::2]):
            conditions[word].append(condition)
        inside = []
        for row in self.dossier.get(frame, []):
            status = row.get("$status", "verified")
            if status == "rejected":
                continue
            assert status == "verified", row
            if not decided(every(self.value(one, level, row) for one in conditions["where"])):
                continue
            if decided(some(self.value(one, level, row) for one in conditions["excluding"])):
                continue
            inside.append(row)
        return inside, conditions["exempting"]

    def query(self, name, parts, level):
        rows, exempting = self.rows(parts[0], level)
        if name == "count":
            return Fraction(len(rows))
        if name in ("all", "share"):
            tested = []
            for row in rows:
                has = self.value(parts[1], level, row)
                exempt = some(self.value(one, level, row) for one in exempting)
                tested.append((has, exempt))
            if name == "all":
                return every(some(pair) for pair in tested) if tested else None
            counted = [decided(has) for has, exempt in tested if decided(has) or not decided(exempt)]
            return Fraction(sum(counted), len(counted)) if counted else NOTHING
        valued = [(self.value(parts[1], level, row), row) for row in rows]
        valued = [(value, row) for value, row in valued if value is not NOTHING]
        if name == "sum":
            return sum((value for value, _ in valued), Fraction(0))
        if not valued:
            return NOTHING
        if name == "mean":
            return sum(value for value, _ in valued) / len(valued)
        if name == "newest":
            newest = max(present(self.value(parts[2], level, row)) for _, row in valued)
            values = [value for value, row in valued if self.value(parts[2], level, row) == newest]
            if any(value != values[0] for value in values):
                raise Undecided
            return values[0]
        return (max if name == "highest" else min)(value for value, _ in valued)

    # ---- clauses, tables, items in expressions ---------------------------------------------------------

    def clauses(self, name, parts, level, row):
        asked = []
        for part in parts:
            code, rest = part[1], part[2:]
            scope = True
            if rest[0] == "only":
                scope, rest = self.value(rest[1], level, row), rest[2:]
            asked.append((code.endswith("!"), scope, self.value(rest[0], level, row)))
        met = [every((scope, holds)) for _, scope, holds in asked]
        if name == "clause-count":
            return Fraction(sum(decided(one) for one in met))
        if name == "clauses-all":
            in_scope = [holds for _, scope, holds in asked if decided(scope)]
            return every(in_scope) if in_scope else None
        least = 1 if name == "clauses-any" else int(name[8:])
        sure, possible = met.count(True), len(met) - met.count(False)
        enough = True if sure >= least else False if possible < least else None
        must = [some((negated(scope), holds)) for compulsory, scope, holds in asked if compulsory]
        return every([enough, *must])

    def table(self, rows, level, row):
        """The one row that fits; `[condition, what it gives]`."""
        fits = [(self.value(when, level, row), gives) for when, gives in rows]
        taken = [gives for met, gives in fits if met is True]
        if len(taken) != 1:
            raise Undecided
        return NOTHING if taken[0] == "n/a" else self.value(taken[0], level, row)

    def item_query(self, name, parts, level):
        inside = [
            self.value(part[2], level, None)
            for part in parts
            if decided(self.in_collection(self.items[part[1]], level))
        ]
        if name == "all-items":
            return every(inside) if inside else None
        met = sum(decided(one) for one in inside)
        if name == "count-items":
            return Fraction(met)
        return Fraction(met, len(inside)) if inside else NOTHING

    def of_item(self, name, code, level):
        if name == "level":
            return None if level is None else level == int(code)
        if name == "class":
            return self.standing() == self.tree["classes"]["list"][int(code)]["name"]
        item = self.items[code]
        if name == "met":
            return self.met(item, level)
        if name == "applies":
            return every((self.own(item, level), self.has_parts(item, level), self.under_headings(item, level)))
        there = decided(self.under_headings(item, level))
        points, most = (self.points(item, level), self.most(item, level)) if there else (Fraction(0), Fraction(0))
        if name == "points":
            return points
        if name == "max":
            return most
        return NOTHING if points is NOTHING or most == 0 else min(points / most, Fraction(1))

    # ---- whether an item applies -------------------------------------------------------------------------

    def own(self, item, level):
        return self.holds(item["only"][0], level) if "only" in item else True

    def policy(self, item):
        return item["only"][1] if "only" in item else ""

    def has_parts(self, item, level):
        parts = [part for part in self.children(item["code"]) if part["word"] not in ("bonus", "deduction")]
        if not parts or item.get("scoring") or item.get("verdicts") or item.get("measure"):
            return True
        return some(self.counts(part, level) for part in parts)

    def counts(self, item, level):
        own, parts = self.own(item, level), self.has_parts(item, level)
        if self.policy(item).split(" ")[0] in ("points", "full", "met", "not-met"):
            return some((negated(own), parts))
        return every((own, parts))

    def under_headings(self, item, level):
        """Whether all that an item stands under applies. What is not judged level by level asks only the
        headings that do not depend on the level."""
        judged, there = item["code"] in self.by_level, []
        while "parent" in item:
            item = self.items[item["parent"]]
            if judged or not self.reads_level(item.get("only", [""])[0]):
                there.append(self.own(item, level))
        return every(there)

    # ---- levels ------------------------------------------------------------------------------------------

    def reads_level(self, text):
        """Whether a condition depends on the level that is judged, by itself or by a parameter."""
        rows = [row.get("when", "") for name in re.findall(r"param:([^\s()\[\]{}]+)", text) for row in self.params[name]["rows"]]
        return any("(level " in one for one in (text, *rows))

    def judged_by_level(self):
        """The codes of items that are judged once for each level, and of what they are part of."""
        found = set()
        for item in self.tree.get("items", []):
            lines = item.get("verdicts", [])
            own = any("level" in line or self.reads_level(line["when"]) for line in lines)
            if not own and not self.reads_level(item.get("only", [""])[0]):
                continue
            found.add(item["code"])
            while "parent" in item:
                item = self.items[item["parent"]]
                found.add(item["code"])
        return found

    def levels(self, item):
        """The levels that an item is judged for; one that is none of them where they do not matter."""
        return list(map(int, self.tree["classes"]["order"])) if item["code"] in self.by_level else [None]

    def in_collection(self, item, level):
        return every((self.counts(item, level), self.under_headings(item, level)))

    # ---- points ----------------------------------------------------------------------------------------------

    def scale_of(self, item, level):
        """What of the item's maximum stays in the scale."""
        declared = Fraction(item.get("max", 0))
        if not decided(self.own(item, level)):
            return Fraction(0) if self.policy(item) in ("leave-out", "rescale", "met", "not-met") else declared
        parts = [part for part in self.children(item["code"]) if "max" in part and plain(part)]
        if "take" in item or any("weight" in part for part in parts):
            return declared
        whole = sum((Fraction(part["max"]) for part in parts), Fraction(0))
        gone = sum((Fraction(part["max"]) - self.scale_of(part, level) for part in parts), Fraction(0))
        return min(max(declared, whole) - gone, declared)

    def most(self, item, level):
        """The greatest points of an item as it applies, with what siblings handed over."""
        if not decided(self.own(item, level)):
            policy = self.policy(item).split(" ")[0]
            return Fraction(item.get("max", 0)) if policy in ("keep", "lower", "points", "full") else Fraction(0)
        return self.scale_of(item, level) * self.handed_over(item, level)

    def handed_over(self, item, level):
        """By what points and maximum of an item grow: its siblings' points may move to it."""
        factor = Fraction(1)
        for other in self.tree.get("items", []):
            words = self.policy(other).split(" ")
            if words[0] == "move" and item["code"] in words[1:] and not decided(self.own(other, level)):
                whole = sum(Fraction(self.items[code]["max"]) for code in words[1:])
                factor *= 1 + Fraction(other["max"]) / whole
        return factor

    def points(self, item, level):
        if not decided(self.own(item, level)):
            words = self.policy(item).split(" ")
            if words[0] == "full":
                return Fraction(item["max"])
            return Fraction(words[1]) if words[0] == "points" else Fraction(0)
        children = self.children(item["code"])
        parts = [part for part in children if "max" in part and plain(part)]
        if any("weight" in part for part in parts):
            points = self.weighted(parts, Fraction(item["max"]), level)
        else:
            own = [self.scoring(scoring, level) for scoring in item.get("scoring", [])]
            points = self.together(own, parts, item.get("take"), level)
        if points is NOTHING:
            return NOTHING
        for word, sign in (("bonus", 1), ("deduction", -1)):
            for part in children:
                if part["word"] == word:
                    points += sign * present(self.points(part, level))
            if word == "bonus" and any(part["word"] == "bonus" for part in children):
                points = min(points, self.scale_of(item, level))
        points = max(points, Fraction(0))
        if "cap" in item:
            points = min(points, Fraction(item["cap"]))
        if decided(some(self.ask(zero, level) for zero in item.get("zero", []))):
            points = Fraction(0)
        if "on_file" in item and not decided(self.ask(item["on_file"], level)):
            points = Fraction(0)
        word, each = self.tree.get("round_each", (None, None))
        rounding = item.get("rounding", each if word == item["word"] else None)
        if rounding:
            points = rounded(points, rounding)
        return points * self.handed_over(item, level)

    def together(self, own, parts, take, level):
        """Statements and parts: their sum, or what is taken of those that count."""
        points = own + [self.points(part, level) for part in parts]
        if any(value is NOTHING for value in points):
            return NOTHING
        if take is None:
            return sum(points, Fraction(0))
        counted = own + [self.points(part, level) for part in parts if decided(self.counts(part, level))]
        if not counted:
            return Fraction(0)
        if take == "lowest":
            return min(counted)
        if take == "mean":
            return sum(counted) / len(counted)
        return sum(sorted(counted, reverse=True)[: int(take.split()[1])])

    def weighted(self, parts, most, level):
        total, weights = Fraction(0), Fraction(0)
        for part in parts:
            if self.policy(part) == "rescale" and not decided(self.own(part, level)):
                continue
            total += Fraction(part["weight"]) * present(self.points(part, level)) / Fraction(part["max"]) * most
            weights += Fraction(part["weight"])
        return min(total / weights, most) if weights else NOTHING

    def scoring(self, scoring, level):
        if not decided(self.holds(scoring.get("only"), level)):
            return Fraction(0)
        points = self.given(scoring, level)
        if points is NOTHING:
            return NOTHING
        if "cap" in scoring:
            points = min(points, Fraction(scoring["cap"]))
        return max(points, Fraction(0))

    def given(self, scoring, level):
        kind = scoring["by"]
        if kind in ("direct", "equal"):
            return self.ask(scoring["value"], level)
        if kind == "met":
            return self.ask(scoring["points"], level) if decided(self.ask(scoring["value"], level)) else Fraction(0)
        if kind == "level":
            place = self.ask(scoring["value"], level)
            return Fraction(scoring["points"][place]) if place < len(scoring["points"]) else Fraction(0)
        if kind == "clauses":
            met = [
                every((self.holds(only, level), self.ask(condition, level)))
                for _, only, condition in scoring["clauses_met"]
            ]
            return sum(decided(one) for one in met) * Fraction(scoring["points"])
        if kind == "each":
            return self.each(scoring, level)
        assert kind == "table", scoring
        rows = [(parse(when), gives if gives == "n/a" else parse(gives)) for when, gives in scoring["rows"]]
        points = self.table(rows, level, None)
        for worth, steps in scoring.get("steps", []):
            if points is not NOTHING:
                counted = self.ask(steps, level)
                points += Fraction(worth) * (Fraction(0) if counted is NOTHING else counted)
        return points

    def each(self, scoring, level):
        rows, _ = self.rows(parse(scoring["value"]), level)
        tree = parse(scoring["points"])
        valued = [(self.value(tree, level, row), row) for row in rows]
        valued = [(value, row) for value, row in valued if value is not NOTHING]
        by = scoring.get("highest_per") or scoring.get("distinct_by")
        if not by:
            return sum((value for value, _ in valued), Fraction(0))
        keyed = [(repr([self.value(parse(key), level, row) for key in by]), value) for value, row in valued]
        total = Fraction(0)
        for _, group in groupby(sorted(keyed), key=lambda entry: entry[0]):
            values = [value for _, value in group]
            if "distinct_by" in scoring and any(value != values[0] for value in values):
                raise Undecided
            total += max(values)
        return total

    # ---- verdicts --------------------------------------------------------------------------------------------

    def met(self, item, level):
        if not decided(self.own(item, level)) and self.policy(item) in ("met", "not-met"):
            return self.policy(item) == "met"
        lines = [
            self.ask(line["when"], level)
            for line in item.get("verdicts", [])
            if "level" not in line or int(line["level"]) == level
        ]
        for part in self.children(item["code"]):
            if "max" not in part and decided(self.counts(part, level)):
                lines.append(self.met(part, level))
        if "on_file" in item:
            lines.append(self.ask(item["on_file"], level))
        if item.get("measure", {}).get("met"):
            due = item["measure"].get("due", [])
            reached = self.ask(item["measure"]["met"], level)
            is_due = LAST.isoformat() in due or all(day <= LAST.isoformat() for day in due)
            lines.append(reached if is_due or reached else None)
        return every(lines)

    # ---- the whole set ----------------------------------------------------------------------------------------

    def totals(self):
        """The sum of the items, the total before rounding, the total."""
        roots = [item for item in self.tree.get("items", []) if "parent" not in item]
        parts = [item for item in roots if "max" in item and plain(item)]
        base = total = self.together([], parts, self.tree.get("take"), None)
        scale = self.tree.get("scale")
        rescaled = any(self.policy(item) == "rescale" for item in self.items.values())
        if scale and any("weight" in item for item in parts):
            total = self.weighted(parts, Fraction(scale["points"]), None)
        elif scale and (scale.get("rescaled") or rescaled):
            most = sum((self.scale_of(item, None) for item in parts), Fraction(0))
            points = Fraction(scale["points"])
            total = NOTHING if base is NOTHING or most == 0 else min(base * points / most, points)
        if total is NOTHING:
            return base, NOTHING, NOTHING
        for item in roots:
            if not plain(item):
                total += (1 if item["word"] == "bonus" else -1) * present(self.points(item, None))
        raw = max(total, Fraction(0))
        if scale:
            raw = min(raw, Fraction(scale.get("cap", scale["points"])))
        return base, raw, rounded(raw, scale["rounding"]) if scale and "rounding" in scale else raw

    def covers(self):
        return some(
            every(
                (
                    "region" not in line or line["region"] in self.regions,
                    line.get("from", "") <= LAST.isoformat(),
                    self.holds(line.get("when")),
                )
            )
            for line in self.tree["applies"]
        )

    def standing(self):
        """The class, `none`, `not-ranked` or `not-applicable`."""
        classes = self.tree["classes"]
        listed = classes["list"]
        rest = next((entry["name"] for entry in listed if "when" not in entry), "none")
        found = rest
        for place in map(int, classes["order"]):
            if "when" in listed[place] and decided(self.ask(listed[place]["when"], place)):
                found = listed[place]["name"]
                break
        for gate in self.tree.get("gates", []):
            if found == "not-ranked" or decided(self.ask(gate["when"])):
                continue
            effect, _, place = gate["if_not"].partition(" ")
            if effect == "bars":
                found = rest
            elif effect == "not-ranked":
                found = "not-ranked"
            elif effect == "class":
                found = listed[int(place)]["name"]
            elif effect == "at-most":
                names = [entry["name"] for entry in listed]
                if found in names and names.index(found) < int(place):
                    found = listed[int(place)]["name"]
        return found if decided(self.covers()) else "not-applicable"


def plain(item):
    return item["word"] not in ("bonus", "deduction")


def read(entry, value):
    """A value of a dossier, by the type of its input."""
    kind = entry["type"].split()[0]
    if kind == "truth":
        return value
    if kind == "day":
        return datetime.date.fromisoformat(value)
    if kind == "text":
        return ("text", value)
    if kind in ("one-of", "ranked"):
        return entry["options"].index(value)
    return Fraction(value[:-1]) / 100 if value.endswith("%") else Fraction(value)
