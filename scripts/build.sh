#!/usr/bin/env bash
# Configures and builds one preset. Prints progress, and the whole log only when something fails.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
# Without these ccache caches nothing that uses a precompiled header (FIXPOINT_PCH).
export CCACHE_SLOPPINESS=pch_defines,time_macros
log=build/$preset.log
mkdir -p build
if ! cmake --preset "$preset" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
exec ninja -C "build/$preset" --quiet "$@"
