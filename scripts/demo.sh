#!/usr/bin/env bash
# Heals each bundled broken example in a copy, with no model and no network, and shows what was changed.
set -uo pipefail
cd "$(dirname "$0")/.."
fixpoint=$PWD/build/release/bin/fixpoint
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_STATE_HOME=$scratch/state
healed=0 failed=0 skipped=0

# example, the program it needs, the command that fails
while IFS='|' read -r name needs command; do
  [[ -d examples/broken/$name ]] || continue
  missing=
  for program in $needs; do command -v "$program" >/dev/null || missing=$program; done
  if [[ $name == python && -z $missing ]] && ! python3 -c 'import pytest' 2>/dev/null; then missing=pytest; fi
  echo
  echo "━━ $name: $command"
  if [[ -n $missing ]]; then
    echo "skipped: $missing not found"
    skipped=$((skipped + 1))
    continue
  fi
  cp -r "examples/broken/$name" "$scratch/$name"
  [[ $name == typescript ]] && ln -s "$PWD/node_modules" "$scratch/$name/node_modules"
  if (cd "$scratch/$name" && "$fixpoint" heal --offline -- sh -c "$command") </dev/null; then
    healed=$((healed + 1))
  else
    failed=$((failed + 1))
  fi
done <<'EXAMPLES'
c|gcc make|make test
cpp|g++ cmake|cmake -B build -S . > /dev/null && cmake --build build && build/check
rust|cargo|cargo test --offline --quiet
go|go|go vet ./... && go test ./...
python|python3|python3 -m pytest -q
node|node|node --test
typescript|node|node node_modules/typescript/bin/tsc -p .
java|javac|make check
EXAMPLES

echo
echo "healed $healed, not healed $failed, skipped $skipped"
[[ $failed -eq 0 ]]
