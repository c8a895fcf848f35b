#!/usr/bin/env bash
# scripts/fuzz.sh PROGRAM: one fuzz target of build/check for FUZZ_SECONDS, from its seeds in tests/fuzz/corpus. What it
# finds worth keeping stays in build/check/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
name=$(basename "$1")
seconds=${FUZZ_SECONDS:-30}
echo "fuzzing $name for $seconds s"
mkdir -p "build/check/corpus/$name"
ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 \
  "build/check/bin/$name" -seed=1 -max_total_time="$seconds" -verbosity=0 -print_final_stats=0 -timeout=10 \
  -rss_limit_mb=4096 "build/check/corpus/$name" "tests/fuzz/corpus/$name" >"build/check/$name.log" 2>&1 ||
  { tail -n 40 "build/check/$name.log" >&2; exit 1; }
