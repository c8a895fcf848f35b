#!/usr/bin/env bash
# Verification is incremental: in a CMake project of 120 C++ files that is already built, a one-line fix recompiles at
# most two files in the overlay. The command itself counts them and fails when there are more, so nothing heals then.
set -euo pipefail
fixpoint=$1
command -v cmake ninja g++ >/dev/null || { echo "skipped: cmake, ninja or g++ not found"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/project/src"
cd "$folder/project"
count=120
includes=
sources=src/main.cpp
for ((i = 0; i < count; i++)); do
  echo "int value_$i(int start);" >"src/f$i.hpp"
  printf '#include "f%d.hpp"\n#include "f%d.hpp"\nint value_%d(int start) {\n  return start + %d;\n}\n' \
    $i $(((i + 1) % count)) $i $i >"src/f$i.cpp"
  includes+="#include \"f$i.hpp\""$'\n'
  sources+=" src/f$i.cpp"
done
printf '%sint main() { return value_7(1) == 8 ? 0 : 1; }\n' "$includes" >src/main.cpp
printf 'cmake_minimum_required(VERSION 3.20)\nproject(many CXX)\nadd_executable(many %s)\n' "$sources" >CMakeLists.txt
cmake -G Ninja -B build >/dev/null
cmake --build build >/dev/null
sed -i 's/return start + 40/return strat + 40/' src/f40.cpp
"$fixpoint" heal --db "$folder/record.db" --report "$folder/report.json" -- sh -c '
  cmake --build build -v >build/log 2>&1; status=$?
  cat build/log
  compiled=$(grep -c "Building CXX object\| -c .*\.cpp" build/log)
  [ $status = 0 ] && [ "$compiled" -le 2 ]' >"$folder/out" 2>&1 || { cat "$folder/out"; exit 1; }
grep -q '"isolation": *"full"' "$folder/report.json" || { echo "skipped: no overlay on this host"; exit 77; }
grep -q 'return start + 40' src/f40.cpp
cmake --build build >/dev/null
echo "healed; at most 2 of $((count + 1)) files were compiled again"
