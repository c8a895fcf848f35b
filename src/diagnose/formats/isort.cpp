// isort --check: "ERROR: a.py Imports are incorrectly sorted and/or formatted.".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::isort {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  constexpr std::string_view kMessage = "Imports are incorrectly sorted and/or formatted.";
  auto line = cursor.peek();
  if (!line.starts_with("ERROR: ") || !line.ends_with(kMessage)) return std::nullopt;
  line.remove_prefix(7);
  line.remove_suffix(kMessage.size());
  if (line.size() < 2) return std::nullopt;
  auto diagnostic = finding(Severity::error, kMessage);
  diagnostic.place.file = line.substr(0, line.size() - 1);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "isort",
          .language = Language::python,
          .starts = R"re(^ERROR: .* Imports are incorrectly sorted)re",
          .read = read,
          .about = "isort --check: files whose imports are not in order.",
          .example_command = "isort --check-only .",
          .homepage = "https://pycqa.github.io/isort/"};
}

}  // namespace fixpoint::diagnose::formats::isort
