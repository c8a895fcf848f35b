// black: "would reformat a.py" of a check, "error: cannot format a.py: Cannot parse: 1:3: code".
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::black {
namespace {

std::optional<Diagnostic> read_failure(std::string_view line) {
  // black itself, and wrappers that put the place in front.
  static const base::Regex kFailure(R"(^error: (cannot format (.*?): (.*))$)");
  static const base::Regex kParse(R"(^Cannot parse(?: for target version [^:]*)?: (\d+):(\d+): )");
  static const base::Regex kPlaced(R"(^error:\s?([^\s:][^:]*):(\d+):(\d+):\s?(cannot format: .*)$)");
  auto diagnostic = finding(Severity::error, {});
  auto& place = diagnostic.place;
  std::string reason;
  if (kPlaced.full_match(line, &place.file, &place.line, &place.column, &diagnostic.message)) {
    diagnostic.category = Category::syntax_error;
  } else if (kFailure.full_match(line, &diagnostic.message, &place.file, &reason)) {
    if (place.file == "-") place.file.clear();
    if (kParse.find(reason, &place.line, &place.column)) {
      diagnostic.category = Category::syntax_error;
      ++place.column;  // counted from 0
    }
  } else {
    return std::nullopt;
  }
  if (diagnostic.category == Category::syntax_error) diagnostic.phase = Phase::parse;
  place.unit = ColumnUnit::code_point;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  constexpr std::string_view kWould = "would reformat ";
  const auto line = cursor.peek();
  std::optional<Diagnostic> diagnostic;
  if (line.starts_with(kWould)) {
    const auto file = line.substr(kWould.size());
    if (!has_ending(file, {".py", ".pyi", ".ipynb"})) return std::nullopt;
    diagnostic = finding(Severity::error, "would reformat");
    diagnostic->place.file = file;
  } else {
    diagnostic = read_failure(line);
  }
  if (diagnostic) cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "black",
          .language = Language::python,
          .starts = R"re(^would reformat \S|^error: ?.*cannot format)re",
          .read = read,
          .about = "black --check: files it would reformat, and files it cannot parse.",
          .example_command = "black --check .",
          .homepage = "https://black.readthedocs.io/"};
}

}  // namespace fixpoint::diagnose::formats::black
