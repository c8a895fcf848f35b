#!/usr/bin/env python3
"""Writes data/cpp/std_symbols.tsv: symbol, header, kind; names of namespace std from the installed libstdc++.

usage: scripts/facts_cpp.py > data/cpp/std_symbols.tsv

All public headers are preprocessed together; a declaration belongs to the file its line marker names. Internal files of
libstdc++ say which public header they are part of ("@headername{vector}").
"""
import pathlib
import re
import subprocess
import sys

HEADERS = """algorithm any array atomic barrier bit bitset cassert cctype cerrno cfloat charconv chrono climits cmath compare
complex concepts condition_variable coroutine cstdint cstdio cstdlib cstring ctime deque exception execution filesystem
forward_list fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list
locale map memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex
scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string
string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility
valarray variant vector version""".split()
# Declared in one header, known for another one.
OWNERS = {"string": "string", "size_t": "cstddef", "cout": "iostream", "cin": "iostream", "cerr": "iostream",
          "clog": "iostream", "endl": "iostream", "istream": "iostream", "ostream": "iostream", "ifstream": "fstream",
          "ofstream": "fstream", "fstream": "fstream", "stringstream": "sstream", "istringstream": "sstream",
          "ostringstream": "sstream", "move": "utility", "swap": "utility", "pair": "utility", "make_pair": "utility",
          "function": "functional", "min": "algorithm", "max": "algorithm", "greater": "functional",
          "less": "functional", "to_string": "string", "stoi": "string", "getline": "string", "runtime_error": "stdexcept",
          "logic_error": "stdexcept", "invalid_argument": "stdexcept", "out_of_range": "stdexcept",
          "exception": "exception", "abs": "cstdlib", "hash": "functional", "setw": "iomanip",
          "setprecision": "iomanip", "fixed": "ios", "queue": "queue", "stack": "stack", "priority_queue": "queue",
          "nullptr_t": "cstddef", "byte": "cstddef", "forward": "utility", "accumulate": "numeric", "iota": "numeric",
          "numeric_limits": "limits", "tuple": "tuple", "make_tuple": "tuple", "tie": "tuple", "get": "tuple"}
ROOT = pathlib.Path("/usr/include/c++")


def owner_of(path, cache={}):
    if path not in cache:
        name = pathlib.Path(path).name
        cache[path] = None
        if str(path).startswith("/usr/include/") and "c++" in path:
            if name in HEADERS and pathlib.Path(path).parent.name.isdigit():
                cache[path] = name
            else:
                text = pathlib.Path(path).read_text(errors="replace")[:6000]
                found = re.search(r"@headername\{([\w/]+)", text)
                cache[path] = found.group(1) if found else None
    return cache[path]


def declared(statement):
    flat = re.sub(r"\[\[[^\]]*\]\]|__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)|alignas\s*\([^)]*\)|noexcept\([^()]*\)", " ", statement)
    flat = " ".join(flat.split())
    flat = re.sub(r"^(?:(?:extern \"C\+\+\"|inline|export|extern) )+", "", flat)
    while flat.startswith("template"):
        depth, at = 0, flat.find("<")
        if at < 0:
            return None
        for at in range(at, len(flat)):
            depth += flat[at] == "<"
            depth -= flat[at] == ">" and flat[at - 1] != "-"
            if depth == 0:
                break
        rest = flat[at + 1:].strip()
        if not rest or rest == flat:
            return None
        flat = re.sub(r"^requires .*?(?=(?:class|struct|inline|constexpr|using)\b)", "", rest)
    kind = re.match(r"(?:class|struct|enum(?: class)?|union) (\w+)\b(?! ?<)", flat)
    if kind:
        return kind.group(1), "type"
    using = re.match(r"using (\w+) =", flat)
    if using:
        return using.group(1), "type"
    using = re.match(r"using (?:::)?(?:\w+::)*(\w+)$", flat)
    if using:
        return using.group(1), "function"
    if flat.startswith("typedef"):
        name = re.search(r"(\w+)$", flat)
        return (name.group(1), "type") if name else None
    if flat.startswith("concept"):
        return flat.split()[1], "type"
    if "operator" in flat or flat.startswith(("friend", "static_assert", "namespace", "#")):
        return None
    function = re.search(r"(\w+)\s*\(", flat)
    if function:
        before = flat[:function.start()].rstrip()
        return (function.group(1), "function") if before and before[-1] not in ":.(,=" else None
    variable = re.match(r"(?:constexpr |const |static |thread_local )*[\w:<>, ]+ (\w+)(?: =.*)?$", flat)
    return (variable.group(1), "variable") if variable else None


def main():
    source = "".join(f"#include <{header}>\n" for header in HEADERS)
    run = subprocess.run(["g++", "-std=c++20", "-E", "-x", "c++", "-"], input=source, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    rows, stack, statement, owner, start = {}, [], "", None, None

    def finish():
        nonlocal statement, start
        names = [name for name in stack]
        in_std = names[:1] == ["std"] and all(name in ("std", "inline") for name in names)
        if in_std and start and statement.strip():
            found = declared(statement)
            if found and not found[0].startswith("_") and re.match(r"[A-Za-z]\w*$", found[0]):
                name, kind = found
                header = OWNERS.get(name, start)
                if name not in rows or (rows[name][1] == "function" and kind == "type"):
                    rows[name] = (header, kind)
        statement, start = "", None

    for line in run.stdout.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            owner = owner_of(marker.group(1))
            continue
        line = re.sub(r'"(?:\\.|[^"\\])*"', '""', line)
        line = re.sub(r"'(?:\\.|[^'\\])+'", "0", line)
        for char in line + "\n":
            if char == "{":
                space = re.search(r"(inline )?\bnamespace\s*(\w*)\s*(?:__attribute__.*)?$", statement.strip())
                if space:
                    stack.append("inline" if space.group(1) else space.group(2) or "anonymous")
                    statement, start = "", None
                elif re.search(r'extern\s*""\s*(?:\+\+)?$', statement.strip()):
                    stack.append("inline" if stack[:1] == ["std"] else "c")
                    statement, start = "", None
                else:
                    finish()
                    stack.append("body")
            elif char == "}":
                if stack:
                    stack.pop()
                statement, start = "", None
            elif char == ";":
                finish()
            elif "body" not in stack:
                if not char.isspace() and start is None:
                    start = owner
                statement += char
    for name, header in OWNERS.items():
        rows.setdefault(name, (header, "type" if name in ("string", "size_t", "byte", "nullptr_t") else "function"))
        rows[name] = (header, rows[name][1])
    math = set(re.findall(r"^(\w+)\tmath\.h\t", pathlib.Path(__file__).parent.parent.joinpath(
        "data/c/std_symbols.tsv").read_text(), re.M))
    for name, (header, kind) in list(rows.items()):
        if name in math:
            rows[name] = ("cmath", kind)
        elif header == "iosfwd":
            rows[name] = ("sstream" if "stringstream" in name else "fstream" if "fstream" in name else "ios", kind)
    print("# symbol\theader\tkind; written by scripts/facts_cpp.py")
    for name in sorted(rows, key=lambda n: n.encode()):
        print(f"{name}\t{rows[name][0]}\t{rows[name][1]}")


if __name__ == "__main__":
    main()
