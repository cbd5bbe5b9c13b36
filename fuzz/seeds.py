"""Seeds for the fuzz targets, from the questions that the cases ask and from the tables beside this file.

In: the file of questions that core/tests/cases.rs writes, the folder of tables that
tables/tests/formats.rs writes, the folder of corpora, the targets. A seed is some parts with a NUL
between them, or a byte for the format of a file and the file.
"""

import hashlib
import json
import pathlib
import sys

TABLES = pathlib.Path(__file__).parent / "tables"
# As in fuzz/src/tables.rs.
ENDINGS = ["parquet", "arrow", "csv", "ndjson", "xlsx"]
# A mask of facts to take away, and a change of a receipt.
THIRD = {"interval": "101101110", "receipt": "300\"9"}


def of_questions(questions, target):
    for line in questions.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        text, file = question["set"], question.get("dossier") or "{}"
        if isinstance(text, str) and isinstance(file, str):
            seed = [text, file] if target not in THIRD else [text, file, THIRD[target]]
            seed = [text] if target in ("parse", "format", "convert", "compile") else seed
            yield "\0".join(seed).encode()


def of_files(written):
    for file in sorted(written.iterdir()):
        yield bytes([ENDINGS.index(file.suffix[1:])]) + file.read_bytes()


def of_tables(*names):
    yield "\0".join((TABLES / name).read_text(encoding="utf-8") if name else "" for name in names).encode()


def main(questions, written, folder, *targets):
    for target in targets:
        if target == "files":
            seeds = of_files(pathlib.Path(written))
        elif target == "mapping":
            seeds = [
                *of_tables("map.toml", "mapped-subjects.csv", "mapped-course.csv", "members.csv"),
                *of_tables("", "subjects.csv", "course.csv"),
            ]
        elif target == "order":
            seeds = of_tables("subjects.csv", "course.csv", "members.csv")
        else:
            seeds = of_questions(pathlib.Path(questions), target)
        place = pathlib.Path(folder, target)
        place.mkdir(parents=True, exist_ok=True)
        names = set()
        for seed in seeds:
            name = f"seed-{hashlib.sha256(seed).hexdigest()[:16]}"
            names.add(name)
            (place / name).write_bytes(seed)
        print(f"{target}: {len(names)} seeds")


if __name__ == "__main__":
    main(*sys.argv[1:])
