// eslint's default ("stylish") text: the file's path on a line of its own, then "  line:column  error  message rule".
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::eslint {
namespace {

std::string_view without_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

/// The rule's name behind the message, divided by two blanks; takes it off the message.
std::string_view take_rule(std::string_view& message) {
  message = base::trim_right(message);
  const auto blank = message.rfind(' ');
  if (blank == std::string_view::npos || blank == 0 || message[blank - 1] != ' ') return {};
  const auto rule = message.substr(blank + 1);
  if (!std::ranges::all_of(rule, [](char c) {
        return (base::is_identifier_part(c) && static_cast<unsigned char>(c) < 0x80) || c == '@' || c == '/' ||
               c == '-';
      }))
    return {};
  message = base::trim_right(message.substr(0, blank));
  return rule;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  // "  line:column  severity  message  rule"
  auto text = cursor.peek();
  if (!text.starts_with("  ")) return std::nullopt;
  text = without_blanks(text);
  Diagnostic diagnostic;
  diagnostic.place.line = take_number(text);
  if (!text.starts_with(':')) return std::nullopt;
  text.remove_prefix(1);
  diagnostic.place.column = take_number(text);
  if (!text.starts_with("  ")) return std::nullopt;
  text = without_blanks(text);
  const bool error = text.starts_with("error  ");
  if (!error && !text.starts_with("warning  ")) return std::nullopt;
  text = without_blanks(text.substr(error ? 5 : 7));
  diagnostic.code = take_rule(text);
  diagnostic.message = text;
  if (diagnostic.code.starts_with("remark-")) return std::nullopt;  // remark-lint's, in the same shape
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
  diagnostic.place.unit = ColumnUnit::utf16;
  diagnostic.severity = error ? Severity::error : Severity::warning;
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

Format format() {
  return {.id = "eslint",
          .language = Language::javascript,
          .starts = R"(^  +\d+:\d+  +(error|warning)  )",
          .read = read,
          .about = "eslint: its default text, a file with its findings below.",
          .example_command = "eslint .",
          .homepage = "https://eslint.org/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::eslint
