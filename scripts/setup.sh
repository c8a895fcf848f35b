#!/usr/bin/env bash
# Installs what building and testing need: Debian packages (with sudo when not root) and the npm packages that
# package-lock.json pins. Idempotent; quiet when nothing is to do.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  g++ cmake ninja-build make git ccache pkg-config
  libfmt-dev libcli11-dev nlohmann-json3-dev libtomlplusplus-dev libre2-dev libsqlite3-dev libzstd-dev libxxhash-dev libseccomp-dev
  libgtest-dev libbenchmark-dev
  clang clang-19 libclang-rt-19-dev clang-format-19 clang-tidy-19
  python3 python3-jsonschema
)
missing=()
for package in "${packages[@]}"; do
  [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
done
# Node may come from elsewhere than Debian; what counts is that it runs.
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)

if ((${#missing[@]})); then
  command -v apt-get >/dev/null || { echo "setup: these Debian packages are missing, and there is no apt-get here: ${missing[*]}" >&2; exit 1; }
  root=()
  if (($(id -u) != 0)); then
    command -v sudo >/dev/null || { echo "setup: run as root or install sudo; missing: ${missing[*]}" >&2; exit 1; }
    root=(sudo)
  fi
  echo "setup: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { "${root[@]}" apt-get update && "${root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    { cat "$log" >&2; exit 1; }
  rm -f "$log"
fi

if ! cmp -s package-lock.json node_modules/.fixpoint-lock 2>/dev/null; then
  echo "setup: npm packages (package-lock.json)"
  log=$(mktemp)
  npm ci --ignore-scripts >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm -f "$log"
  cp package-lock.json node_modules/.fixpoint-lock
fi
