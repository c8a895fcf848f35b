// Python's warnings: "file.py:3: DeprecationWarning: message" and the source line below.
#include <string>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::python_warnings {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(base::trim(cursor.peek()));
  if (!head || head->parentheses || head->column != 0) return std::nullopt;
  const auto colon = head->rest.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  auto name = head->rest.substr(0, colon);
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  if (!name.ends_with("Warning") || !base::is_identifier(name)) return std::nullopt;
  const bool python = head->file.ends_with(".py") || head->file.ends_with(".pyi") || head->file.ends_with(".ipynb") ||
                      head->file.starts_with('<') || head->file.starts_with("sys");
  if (!python) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = name;
  diagnostic.message = head->rest.substr(colon + 2);
  diagnostic.place = place_of(*head);
  diagnostic.severity = Severity::warning;
  diagnostic.category = name == "SyntaxWarning" ? Category::syntax_error : Category::runtime_error;
  diagnostic.phase = name == "SyntaxWarning" ? Phase::parse : Phase::run;
  const bool indented = cursor.peek().starts_with("  ");
  cursor.take();
  if (const auto source = cursor.peek();
      source.starts_with("  ") && source.size() > 2 && (indented || source[2] != ' '))
    diagnostic.context = std::string(cursor.take()) + '\n';
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "python_warnings",
          .language = Language::python,
          .starts = R"(:\d+: [A-Za-z_.]*Warning: )",
          .read = read,
          .about = "Python's warnings with their place, alone or in pytest's summary",
          .example_command = "python3 -W default app.py",
          .homepage = "https://docs.python.org/3/library/warnings.html"};
}

}  // namespace fixpoint::diagnose::formats::python_warnings
