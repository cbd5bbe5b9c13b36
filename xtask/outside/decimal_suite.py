"""The General Decimal Arithmetic test cases, asked in the language.

In: the folder `decimaltestdata`. Each case becomes a dossier of a set that adds, multiplies, divides,
compares or rounds. A result that the case rounds to its precision is compared twice: the exact
result of the engine, rounded here, and the engine's own `round … to …`.
"""

import pathlib
import re
import sys
from fractions import Fraction

from engine import Count, Engine, items, measured

MOST = "999999999.999999999"
# Words of the language for the rounding modes of the suite; nothing below nought is rounded.
MODES = {
    "half_up": "half up",
    "half_even": "half even",
    "up": "up",
    "ceiling": "up",
    "down": "down",
    "floor": "down",
}
EXPONENTS = range(-9, 9)
BINARY = ("add", "subtract", "multiply", "divide", "compare", "max", "min")
UNARY = ("minus", "abs", "plus")
TO_STEP = ("quantize", "rescale", "tointegral", "tointegralx")

ARITHMETIC = f"""language en
criteria set DEC "Arithmetic" edition E1 [assumed]
  in force from 2020-01-01
  applies to pair
subject pair "Pair"
  fact a "A": number 9 places from -{MOST} to {MOST}
  fact b "B": number 9 places from -{MOST} to {MOST}
  fact d "D": number 9 places from 0.000000001 to {MOST}
criterion add "add"
  measured by a + b
criterion subtract "subtract"
  measured by a - b
criterion multiply "multiply"
  measured by a * b
criterion divide "divide"
  measured by a / d
criterion max "max"
  measured by larger(a; b)
criterion min "min"
  measured by smaller(a; b)
criterion minus "minus"
  measured by 0 - a
criterion abs "abs"
  measured by larger(a; 0 - a)
criterion plus "plus"
  measured by 0 + a
criterion less "less"
  met when a < b
criterion equal "equal"
  met when a = b
criterion more "more"
  met when a > b
title t "T" when met(less)
"""


def step(exponent):
    return f"1{'0' * exponent}" if exponent >= 0 else f"0.{'0' * (-exponent - 1)}1"


def rounding_set(exponent, mode):
    """A set that rounds a value and a quotient."""
    return f"""language en
criteria set RND "Rounding" edition E1 [assumed]
  in force from 2020-01-01
  applies to pair
subject pair "Pair"
  fact a "A": number 9 places from 0 to {MOST}
  fact d "D": number 9 places from 0.000000001 to {MOST}
criterion value "Value"
  measured by round a to {step(exponent)} {mode}
criterion quotient "Quotient"
  measured by round a / d to {step(exponent)} {mode}
title t "T" when a > 1
"""


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")


def number(text):
    """The exact value and the exponent of its last digit."""
    if not NUMBER.match(text):
        return None
    mantissa, _, power = text.lower().partition("e")
    places = len(mantissa.partition(".")[2])
    exponent = int(power or 0) - places
    if abs(exponent) > 1000:
        return None
    digits = int(mantissa.replace(".", ""))
    return Fraction(digits) * Fraction(10) ** exponent, exponent


def fits(value):
    return abs(value) <= Fraction(MOST) and (value * 10**9).denominator == 1


def plain(value):
    """A decimal of at most nine digits after the mark, as text."""
    units = abs(value) * 10**9
    assert units.denominator == 1
    whole, part = divmod(units.numerator, 10**9)
    return f"{'-' if value < 0 else ''}{whole}.{part:09}"


def rounded(value, exponent, mode):
    """A value at a digit, in a mode of the suite."""
    units = value / Fraction(10) ** exponent
    sign, units = (-1 if units < 0 else 1), abs(units)
    floor = units.numerator // units.denominator
    rest = units - floor
    half = Fraction(1, 2)
    up = rest > 0 and {
        "up": True,
        "down": False,
        "ceiling": sign > 0,
        "floor": sign < 0,
        "half_up": rest >= half,
        "half_down": rest > half,
        "half_even": rest > half or (rest == half and floor % 2 == 1),
        "05up": floor % 10 in (0, 5),
    }[mode]
    return sign * (floor + up) * Fraction(10) ** exponent


def to_precision(value, precision, mode):
    """A value with so many digits; rounding may carry into one more."""
    if value == 0:
        return value
    top = 0
    while Fraction(10) ** top <= abs(value):
        top += 1
    while Fraction(10) ** (top - 1) > abs(value):
        top -= 1
    return rounded(value, top - precision, mode)


def cases(folder):
    """Identifier, operation, operands, result, conditions and the state of the directives."""
    for path in sorted(pathlib.Path(folder).glob("*.decTest")):
        state = {}
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            line = line.split("--")[0].strip()
            directive = re.match(r"(\w+)\s*:\s*(\S+)", line)
            if directive and "->" not in line:
                state[directive[1].lower()] = directive[2].lower()
            elif "->" in line:
                left, right = line.split("->", 1)
                left, right = left.split(), right.split()
                if len(left) < 3 or not right:
                    continue
                operands = [word.strip("'\"") for word in left[2:]]
                conditions = {word.lower() for word in right[1:]}
                yield left[0], left[1].lower(), operands, right[0].strip("'\""), conditions, dict(state)


def main(program, folder):
    count = Count("General Decimal Arithmetic")
    engine = Engine(program)
    # Cases for the set that calculates, and for those that round, by step and mode.
    arithmetic, rounding = [], {}
    for name, op, operands, result, conditions, state in cases(folder):
        if op not in BINARY + UNARY + TO_STEP:
            count.leave_out("an operation the language does not have")
            continue
        values = [number(operand) for operand in operands]
        if None in values:
            count.leave_out("an operand that is no finite number")
            continue
        wanted = number(result)
        if wanted is None:
            count.leave_out("the result is no finite number")
            continue
        if conditions & {"overflow", "underflow", "subnormal", "clamped"}:
            count.leave_out("the result leaves the exponents of the case")
            continue
        wanted, exponent = wanted
        value, other = values[0][0], values[1][0] if len(values) > 1 else Fraction(0)
        mode = state["rounding"]
        if op in TO_STEP:
            if not fits(value):
                count.leave_out("more than nine digits before or after the mark")
            elif value < 0:
                count.leave_out("nothing below nought is rounded")
            elif mode not in MODES:
                count.leave_out("a rounding mode the language does not have")
            elif exponent not in EXPONENTS:
                # Below the ninth digit nothing is left to round.
                count.leave_out("a step the language cannot write")
            else:
                asked = rounding.setdefault((exponent, MODES[mode]), [])
                asked.append((name, value, Fraction(1), "value", wanted))
            continue
        if not (fits(value) and fits(other)):
            count.leave_out("more than nine digits before or after the mark")
            continue
        if op == "divide" and other <= 0:
            count.leave_out("a divisor that is not above nought")
            continue
        precision = int(state["precision"])
        arithmetic.append((name, op, value, other, precision, mode, wanted))
        if "inexact" in conditions and value >= 0 and mode in MODES and exponent in EXPONENTS:
            asked = rounding.setdefault((exponent, MODES[mode]), [])
            exact = {"add": value + other, "subtract": value - other, "multiply": value * other}.get(op)
            if op == "divide":
                asked.append((name, value, other, "quotient", wanted))
            elif exact is not None and exact >= 0 and fits(exact):
                asked.append((name, exact, Fraction(1), "value", wanted))

    path = engine.set(ARITHMETIC)
    files = [
        {"a": plain(a), "b": plain(b), "d": plain(b if op == "divide" else Fraction(1))}
        for _, op, a, b, _, _, _ in arithmetic
    ]
    for case, outcome in zip(arithmetic, engine.evaluate(path, files)):
        name, op, _, _, precision, mode, wanted = case
        found = items(outcome)
        if op == "compare":
            verdicts = [found[which]["verdict"] for which in ("less", "equal", "more")]
            expected = ["not-met"] * 3
            expected[int(wanted) + 1] = "met"
            count.check(name, verdicts, expected)
        else:
            count.check(name, to_precision(measured(found[op]), precision, mode), wanted)

    for (exponent, mode), asked in sorted(rounding.items()):
        path = engine.set(rounding_set(exponent, mode))
        files = [{"a": plain(value), "d": plain(divisor)} for _, value, divisor, _, _ in asked]
        for (name, _, _, which, wanted), outcome in zip(asked, engine.evaluate(path, files)):
            found = measured(items(outcome)[which])
            count.check(f"{name} by the engine's rounding", found, wanted)
    count.report(least=4000)


if __name__ == "__main__":
    main(*sys.argv[1:])
