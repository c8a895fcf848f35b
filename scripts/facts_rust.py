#!/usr/bin/env python3
"""Writes data/rust/std_names.tsv from the installed toolchain's documentation (rustup component rust-docs).

Columns: name, path for `use`, kind (struct, enum, trait, macro, fn, type, constant). Several rows per name; within a
name the shortest path comes first, as that is the one people write.
Usage: scripts/facts_rust.py   (from the repository's root)
"""
import re
import subprocess

root = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip()
version = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
page = open(f"{root}/share/doc/rust/html/std/all.html", encoding="utf-8").read()

# Names that are always in scope (the 2021 prelude) need no `use`.
PRELUDE = {
    "Option", "Some", "None", "Result", "Ok", "Err", "String", "Vec", "Box", "ToString", "ToOwned", "Clone", "Copy",
    "Send", "Sync", "Sized", "Drop", "Fn", "FnMut", "FnOnce", "AsRef", "AsMut", "Into", "From", "Default", "Iterator",
    "Extend", "IntoIterator", "DoubleEndedIterator", "ExactSizeIterator", "Eq", "PartialEq", "Ord", "PartialOrd",
    "TryFrom", "TryInto", "FromIterator",
}
KINDS = {"struct", "enum", "trait", "fn", "type", "constant", "union"}
SKIP = ("arch::", "simd::", "intrinsics::", "os::", "core_arch::", "primitive::")

rows = set()
for folder, kind, path in re.findall(r'href="([^"]*?)(\w+)\.[^"/]*\.html">([\w:]+)<', page):
    name = path.rsplit("::", 1)[-1]
    if kind not in KINDS or "::" not in path or path.startswith(SKIP) or name in PRELUDE:
        continue
    rows.add((name, "std::" + path, kind))

ordered = sorted(rows, key=lambda row: (row[0].encode(), row[1].count("::"), len(row[1]), row[1].encode()))
with open("data/rust/std_names.tsv", "w", encoding="utf-8") as out:
    out.write(f"# name\tpath\tkind\t(from {version}, scripts/facts_rust.py)\n")
    for row in ordered:
        out.write("\t".join(row) + "\n")
print(len(ordered), "names")
