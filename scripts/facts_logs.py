#!/usr/bin/env python3
"""Writes data/logs/grams.tsv: how often bytes stand side by side in what builds and tests print when all is well.

All pairs, and the most frequent runs of four.

usage: python3 scripts/facts_logs.py    (the table is committed; made from tests/passing, at most 256 KiB of each log)
"""
import collections
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST = 256 << 10
LEAST = {2: 2, 4: 100}  # per million, by length; what is rarer is left out

counts, total = collections.Counter(), 0
for path in sorted((ROOT / "tests/passing").glob("*.zst")):
    text = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout
    text = b"\n" + text[: text.rfind(b"\n", 0, MOST) + 1]
    for size in LEAST:
        counts.update(text[i : i + size] for i in range(len(text) - size + 1))
    total += len(text) - 1

out = ROOT / "data/logs/grams.tsv"
out.parent.mkdir(exist_ok=True)
with out.open("w") as file:
    file.write("# bytes in hexadecimal\tper million\t(from tests/passing, scripts/facts_logs.py)\n")
    for gram, count in sorted(counts.items(), key=lambda one: one[0].hex()):
        if count * 1_000_000 >= LEAST[len(gram)] * total:
            file.write(f"{gram.hex()}\t{count * 1_000_000 // total}\n")
