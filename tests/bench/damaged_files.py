"""Damage a valid file in many ways: ``python tests/bench/damaged_files.py [--variants 2000]``.

Each variant of a made GED file is one damage: a flipped bit, a cut, a lost or doubled comma, swapped
cells, a stray quote, another encoding, another way of writing days or numbers. Whatever is accepted
must carry the numbers of the row it came from. Exits 1 if one differs in silence. A bit flipped inside
a digit of ``low`` or ``high`` gives another valid file that nothing can tell; those are counted apart.
"""

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_ucdp import OLD, write_ged

from data.record.load import load
from data.record.refusal import RecordError
from data.sources.intake import read_batch

ROWS = [
    {
        "deaths_a": str(n % 3), "deaths_b": str(n % 5), "deaths_civilians": str(n), "deaths_unknown": "0",
        "best": str(n % 3 + n % 5 + n), "low": "0", "high": str(90 + n), "side_a": f"Côté {n}, \"rebels\"",
    }
    for n in range(12)
]  # fmt: skip
UNTOLD = ("low", "high")


def flip(content, chance):
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def cut(content, chance):
    return content[: chance.randrange(len(content))]


def lose(content, chance, what=b","):
    places = [n for n, byte in enumerate(content) if content[n : n + 1] == what]
    at = chance.choice(places)
    return content[:at] + content[at + 1 :]


def double(content, chance):
    places = [n for n, byte in enumerate(content) if content[n : n + 1] == b","]
    at = chance.choice(places)
    return content[:at] + b"," + content[at:]


def lose_line_end(content, chance):
    return lose(content, chance, b"\n")


def swap(content, chance):
    lines = content.split(b"\n")
    n = chance.randrange(1, len(lines) - 1)
    cells = lines[n].split(b",")
    one, other = chance.sample(range(len(cells)), 2)
    cells[one], cells[other] = cells[other], cells[one]
    lines[n] = b",".join(cells)
    return b"\n".join(lines)


def quote(content, chance):
    at = chance.randrange(len(content))
    return content[:at] + b'"' + content[at:]


def line_of(content, chance):
    """The lines of a file, and the number of one below the header."""
    lines = content.split(b"\n")
    return lines, chance.randrange(1, len(lines) - 1)


def lose_comma_before_quote(content, chance):
    places = [n for n in range(len(content)) if content[n : n + 2] == b',"']
    at = chance.choice(places)
    return content[:at] + content[at + 1 :]


def lose_comma_after_quote(content, chance):
    places = [n for n in range(len(content)) if content[n : n + 2] == b'",']
    at = chance.choice(places)
    return content[: at + 1] + content[at + 2 :]


def lose_quote(content, chance):
    return lose(content, chance, b'"')


def undouble(content, chance):
    lines, n = line_of(content, chance)
    lines[n] = lines[n].replace(b'""', b'"', 1)
    return b"\n".join(lines)


def other_sign_in_a_line(content, chance):
    lines, n = line_of(content, chance)
    lines[n] = lines[n].replace(b",", chance.choice([b";", b"\t", b"|"]))
    return b"\n".join(lines)


def other_sign(content, chance):
    return content.replace(b",", chance.choice([b";", b"\t"]))


def broken_line(content, chance):
    at = chance.randrange(len(content))
    return content[:at] + chance.choice([b"\n", b"\r\n", b"\r"]) + content[at:]


def declared(content, chance):
    return chance.choice([b"sep=;\n", b"sep=,\n", b"sep=\t\n"]) + content


def encode(content, chance):
    text = content.decode()
    return text.encode(chance.choice(["utf-16", "latin-1", "cp1252", "utf-32", "utf-8-sig"]))


def days(content, chance):
    return content.replace(
        b"2019-07-01",
        chance.choice([b"01/07/2019", b"07/01/2019", b"1.7.2019", b"43647", b"2019-7-1"]),
    )


def numbers(content, chance):
    digit = str(chance.randrange(10)).encode()
    other = chance.choice(
        [
            digit + b".0",
            digit + b",0",
            chr(0x660 + int(digit)).encode(),
            b"-" + digit,
            digit + b"e1",
            b" " + digit,
        ]
    )
    return content.replace(b"," + digit + b",", b"," + other + b",")


SIGNS = (
    lose, double, lose_line_end, quote, lose_comma_before_quote, lose_comma_after_quote, lose_quote, undouble,
    other_sign_in_a_line, other_sign, broken_line, declared,
)  # fmt: skip
DAMAGES = (flip, flip, flip, cut, swap, encode, days, numbers, *SIGNS)


def figures(batch):
    """(group, low, value, high) of each accepted row, by the key of the row."""
    rows = batch.tables["observations"]
    found = {}
    for row in rows.itertuples():
        found.setdefault(row.incident_id, []).append(
            tuple(map(str, (row.group, row.low, row.value, row.high)))
        )
    return {key: sorted(values) for key, values in found.items()}


def run(variants, seed=20190702, damages=DAMAGES):
    """Counts by outcome: refused, put aside in part, unchanged, untold, silent."""
    record, chance, counts = load(), random.Random(seed), Counter()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "ged.csv"
        content = write_ged(path, ROWS, OLD).read_bytes()
        truth = figures(read_batch(path, record))
        for _ in range(variants):
            damage = chance.choice(damages)
            path.write_bytes(damage(content, chance))
            try:
                batch = read_batch(path, record)
            except RecordError:
                counts["refused whole"] += 1
                continue
            found = figures(batch)
            wrong = [key for key, values in found.items() if values not in truth.values()]
            if not wrong:
                counts["numbers as they were"] += 1
            elif all(told(batch, key) for key in wrong):
                counts["told: parts that do not add up"] += 1
            elif damage is flip and all(only_bounds_differ(found[key], truth) for key in wrong):
                counts["a flipped digit of low or high, which nothing can tell"] += 1
            else:
                counts["silently different"] += 1
                print(damage.__name__, {key: found[key] for key in wrong}, file=sys.stderr)
    return counts


def told(batch, key):
    """Whether the import says of a row that its own numbers do not add up."""
    rows = batch.contents.index[("ucdp-" + batch.contents["key"]) == key]
    said = " ".join(line for line in batch.told if "do not add up" in line)
    return any(re.search(rf"\b{row}\b", said.partition("(rows ")[2]) for row in rows)


def only_bounds_differ(values, truth):
    """Whether some true row differs from these values in the bounds of the first figure alone."""
    plain = [(group, value) for group, _, value, _ in values]
    return any(plain == [(group, value) for group, _, value, _ in own] for own in truth.values())


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--variants", type=int, default=2000)
    options.add_argument("--signs", action="store_true", help="damage quotes and delimiters only")
    asked = options.parse_args()
    counts = run(asked.variants, damages=SIGNS if asked.signs else DAMAGES)
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")
    sys.exit(counts["silently different"] > 0)


if __name__ == "__main__":
    main()
