// eslint's default ("stylish") text: the file's path on a line of its own, then "  line:column  error  message rule".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMessage(R"(^  +(\d+):(\d+)  +(error|warning)  +(.*?)(?:  +([\w@/-]+))?\s*$)");
  std::string line, column, severity;
  Diagnostic diagnostic;
  if (!kMessage.full_match(cursor.peek(), &line, &column, &severity, &diagnostic.message, &diagnostic.code))
    return std::nullopt;
  if (diagnostic.message.ends_with(')') && diagnostic.code.empty()) {
    // yamllint prints the same list, with its rules in parentheses.
    static const base::Regex kYamllint(R"((?:  |^syntax error.* )\([a-z-]+\)$)");
    if (kYamllint.find(diagnostic.message)) return std::nullopt;
  }
  // The file stands above its messages.
  for (std::size_t back = 1; back < 2000; ++back) {
    const auto above = cursor.peek_back(back);
    if (above.empty()) return std::nullopt;
    if (above[0] == ' ') continue;
    if (above.find('.') == std::string_view::npos && above.find('/') == std::string_view::npos) return std::nullopt;
    diagnostic.place.file = above;
    break;
  }
  diagnostic.place.line = static_cast<std::uint32_t>(std::strtoul(line.c_str(), nullptr, 10));
  diagnostic.place.column = static_cast<std::uint32_t>(std::strtoul(column.c_str(), nullptr, 10));
  diagnostic.place.unit = ColumnUnit::utf16;
  diagnostic.severity = severity == "error" ? Severity::error : Severity::warning;
  diagnostic.phase = Phase::compile;
  const bool parsing = diagnostic.message.starts_with("Parsing error: ");
  diagnostic.category = parsing                                      ? Category::syntax_error
                        : diagnostic.code == "no-undef"              ? Category::undefined_variable
                        : diagnostic.code.starts_with("import/no-u") ? Category::missing_import
                                                                     : Category::compiler_error;
  if (parsing) diagnostic.phase = Phase::parse;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format eslint() {
  return {.id = "eslint",
          .language = Language::javascript,
          .starts = R"(^  +\d+:\d+  +(error|warning)  )",
          .read = read,
          .example_command = "eslint .",
          .homepage = "https://eslint.org/"};
}

}  // namespace fixpoint::diagnose::formats
