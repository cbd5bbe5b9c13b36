"""Recomputes every digest, root and proof of the vectors beside it, with nothing but Python.

    python3 verify.py [FOLDER]

The blocks `meaning`, `text`, `options`, `input`, `result` and `row` are the very bytes that are
hashed, behind a line that names the domain. The input is also built anew from the dossier.
"""
import calendar, decimal, hashlib, hmac, json, pathlib, re, sys, unicodedata


def canonical(value):
    assert not re.search(r'[0-9tfn]', re.sub(r'"(\\.|[^"\\])*"', "", json.dumps(value))), "only texts"
    return unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def digest(domain, data, key=None):
    data = b"tieuchi " + domain.encode() + b" 1\n" + data
    return (hmac.new(key, data, hashlib.sha256) if key else hashlib.sha256(data)).hexdigest()


def number(text):
    value = decimal.Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value(kind, raw):
    if raw is None:
        return ["unknown"]
    if kind == "truth":
        return "true" if raw else "false"
    if kind == "day" and len(raw) < 10:
        year, month = int(raw[:4]), int(raw[5:7]) if len(raw) == 7 else None
        last = (month or 12, calendar.monthrange(year, month or 12)[1])
        return "%d-%02d-01..%d-%02d-%02d" % (year, month or 1, year, *last)
    return raw if kind in ("day", "text", "one-of", "ranked") else number(str(raw))


def row(raw, table, inputs):
    out, facts = {}, {}
    for name, cell in raw.items():
        if name.startswith("$"):
            if name in ("$id", "$count") or (name == "$status" and cell != "verified"):
                out[name[1:]] = str(cell)
            continue
        key, kind = next((key, kind) for key, kind in inputs if re.sub(r"\+self$", "", key).split(":", 1)[1] == name and key.split(".")[0] == table)
        cell = cell if isinstance(cell, dict) else {"value": cell, "status": "verified"}
        named = "verified" if cell.pop("status", "verified") == "verified" else "self"
        facts[key.split(".", 1)[1]] = {named if k == "value" else k: value(kind, v) for k, v in cell.items()}
    return {**out, **({"facts": facts} if facts else {})}


def dossier(raw, meaning):
    inputs = [(entry["name"], entry["type"]) for entry in meaning["inputs"]]
    names = [table["name"] for table in meaning["tables"][1:]]
    tables = {name: sorted((row(one, name, inputs) for one in raw.pop(name)), key=lambda r: (r.get("id", ""), canonical(r)))
              for name in names if name in raw}
    regions = raw.pop("$region", [])
    out = row(raw, "", inputs)
    out.update({"regions": [regions] if isinstance(regions, str) else regions} if regions else {})
    return {**out, **({"tables": tables} if tables else {})}


def leaf(one):
    return bytes.fromhex(digest("leaf", bytes.fromhex(one["row"]) + one.get("id", "").encode()))


def node(left, right):
    return bytes.fromhex(digest("node", left + right))


def root(leaves):
    level = [leaf(one) for one in sorted(leaves, key=lambda one: one.get("id", ""))]
    while len(level) > 1:
        level = [node(*level[at:at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
    return level[0].hex()


def check(text):
    blocks, top, counts = {}, None, [0, 0, 0]
    for kind, body in re.findall(r"^```(\w+)[^\n]*\n(.*?)^```$", text, re.M | re.S):
        body = blocks[kind] = body.rstrip("\n")
        if kind == "leaves":
            top = root([json.loads(line) for line in body.splitlines()])
        elif kind == "root":
            assert body == top, (body, top)
            counts[1] += 1
        elif kind == "proof":
            proof = json.loads(body)
            at = leaf(proof)
            for side, other in proof.get("path", []):
                at = node(bytes.fromhex(other), at) if side == "left" else node(at, bytes.fromhex(other))
            assert at.hex() == top, body
            counts[2] += 1
        elif kind in ("receipt", "population"):
            key = bytes.fromhex(blocks["key"]) if "key" in blocks else None
            receipt = json.loads(body)
            assert canonical(receipt) == body
            digests = receipt.pop("digests")
            blocks["options"] = blocks.get("options", canonical(receipt))
            assert canonical(receipt) == blocks["options"]
            assert receipt.get("key") == (digest("key", b"", key)[:16] if key else None)
            assert digests.pop("root", top) == top
            for part in digests.keys() & blocks.keys():
                bytes_ = blocks[part]
                assert canonical(json.loads(bytes_)) == bytes_, part
                found = digest(part, bytes_.encode(), key if part not in ("meaning", "text") else None)
                assert found == digests[part], part
                counts[0] += 1
            if kind == "receipt" and "library" not in blocks:
                own = {"context": receipt["context"], "dossier": dossier(json.loads(blocks["dossier"]), json.loads(blocks["meaning"]))}
                assert canonical(own) == blocks["input"], canonical(own)
    return counts


folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
files = sorted((folder if folder.is_dir() else folder.parent).glob("*.md"))
totals = [sum(column) for column in zip(*(check(file.read_text("utf-8")) for file in files))]
print("{} files: {} digests, {} roots, {} proofs agree".format(len(files), *totals))
