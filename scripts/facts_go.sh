#!/bin/sh
# Writes data/go/*.tsv from the installed Go toolchain: its api/ folder lists every exported name since Go 1.
#   std_packages.tsv  package name -> import path, most used first within a name
#   std_symbols.tsv   import path -> exported name, kind
# Usage: scripts/facts_go.sh   (from the repository's root)
set -eu
export LC_ALL=C
api="$(go env GOROOT)/api"
out=data/go
version=$(go env GOVERSION)

# A package's name is the last element of its path, without a version suffix.
{
  printf '# package\timport path\t(from %s, scripts/facts_go.sh)\n' "$version"
  go list -f '{{.Name}}	{{.ImportPath}}' std | grep -v -e '	vendor/' -e 'internal' -e '^main	' | sort
} >"$out/std_packages.tsv"

{
  printf '# import path\tname\tkind\t(from %s, scripts/facts_go.sh)\n' "$version"
  cat "$api"/go1*.txt |
    sed -n 's/^pkg \([^ (,]*\), \(func\|type\|var\|const\) \([A-Z][A-Za-z0-9_]*\).*/\1\t\3\t\2/p' |
    grep -v '^syscall	' | sort -u
} >"$out/std_symbols.tsv"

{
  printf '# import path\ttype\tmethod or field\t(from %s, scripts/facts_go.sh)\n' "$version"
  cat "$api"/go1*.txt |
    sed -n -e 's/^pkg \([^ (,]*\), method (\*\{0,1\}\([A-Z][A-Za-z0-9_]*\)\(\[[^]]*\]\)\{0,1\}) \([A-Z][A-Za-z0-9_]*\).*/\1\t\2\t\4/p' \
      -e 's/^pkg \([^ (,]*\), type \([A-Z][A-Za-z0-9_]*\) \(struct\|interface\), \([A-Z][A-Za-z0-9_]*\) .*/\1\t\2\t\4/p' \
      -e 's/^pkg \([^ (,]*\), type \([A-Z][A-Za-z0-9_]*\) interface, \([A-Z][A-Za-z0-9_]*\)(.*/\1\t\2\t\3/p' |
    grep -v -e '^syscall	' -e '^debug/' -e '^go/' -e '^crypto/' | sort -u
} >"$out/std_members.tsv"
wc -l "$out"/*.tsv
