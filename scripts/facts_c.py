#!/usr/bin/env python3
"""Writes data/c/std_symbols.tsv: symbol, header, kind; from the installed C headers (glibc, gcc).

usage: scripts/facts_c.py > data/c/std_symbols.tsv

Each public header is preprocessed alone. A name belongs to the public header whose inclusion brought it; when several
do, to the first in HEADERS (the C standard's own first, most usual first).
"""
import re
import subprocess
import sys

HEADERS = """stdio.h stdlib.h string.h math.h ctype.h stdbool.h stdint.h stddef.h limits.h assert.h errno.h time.h
signal.h stdarg.h float.h setjmp.h locale.h wchar.h wctype.h complex.h inttypes.h fenv.h stdatomic.h stdalign.h
stdnoreturn.h iso646.h uchar.h threads.h tgmath.h
unistd.h sys/types.h sys/stat.h fcntl.h pthread.h strings.h dirent.h sys/time.h sys/wait.h sys/socket.h netinet/in.h
arpa/inet.h netdb.h sys/select.h poll.h sys/mman.h sys/ioctl.h sys/resource.h sys/un.h termios.h getopt.h semaphore.h
dlfcn.h regex.h pwd.h grp.h libgen.h glob.h fnmatch.h syslog.h sched.h ucontext.h utime.h sys/uio.h sys/utsname.h
sys/statvfs.h sys/epoll.h sys/eventfd.h sys/inotify.h sys/signalfd.h sys/timerfd.h sys/random.h sys/sysinfo.h
sys/prctl.h sys/file.h sys/param.h netinet/tcp.h net/if.h endian.h byteswap.h malloc.h alloca.h err.h error.h
search.h iconv.h langinfo.h nl_types.h spawn.h aio.h mqueue.h ftw.h wordexp.h pty.h utmp.h crypt.h argp.h execinfo.h
""".split()
MACRO = re.compile(r"#define ([A-Za-z]\w*)")
FUNCTION = re.compile(r"\b([a-z]\w*)\s*\((?!\s*\*)[^;{}]*\)[^;{}()]*(?:__attribute__[^;{}]*)?$")
NOT_NAMES = set("if for while return sizeof defined extern typedef struct union enum const void int char long short "
                "unsigned signed float double".split())
# What a header uses but another one is known for.
OWNERS = {"size_t": "stddef.h", "NULL": "stddef.h", "FILE": "stdio.h", "va_list": "stdarg.h", "ssize_t": "sys/types.h",
          "bool": "stdbool.h", "true": "stdbool.h", "false": "stdbool.h", "off_t": "sys/types.h", "wchar_t": "stddef.h",
          "time_t": "time.h", "clock_t": "time.h", "pid_t": "sys/types.h", "uid_t": "sys/types.h"}


def public(path):
    found = re.search(r"/include/(?:x86_64-linux-gnu/|aarch64-linux-gnu/)?(.*)$", path)
    name = found.group(1) if found else path
    return name if name in HEADERS else None


def read(header):
    """(name, kind) pairs that a lone inclusion of `header` makes, with the public header that is nearest above."""
    source = f"#include <{header}>\n"
    run = subprocess.run(["gcc", "-E", "-dD", "-std=gnu17", "-D_GNU_SOURCE", "-x", "c", "-"], input=source,
                         capture_output=True, text=True)
    if run.returncode != 0:
        return
    stack, text, owner = [], "", None
    pieces = []
    for line in run.stdout.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"((?: \d)*)', line)
        if marker:
            flags = marker.group(2).split()
            if "1" in flags:
                stack.append(marker.group(1))
            elif "2" in flags and stack:
                stack.pop()
            owner = next((public(path) for path in reversed(stack) if public(path)), None)
            continue
        if owner is None:
            continue
        macro = MACRO.match(line)
        if macro:
            yield macro.group(1), owner, "macro"
        elif not line.startswith("#"):
            pieces.append((owner, line))
    depth, statement, owner = 0, "", None
    for of, line in pieces:
        for char in line + "\n":
            if char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
            elif char == ";" and depth == 0:
                yield from names(statement, owner or of)
                statement, owner = "", None
            elif depth == 0:
                if not char.isspace() and not statement.strip():
                    owner = of
                statement += char
            elif depth == 1 and "enum" in statement:
                statement += char


def names(statement, owner):
    flat = re.sub(r"__attribute__\s*\(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\)|__asm__\s*\([^)]*\)|__extension__", "",
                  statement)
    flat = " ".join(flat.split())
    if flat.startswith("typedef"):
        pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)", flat)
        name = pointer.group(1) if pointer else (re.findall(r"(\w+)\s*(?:\[[^\]]*\])*$", flat) or [None])[-1]
        if name and not name.startswith("_"):
            yield name, owner, "type"
        return
    function = re.search(r"([A-Za-z]\w*)\s*\(", flat)
    if function and function.group(1) not in NOT_NAMES and " " in flat[:function.start() + 1]:
        yield function.group(1), owner, "function"
        return
    variable = re.match(r"extern .*?(\w+)\s*(?:\[[^\]]*\])?$", flat)
    if variable and not variable.group(1).startswith("_"):
        yield variable.group(1), owner, "variable"
    if flat.startswith("enum"):
        for name in re.findall(r"\b([A-Z][A-Z0-9_]+)\b", flat):
            yield name, owner, "constant"


def main():
    rows = {}
    for rank, header in enumerate(HEADERS):
        for name, owner, kind in read(header):
            if name.startswith("_") or name in NOT_NAMES:
                continue
            place = HEADERS.index(OWNERS.get(name, owner))
            if kind == "macro" and name in rows and rows[name][2] != "macro":
                continue
            real = name in rows and rows[name][2] == "macro" and kind != "macro"
            if name not in rows or place < rows[name][0] or (real and place == rows[name][0]):
                rows[name] = (place, HEADERS[place], kind)
    rows["gets"] = (0, "stdio.h", "function")  # still met, although C11 dropped it
    for name in ("bool", "true", "false"):
        rows[name] = (0, "stdbool.h", "type" if name == "bool" else "macro")
    print("# symbol\theader\tkind; written by scripts/facts_c.py")
    for name in sorted(rows, key=lambda n: n.encode()):
        print(f"{name}\t{rows[name][1]}\t{rows[name][2]}")


if __name__ == "__main__":
    sys.exit(main())
