// Fingerprints, version 1: docs/fingerprints.md states the algorithm. It must never change; a better one is
// version 2.
#include <algorithm>

#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/mask.hpp"

namespace fixpoint::diagnose {
namespace {

/// True for what a language's standard library gives everybody: such a name says what happened, not to whom. A fixed
/// list, because a fingerprint may not depend on a table that grows.
bool is_standard(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "Array",   "Boolean", "Console", "Date",    "Error",     "Exception", "HashMap", "Integer", "JSON",
      "List",    "Map",     "Math",    "None",    "Number",    "Object",    "Option",  "Promise", "Result",
      "Scanner", "Set",     "String",  "System",  "Vec",       "abs",       "assert",  "bool",    "calloc",
      "char",    "cin",     "console", "cout",    "dict",      "document",  "double",  "endl",    "errno",
      "exit",    "float",   "fmt",     "fprintf", "free",      "int",       "len",     "list",    "long",
      "main",    "malloc",  "map",     "memcpy",  "memset",    "module",    "null",    "number",  "object",
      "os",      "print",   "printf",  "println", "process",   "range",     "require", "scanf",   "self",
      "set",     "size_t",  "sprintf", "sqrt",    "std",       "str",       "strcmp",  "strcpy",  "string",
      "strlen",  "sys",     "this",    "tuple",   "undefined", "unsigned",  "usize",   "vector",  "void",
      "window"};
  static_assert(std::ranges::is_sorted(kNames));
  return std::ranges::binary_search(kNames, name);
}

/// The pattern with standard names put back into their holes.
std::string with_standard_names(const Diagnostic& diagnostic) {
  const auto pattern_text = masked_code(diagnostic.pattern, diagnostic.language);
  const std::string_view pattern = pattern_text;
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] != '$' || i + 1 >= pattern.size() || !base::is_digit(pattern[i + 1])) {
      text += pattern[i++];
      continue;
    }
    auto end = i + 1;
    std::size_t number = 0;
    while (end < pattern.size() && end < i + 5 && base::is_digit(pattern[end]))
      number = number * 10 + static_cast<std::size_t>(pattern[end++] - '0');
    const bool standard =
        number >= 1 && number <= diagnostic.arguments.size() && is_standard(diagnostic.arguments[number - 1]);
    text += standard ? std::string_view(diagnostic.arguments[number - 1]) : pattern.substr(i, end - i);
    i = end;
  }
  return text;
}

bool is_library(std::string_view file) {
  for (const std::string_view part : {"node_modules/", "node:", "site-packages/", "dist-packages/", "/lib/python",
                                      "/rustc/", ".cargo/registry", "/usr/include/", "/usr/lib/", "<frozen"})
    if (file.find(part) != std::string_view::npos) return true;
  return false;
}

/// File name (no folders: they differ between machines) and function of the innermost frame that is the user's own.
std::string top_frame(const Diagnostic& diagnostic) {
  constexpr std::size_t kFrames = 32;
  if (diagnostic.phase >= Phase::test) {
    const auto& frames = diagnostic.related;
    for (std::size_t i = 0; i < frames.size() && i < kFrames; ++i) {
      const auto& frame = frames[frames.size() - 1 - i];
      if (!frame.place.file.empty() && !is_library(frame.place.file))
        return std::string(base::file_name(frame.place.file)) + "\n" + normalized(frame.message);
    }
  }
  return std::string(base::file_name(diagnostic.place.file));
}

}  // namespace

void fill_pattern(Diagnostic& diagnostic) {
  auto masked = mask(diagnostic.message, diagnostic.language);
  diagnostic.pattern = std::move(masked.text);
  diagnostic.arguments = std::move(masked.arguments);
}

Fingerprint fingerprint(const Diagnostic& diagnostic) {
  Fingerprint print;
  const auto family = std::string(name(diagnostic.category)) + "\n" + diagnostic.code;
  const auto pattern = family + "\n" + with_standard_names(diagnostic);
  print.level[0] = base::short_hash("0\n" + family + "\n" + normalized(diagnostic.message));
  print.level[1] = base::short_hash("1\n" + pattern + "\n" + top_frame(diagnostic));
  print.level[2] = base::short_hash("2\n" + pattern);
  print.level[3] = base::short_hash("3\n" + family);
  return print;
}

}  // namespace fixpoint::diagnose
