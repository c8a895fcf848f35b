#!/usr/bin/env bash
# The long suites: clang-tidy, ThreadSanitizer on the concurrent parts, longer fuzzing.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/lint.sh --tidy
scripts/build.sh tsan fixpoint_unit
build/tsan/bin/fixpoint_unit --gtest_brief=1 --gtest_filter='*Concurren*:*Thread*:*Runner*:*Store*'
rm -f build/check/checked
FUZZ_SECONDS=${FUZZ_SECONDS:-60} scripts/check.sh
