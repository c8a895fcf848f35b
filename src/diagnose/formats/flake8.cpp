// flake8 and pycodestyle: "a.py:4:1: F401 'sys' imported but unused".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::flake8 {
namespace {

/// ruff prints the same shape, with backticks and capital letters.
bool is_ours(std::string_view code, std::string_view message) {
  if (message.empty() || message.find('`') != std::string_view::npos || message.starts_with("[*]")) return false;
  if (code.starts_with("WPS")) return true;
  const bool classic = code[0] == 'E' || code[0] == 'W' || code[0] == 'F' || code.starts_with("C9");
  const char first = message[0];
  return classic &&
         (first == '\'' || first == '.' || (first >= 'a' && first <= 'z') ||
          message.starts_with("IndentationError") || message.starts_with("SyntaxError") ||
          message.starts_with("TokenError") || message.starts_with("TabError") || message.starts_with("IOError"));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_head(cursor.peek());
  if (!head || head->column == 0) return std::nullopt;
  const auto blank = head->rest.find(' ');
  if (blank == std::string_view::npos || blank < 2) return std::nullopt;
  const auto code = head->rest.substr(0, blank);
  head->rest.remove_prefix(blank + 1);
  if (!is_ours(code, head->rest)) return std::nullopt;
  const bool error = code[0] == 'E' || code[0] == 'F';
  auto diagnostic = finding(*head, error ? Severity::error : Severity::warning, code);
  if (code.starts_with("E9")) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  if (code == "F821" || code == "F822" || code == "F823") diagnostic.category = Category::undefined_variable;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "flake8",
          .language = Language::python,
          .starts = R"re(^[^\s:][^:]*:\d+:\d+: (WPS|[EFWC])\d{3,4} )re",
          .read = read,
          .about = "flake8 and pycodestyle: one finding per line with its code.",
          .example_command = "flake8",
          .homepage = "https://flake8.pycqa.org/"};
}

}  // namespace fixpoint::diagnose::formats::flake8
