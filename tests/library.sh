#!/usr/bin/env bash
# Installs into a scratch prefix, builds the example against it with find_package, and runs it.
# usage: library.sh BUILD_FOLDER SOURCE_FOLDER
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_STATE_HOME=$scratch/state
cmake --install "$1" --prefix "$scratch/prefix" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
cmake -G Ninja -S "$2/examples/library" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/prefix" >"$scratch/log" &&
  cmake --build "$scratch/build" >>"$scratch/log" || { cat "$scratch/log"; exit 1; }
"$scratch/build/heal_snippet"
"$scratch/prefix/bin/fixpoint" --version
test -s "$scratch/prefix/share/man/man1/fixpoint.1"
test -s "$scratch/prefix/share/bash-completion/completions/fixpoint"
