#!/usr/bin/env bash
# The style gate: clang-format-19 on every source; with --tidy also clang-tidy-19 (.clang-tidy), incremental per file.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format-19 --dry-run --Werror
[[ ${1:-} != --tidy ]] || scripts/build.sh tidy
