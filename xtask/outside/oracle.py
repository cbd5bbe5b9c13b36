"""Python's `decimal` and `fractions` as an oracle for rounding, comparisons of ratios and bands.

In: a seed. Random sets are written, random dossiers near every edge are judged by the engine, and
every answer is held against exact arithmetic that shares nothing with it.
"""

import decimal
import operator
import random
import sys
from fractions import Fraction

from engine import Count, Engine, items, measured

SETS, FILES = 40, 60
MODES = {
    "half up": decimal.ROUND_HALF_UP,
    "half even": decimal.ROUND_HALF_EVEN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
}
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
HEAD = """language en
criteria set ORA "Oracle" edition E1 [assumed]
  in force from 2020-01-01
  applies to thing
subject thing "Thing"
"""


def text(value):
    """A decimal as the language writes it."""
    return format(value.normalize(), "f")


def some(dice, most, places):
    """A number from 0 to a bound, with so many digits after the mark."""
    return decimal.Decimal(dice.randint(0, most * 10**places)).scaleb(-places)


def rounding(engine, dice):
    count = Count("decimal: rounding")
    for _ in range(SETS):
        step = max(decimal.Decimal(1).scaleb(-6), some(dice, dice.choice([1, 20]), dice.choice([0, 1, 2, 6])))
        source = HEAD + "  fact a \"A\": number 9 places from 0 to 1000000\n"
        for at, mode in enumerate(MODES):
            source += f'criterion r{at} "R"\n  measured by round a to {text(step)} {mode}\n'
        values = []
        for _ in range(FILES):
            # Multiples of the step, halves, and what lies just beside them.
            near = step * dice.randint(0, 2000) / 2 + decimal.Decimal(dice.choice([-1, 0, 0, 0, 1])).scaleb(-9)
            values.append(dice.choice([abs(near), some(dice, 1000, dice.randint(0, 9))]))
        path = engine.set(source + 'title t "T" when a > 1\n')
        outcomes = engine.evaluate(path, [{"a": text(value)} for value in values])
        for value, outcome in zip(values, outcomes):
            for at, mode in enumerate(MODES):
                steps = Fraction(value) / Fraction(step)
                # Exact: the quotient is scaled so that no digit is lost before `decimal` rounds it.
                whole, rest = divmod(steps.numerator, steps.denominator)
                tail = 0 if rest == 0 else (rest * 2 > steps.denominator) + (rest * 2 >= steps.denominator)
                digit = {0: "0" if rest == 0 else "3", 1: "5", 2: "7"}[tail]
                rounded = decimal.Decimal(f"{whole}.{digit}").quantize(decimal.Decimal(1), MODES[mode])
                expected = int(rounded) * Fraction(step)
                count.check(f"{value} to {step} {mode}", measured(items(outcome)[f"r{at}"]), expected)
    count.report(least=SETS * FILES * len(MODES))


def ratios(engine, dice):
    count = Count("fractions: comparisons of ratios")
    for _ in range(SETS):
        places = dice.choice([0, 1, 3])
        bar = some(dice, 100, places)
        source = HEAD + "  fact a \"A\": integer from 0 to 1000000\n  fact d \"D\": integer from 1 to 1000000\n"
        for at, sign in enumerate(COMPARISONS):
            source += f'criterion c{at} "C"\n  met when a / d {sign} {text(bar)}%\n'
        asked = []
        for _ in range(FILES):
            over = dice.choice([dice.randint(1, 1_000_000), dice.randint(1, 30) * 10 ** dice.randint(0, 4)])
            nearest = int(over * bar / 100) + dice.randint(-1, 1)
            asked.append((min(max(nearest, 0), 1_000_000), over))
        path = engine.set(source + 'title t "T" when a > 1\n')
        outcomes = engine.evaluate(path, [{"a": a, "d": d} for a, d in asked])
        for (a, d), outcome in zip(asked, outcomes):
            for at, (sign, holds) in enumerate(COMPARISONS.items()):
                expected = "met" if holds(Fraction(a, d), Fraction(bar) / 100) else "not-met"
                count.check(f"{a} / {d} {sign} {bar}%", items(outcome)[f"c{at}"]["verdict"], expected)
    count.report(least=SETS * FILES * len(COMPARISONS))


def bands(engine, dice):
    count = Count("fractions: bands")
    for _ in range(SETS):
        places = dice.choice([0, 1, 2])
        grain = decimal.Decimal(1).scaleb(-places)
        edges = sorted({some(dice, 100, places) + grain for _ in range(dice.randint(1, 8))})
        lower_counts = dice.random() < 0.5
        points = [dice.randint(0, 50) for _ in range(len(edges) + 1)]
        rows = []
        for at, given in enumerate(points):
            low = text(edges[at - 1]) if at > 0 else None
            high = text(edges[at]) if at < len(edges) else None
            if lower_counts:
                shape = f"under {high}" if low is None else f"from {low} up"
                shape = f"from {low} to under {high}" if low is not None and high is not None else shape
            else:
                shape = f"at most {high}" if low is None else f"over {low}"
                shape = f"over {low} to {high}" if low is not None and high is not None else shape
            rows.append(f"    {shape}: {given} points\n")
        dice.shuffle(rows)
        digits = f"number {places} places" if places else "integer"
        source = HEAD + f'  fact a "A": {digits} from 0 to 102\ncriterion 1 "B" max 50 points\n  score by a:\n'
        values = [dice.choice(edges) + grain * dice.randint(-1, 1) for _ in range(FILES)]
        path = engine.set(source + "".join(rows) + 'title t "T" when total_points > 1\n')
        outcomes = engine.evaluate(path, [{"a": text(value)} for value in values])
        for value, outcome in zip(values, outcomes):
            passed = [edge <= value if lower_counts else edge < value for edge in edges]
            found = items(outcome)["1"]["points"]
            assert found["certain"] == found["possible"], found
            what = f"{value} in {edges}, lower edge {'in' if lower_counts else 'out'}"
            count.check(what, Fraction(found["certain"]), points[sum(passed)])
    count.report(least=SETS * FILES)


def main(program, seed="9"):
    engine, dice = Engine(program), random.Random(int(seed))
    decimal.getcontext().prec = 60
    rounding(engine, dice)
    ratios(engine, dice)
    bands(engine, dice)


if __name__ == "__main__":
    main(*sys.argv[1:])
