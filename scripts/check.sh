#!/usr/bin/env bash
# What `make test` does before the tests proper: the format gate, then the unit tests and case files under ASan + UBSan
# (clang-19), and every fuzz target for half a minute.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/lint.sh
scripts/build.sh check
stamp=build/check/checked
newest=$(find build/check/bin -type f -newer "$stamp" 2>/dev/null | head -n 1 || true)
if [[ -e $stamp && -z $newest ]]; then
  echo "sanitizers and fuzzing: nothing changed since they passed"
  exit 0
fi
# Runner.MemoryLimit is left out: ASan needs the address space that the test takes away. So are tests of memory and
# time, which the sanitizers have of their own.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
echo "case files under ASan + UBSan"
build/check/bin/fixpoint_cases --gtest_brief=1
echo "unit tests under ASan + UBSan"
left_out='*Bar*:*LargeTree*:Runner.MemoryLimit:Reader.NeedsBoundedMemory:Reader.TimeIsLinear*:Miner.AMillion*'
# Two processes of about the same length, each with whole suites. Not GoogleTest's shards: their variables reach the tests
# that run this program again. Not "&" either: bash would have them ignore Ctrl-C, which some of the tests are about.
long='ApplyCrash.*:UndoCrash.*:PowerCut.*:Reader.*:ReadAll.*:Columns.*:JavaParser.*'
printf '%s\0' "$long-$left_out" "-$left_out:$long" | xargs -0 -n 1 -P 2 sh -c '
  log=$(mktemp)
  build/check/bin/fixpoint_unit --gtest_brief=1 --gtest_filter="$1" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm "$log"' sh
printf '%s\0' build/check/bin/fuzz_* | xargs -0 -n 1 -P "$(nproc)" scripts/fuzz.sh
touch "$stamp"
