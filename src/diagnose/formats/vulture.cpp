// vulture: "a.py:3: unused function 'f' (60% confidence)".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::vulture {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".py", ".pyi"});
  if (!head || !head->rest.ends_with("% confidence)")) return std::nullopt;
  cursor.take();
  return finding(*head, Severity::warning);
}

}  // namespace

Format format() {
  return {.id = "vulture",
          .language = Language::python,
          .starts = R"re(^[^\s:][^:]*\.pyi?:\d+: (unused|unreachable) .*% confidence\)$)re",
          .read = read,
          .about = "vulture: code that nothing uses.",
          .example_command = "vulture .",
          .homepage = "https://github.com/jendrikseipp/vulture"};
}

}  // namespace fixpoint::diagnose::formats::vulture
