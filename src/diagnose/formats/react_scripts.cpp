// Create React App: "  Line 3:5:  message  rule" below a file's name in its [eslint] section, and the heads of its
// webpack errors.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_frontend_lint.hpp"

namespace fixpoint::diagnose::formats::react_scripts {
namespace {

constexpr std::size_t kBack = 500;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kLine(R"(^  Line (\d+)(?::(\d+))?: +(.*?)(?:  +([\w@/-]+))?$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string column;
  if (!kLine.full_match(cursor.peek(), &place.line, &column, &diagnostic.message, &diagnostic.code))
    return std::nullopt;
  place.column = frontend::number(column);
  // The file stands above its findings; whether they stop the build is said at the top.
  std::size_t back = 1;
  while (back < kBack && cursor.peek_back(back).starts_with("  ")) ++back;
  place.file = base::trim(cursor.peek_back(back));
  if (place.file.empty() || place.file.find('.') == std::string::npos) return std::nullopt;
  bool warning = false;
  for (std::size_t top = back + 1; top < back + kBack; ++top) {
    const auto above = cursor.peek_back(top);
    warning = above.find("ompiled with warnings") != std::string_view::npos;
    if (warning || above.find("Failed to compile") != std::string_view::npos || above.starts_with("[eslint]") ||
        above.starts_with("ERROR in")) {
      warning |= cursor.peek_back(top + 1).find("ompiled with warnings") != std::string_view::npos ||
                 cursor.peek_back(top + 2).find("ompiled with warnings") != std::string_view::npos;
      break;
    }
  }
  cursor.take();
  lint::finish(diagnostic, warning ? "warning" : "error");
  if (diagnostic.code == "no-undef" || diagnostic.code == "react/jsx-no-undef")
    diagnostic.category = Category::undefined_variable;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "react_scripts",
          .language = Language::javascript,
          .starts = R"(^  Line \d+(:\d+)?:  )",
          .read = read,
          .about = "Create React App's eslint section",
          .example_command = "react-scripts build",
          .homepage = "https://create-react-app.dev/"};
}

}  // namespace fixpoint::diagnose::formats::react_scripts
