#!/usr/bin/env bash
# The style gate: clang-format-19 on every source; clang-tidy-19 runs in the `check` build (.clang-tidy).
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format-19 --dry-run --Werror
scripts/build.sh check
