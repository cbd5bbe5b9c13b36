"""Seeds for the fuzz targets, from the questions that the cases ask.

In: the file of questions that core/tests/cases.rs writes, the folder of corpora, the targets. Each
question becomes a set, its dossier and a third part that the targets read as they need, with a NUL
between them.
"""

import hashlib
import json
import pathlib
import sys

# A mask of facts to take away, and a change of a receipt.
THIRD = {"interval": "101101110", "receipt": "300\"9"}


def main(questions, folder, *targets):
    seeds = {}
    for line in pathlib.Path(questions).read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        if isinstance(question["set"], str) and isinstance(question.get("dossier") or "{}", str):
            parts = (question["set"], question.get("dossier") or "{}")
            seeds[parts] = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    for target in targets:
        place = pathlib.Path(folder, target)
        place.mkdir(parents=True, exist_ok=True)
        for (text, file), name in seeds.items():
            seed = [text, file] if target not in THIRD else [text, file, THIRD[target]]
            seed = [text] if target in ("parse", "format", "convert", "compile") else seed
            (place / f"seed-{name}").write_text("\0".join(seed), encoding="utf-8")
    print(f"{len(seeds)} seeds for each of {len(targets)} targets")


if __name__ == "__main__":
    main(*sys.argv[1:])
