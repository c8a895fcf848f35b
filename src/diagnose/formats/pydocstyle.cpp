// pydocstyle: "a.py:1 at module level:" with "        D100: Missing docstring" below.
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::pydocstyle {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_line_head(cursor.peek());
  const auto below = base::trim(cursor.peek(1));
  if (!head || cursor.done(1) || !cursor.peek().ends_with(':') || !cursor.peek(1).starts_with("  "))
    return std::nullopt;
  const auto code = first_word(below);
  if (code.size() != 4 || code[0] != 'D') return std::nullopt;
  auto diagnostic = finding(Severity::warning, below.substr(code.size() + 2), code);
  diagnostic.place = place_of(*head);
  diagnostic.context = std::string(head->rest.substr(0, head->rest.size() - 1));
  cursor.take();
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "pydocstyle",
          .language = Language::python,
          .starts = R"re(^[^\s:][^:]*:\d+ (at module level|in (public|private) .*):$)re",
          .read = read,
          .about = "pydocstyle: what docstrings lack.",
          .example_command = "pydocstyle",
          .homepage = "https://www.pydocstyle.org/"};
}

}  // namespace fixpoint::diagnose::formats::pydocstyle
