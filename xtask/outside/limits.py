"""Every limit reached on purpose, at the command line: what it says, how much memory and time it takes.

In: the program. For each limit the worst input that keeps to it, which must be answered without that
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
    return json.dumps({"members": [{"$count": count, "reads": True}]}).encode()


JUDGED = HEAD + 'title good "Good" when (count talk where day in period) >= 1\n'
MEMBERS = HEAD + 'title good "Good" when (share members having reads) >= 50%\n'

# Name, code, what is asked, the worst that keeps to the limit, the least that passes it.
LIMITS = [
    ("a source file of 16 MiB: facts", "file-too-large", "check",
     filled(16 * MIB, '  fact an_own_name_of_a_fact "Label of it": yes no\n'),
     filled(16 * MIB + 1, '  fact an_own_name_of_a_fact "Label of it": yes no\n')),
    ("a source file of 16 MiB: marks", "file-too-large", "check",
     filled(16 * MIB, "( ) , ; : > < = + - * / %\n"), filled(16 * MIB + 1, "( ) , ; : > < = + - * / %\n")),
    ("a source file of 16 MiB: one comment", "file-too-large", "check",
     filled(16 * MIB, "# a comment\n", tail=TITLE), filled(16 * MIB + 1, "# a comment\n", tail=TITLE)),
    ("300 000 statements", "too-many-statements", "check",
     numbered(299_900, '  fact f@ "F": yes no\n', HEAD.split("evidence")[0]),
     numbered(300_001, '  fact f@ "F": yes no\n', HEAD.split("evidence")[0])),
    ("300 000 items", "too-many-statements", "check",
     numbered(149_900, 'criterion @ "C" max 1 points\n  met when n > 5: 1 points\n'),
     numbered(150_001, 'criterion @ "C" max 1 points\n  met when n > 5: 1 points\n')),
    ("a statement of 64 KiB", "statement-too-long", "check",
     (HEAD + TITLE + 'source "' + "x" * (65_536 - 12) + '"\n').encode(),
     (HEAD + TITLE + 'source "' + "x" * 65_537 + '"\n').encode()),
    ("8 192 tokens in a statement", "statement-too-long", "check",
     (HEAD + 'title good "Good" when a' + " or n = 1" * 2_040 + "\n").encode(),
     (HEAD + 'title good "Good" when a' + " or n = 1" * 2_050 + "\n").encode()),
    ("64 layers", "nested-too-deep", "check",
     (HEAD + 'title good "Good" when ' + "(" * 64 + "a" + ")" * 64 + "\n").encode(),
     (HEAD + 'title good "Good" when ' + "(" * 65 + "a" + ")" * 65 + "\n").encode()),
    ("256 arithmetic signs", "nested-too-deep", "check",
     (HEAD + 'title good "Good" when n' + " + 1" * 256 + " > 300\n").encode(),
     (HEAD + 'title good "Good" when n' + " + 1" * 257 + " > 300\n").encode()),
    ("1 000 findings", "too-many-diagnostics", "check", findings(1_000), findings(300_000)),
    ("a name of 64 letters", "name-too-long", "check",
     (HEAD + TITLE).replace("fact a", "fact " + "a" * 64).replace("when a", "when " + "a" * 64).encode(),
     (HEAD + TITLE).replace("fact a", "fact " + "a" * 65).replace("when a", "when " + "a" * 65).encode()),
    ("18 digits", "number-too-long", "check",
     (HEAD + 'title good "Good" when n < 123456789.123456789\n').encode(),
     (HEAD + 'title good "Good" when n < 1234567890.123456789\n').encode()),
    ("1 000 rows of a points table", "bad-declaration", "check",
     (HEAD + 'criterion 1 "C" max 10 points\n  score by n:\n    under 1: 0 points\n'
      + "".join(f"    from {at} to under {at + 1}: {at % 10} points\n" for at in range(1, 999))
      + "    from 999 up: 10 points\n" + TITLE).encode(),
     (HEAD + 'criterion 1 "C" max 10 points\n  score by n:\n' + "    from 0 up: 1 points\n" * 1_001 + TITLE).encode()),
    ("200 000 expressions written out", "too-large-written-out", "check",
     definitions(7, "(@ or n > 1) and (@ or n < 1) and (@ or n = 1) and (@ or n > 21)"),
     definitions(9, "(@ or n > 1) and (@ or n < 1) and (@ or n = 1) and (@ or n > 21)")),
    ("32 definitions in a row", "too-large-written-out", "check",
     definitions(30, "not @"), definitions(70, "not @")),
    ("a dossier of 64 MiB", "dossier-too-large", (JUDGED, "evaluate"),
     dossier(64 * MIB), dossier(64 * MIB + 1)),
    ("16 777 216 equal rows", "too-many-rows", (MEMBERS, "evaluate"),
     of_rows(16_777_216), of_rows(16_777_217)),
    ("a receipt of 1 MiB", "bad-receipt", (JUDGED, "verify"), None, receipt(MIB + 1)),
]


def run(program, folder, asked, data):
    """Exit code, codes of the findings, peak memory in MiB and seconds of the processor."""
    if asked == "check":
        (folder / "set.tieuchi").write_bytes(data)
        words = ["check", "set.tieuchi", "--json"]
    else:
        text, what = asked
        (folder / "set.tieuchi").write_text(text, encoding="utf-8")
        (folder / "file.json").write_bytes(data)
        dossier = "file.json" if what == "evaluate" else "empty.json"
        (folder / "empty.json").write_text("{}")
        words = ["evaluate", "set.tieuchi", dossier, "--period", "2025"]
        if what == "verify":
            words = ["verify", "file.json", "set.tieuchi", dossier, "--period", "2025"]
    with open(folder / "out", "wb") as out:
        child = subprocess.Popen([program, *words], cwd=folder, stdout=out, stderr=subprocess.STDOUT,
                                 env={**os.environ, "LC_ALL": "C"})
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    said = (folder / "out").read_text(encoding="utf-8", errors="replace")
    return child.returncode, said, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def main(program):
    faults = []
    print("| limit | code | bytes at the limit | MiB | s | MiB beyond | s |\n|---|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        for name, code, asked, within, beyond in LIMITS:
            cells = ["", "", ""]
            if within is not None:
                ended, said, memory, seconds = run(program, folder, asked, within)
                cells = [f"{len(within):,}".replace(",", " "), f"{memory:.0f}", f"{seconds:.1f}"]
                if ended not in (0, 1) or f"{code}" in said or memory > MOST:
                    faults.append(f"{name}: kept to, ended with {ended}: {said[:300]}")
            ended, said, memory, seconds = run(program, folder, asked, beyond)
            if ended != 1 or code not in said or memory > MOST:
                faults.append(f"{name}: passed, ended with {ended}: {said[:300]}")
            print(f"| {name} | `{code}` | {' | '.join(cells)} | {memory:.0f} | {seconds:.1f} |", flush=True)
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
    main(str(pathlib.Path(sys.argv[1]).resolve()))
