#!/usr/bin/env bash
# Builds the release preset with benchmarks and runs them; arguments go to Google Benchmark. FIXPOINT_BENCH_MB is the size
# of the large log (1024).
set -euo pipefail
cd "$(dirname "$0")/.."
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
mkdir -p build
cmake --preset release -B build/bench -DFIXPOINT_BENCH=ON -DFIXPOINT_TESTS=OFF >build/bench.log 2>&1 || { cat build/bench.log >&2; exit 1; }
ninja -C build/bench --quiet fixpoint_bench fixpoint_bench_diagnose
build/bench/bin/fixpoint_bench "$@"
exec build/bench/bin/fixpoint_bench_diagnose "${FIXPOINT_BENCH_MB:-1024}"
