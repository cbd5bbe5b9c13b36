"""Every limit reached on purpose, at the command line: what it says, how much memory and time it takes.

In: the program, and words of which one stands in the name of each limit that is asked for; without
words, all. For each limit the worst input that keeps to it, which must be answered without that
limit's finding, and the least that passes it, which must be refused with its code. The memory of the
worst input stays below a bound; the figures are printed as a table.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

HEAD = """language en
criteria set LIMITS "Limits" edition E1 [assumed]
  in force from 2025-01-01
  applies to person
subject person "Person"
  has members "Members": citizen
  fact a "A": yes no
  fact n "N": integer from 0 to 1000
subject citizen "Citizen"
  fact reads "Reads": yes no
evidence talk "Talks" with day: date; hours: integer from 0 to 9
  if missing none
"""
TITLE = 'title good "Good" when a\n'
MIB = 1 << 20
# The most memory that any input within the limits may take, in MiB.
MOST = 6_000


def filled(size, line, head=HEAD, tail=""):
    """A text of so many bytes made of one line."""
    line = line.encode()
    head, tail = head.encode(), tail.encode()
    times, rest = divmod(size - len(head) - len(tail), len(line))
    comment = b"" if rest == 0 else b"#" * (rest - 1) + b"\n"
    return head + line * times + tail + comment


def numbered(times, line, head=HEAD, tail=TITLE):
    return (head + "".join(line.replace("@", str(at)) for at in range(times)) + tail).encode()


def rows(count, row):
    """A dossier of so many rows of evidence."""
    return b'{"talk": [' + b",".join([row] * count) + b"]}"


def dossier(size):
    row = b'{"day":"2025-03-01","hours":1}'
    text = rows(size // (len(row) + 1) - 1, row)
    return text[:-1] + b" " * (size - len(text)) + text[-1:]


def definitions(count, link, first="a"):
    lines = [f'define d0 "D": {first}\n']
    lines += [f'define d{at + 1} "D": {link.replace("@", f"d{at}")}\n' for at in range(count)]
    return (HEAD + "".join(lines) + f'title good "Good" when d{count}\n').encode()


def receipt(size):
    text = b'{"receipt": "'
    return text + b"x" * (size - len(text) - 2) + b'"}'


def findings(count):
    return (HEAD + TITLE + "@\n" * count).encode()


def of_rows(count):
    return json.dumps({"members": [{"$count": count - 1, "reads": True}, {"reads": False}]}).encode()


JUDGED = HEAD + 'title good "Good" when (count talk where day in period) >= 1\n'
MEMBERS = HEAD + 'title good "Good" when (share members having reads) >= 50%\n'

EIGHT = "(@ or n > 1) and (@ or n < 1) and (@ or n = 1) and (@ or n > 21)"
FACT = '  fact an_own_name_of_a_fact "Label of it": yes no\n'
SIGNS = "( ) , ; : > < = + - * / %\n"
PLAIN = HEAD.split("evidence")[0]
ITEM = 'criterion @ "C" max 1 points\n  met when n > 5: 1 points\n'


def named(name):
    return (HEAD + TITLE).replace("fact a", f"fact {name}").replace("when a", f"when {name}").encode()


def when(condition):
    return (HEAD + f'title good "Good" when {condition}\n').encode()


def table(rows):
    """A points table whose last rows are one too many, or that covers everything."""
    head = HEAD + 'criterion 1 "C" max 10 points\n  score by n:\n    under 1: 0 points\n'
    last = rows - 1
    bands = (f"    from {at} to under {at + 1}: {at % 10} points\n" for at in range(1, last))
    return (head + "".join(bands) + f"    from {last} up: 10 points\n" + TITLE).encode()


# The command line looks at the size of a file before it reads it, and ends with 3.
UNREAD = "larger than the limit"

# The large ones come last: what this program itself has taken counts with those it starts.
# Name, code, what is asked, the input of a size, the greatest size that keeps to the limit (none where
# the input says nothing), the least that passes it.
LIMITS = [
    ("bytes of a statement", "statement-too-long", "check",
     lambda size: (HEAD + TITLE + 'source "' + "x" * (size - 9) + '"\n').encode(), 65_500, 65_600),
    ("tokens of a statement", "statement-too-long", "check",
     lambda count: when("a" + " or n = 1" * (count // 4)), 8_180, 8_200),
    ("layers", "nested-too-deep", "check", lambda count: when("(" * count + "a" + ")" * count), 64, 65),
    ("arithmetic signs", "nested-too-deep", "check", lambda count: when("n" + " + 1" * count + " > 300"), 256, 257),
    ("findings", "too-many-diagnostics", "check", findings, 1_000, 290_000),
    ("letters of a name", "name-too-long", "check", lambda count: named("a" * count), 64, 65),
    ("digits", "number-too-long", "check",
     lambda count: when(f"n < {'123456789123456789'[: count - 9]}.123456789"), 18, 19),
    ("rows of a points table", "bad-declaration", "check", table, 1_000, 1_001),
    ("definitions that pile up", "too-large-written-out", "check", lambda count: definitions(count, EIGHT), 6, 7),
    ("definitions in a row", "too-large-written-out", "check", lambda count: definitions(count, "not @"), 30, 70),
    ("equal rows", "too-many-rows", (MEMBERS, "evaluate"), of_rows, 16_777_216, 16_777_217),
    ("a receipt", UNREAD, (JUDGED, "verify"), receipt, None, MIB + 1),
    ("a source file: facts", UNREAD, "check", lambda size: filled(size, FACT, PLAIN, TITLE), 16 * MIB, 16 * MIB + 1),
    ("a source file: facts of nobody", UNREAD, "check", lambda size: filled(size, FACT), 16 * MIB, 16 * MIB + 1),
    ("a source file: marks", UNREAD, "check", lambda size: filled(size, SIGNS), 16 * MIB, 16 * MIB + 1),
    ("a source file: comments", UNREAD, "check",
     lambda size: filled(size, "# a comment\n", tail=TITLE), 16 * MIB, 16 * MIB + 1),
    ("statements: facts", "too-many-statements", "check",
     lambda count: numbered(count, '  fact f@ "F": yes no\n', PLAIN), 299_900, 300_001),
    ("statements: items", "too-many-statements", "check", lambda count: numbered(count, ITEM), 149_900, 150_001),
    ("a dossier", UNREAD, (JUDGED, "evaluate"), dossier, 64 * MIB, 64 * MIB + 1),
]


def run(program, folder, asked, make, size):
    """Exit code, what was said, peak memory in MiB and seconds of the processor."""
    words = ["check", "set.tieuchi", "--json"]
    # The input is written and forgotten: a child begins with the memory of who starts it.
    if asked == "check":
        (folder / "set.tieuchi").write_bytes(make(size))
    else:
        text, what = asked
        (folder / "set.tieuchi").write_text(text, encoding="utf-8")
        (folder / "empty.json").write_text("{}", encoding="utf-8")
        (folder / "file.json").write_bytes(make(size))
        words = ["evaluate", "set.tieuchi", "file.json", "--period", "2025"]
        if what == "verify":
            words = ["verify", "file.json", "set.tieuchi", "empty.json"]
    with open(folder / "out", "wb") as out:
        place = {"cwd": folder, "env": {**os.environ, "LC_ALL": "C"}}
        child = subprocess.Popen([program, *words], stdout=out, stderr=subprocess.STDOUT, **place)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    with open(folder / "out", encoding="utf-8", errors="replace") as out:
        said = out.read(1 << 20)
        out.seek(max(0, (folder / "out").stat().st_size - 10_000))
        said += out.read()
    return child.returncode, said, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def main(program, *words):
    faults = []
    print("| limit | code | kept to | MiB | s | passed | MiB | s |\n|---|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        for name, code, asked, make, within, beyond in LIMITS:
            if words and not any(word in name for word in words):
                continue
            cells = []
            for size, refused in [(within, False), (beyond, True)]:
                if size is None:
                    cells += ["", "", ""]
                    continue
                ended, said, memory, seconds = run(program, folder, asked, make, size)
                cells += [f"{size:,}".replace(",", " "), f"{memory:.0f}", f"{seconds:.1f}"]
                codes = {True: (3,) if code == UNREAD else (1,), False: (0, 1)}[refused]
                if (code in said) != refused or ended not in codes or memory > MOST:
                    faults.append(f"{name}, {size}: ended with {ended}, {memory:.0f} MiB: {said[:300]}")
            print(f"| {name} | `{code}` | {' | '.join(cells)} |", flush=True)
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
    main(str(pathlib.Path(sys.argv[1]).resolve()), *sys.argv[2:])
