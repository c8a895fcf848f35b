// pylint's texts: "file:line:column: E0602: message (symbol)", --output-format=parseable "file:line: [E0602(symbol),
// object] message" and msvs "file(line): [E0602(symbol)object] message". Columns count from 0.
#include <string>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_pylint.hpp"

namespace fixpoint::diagnose::formats::pylint {
namespace {

/// "E0602" at the front; taken off.
std::string_view take_code(std::string_view& text) {
  constexpr std::size_t kSize = 5;
  if (text.size() <= kSize || std::string_view("CREWFI").find(text[0]) == std::string_view::npos) return {};
  for (std::size_t i = 1; i < kSize; ++i)
    if (!base::is_digit(text[i])) return {};
  const auto code = text.substr(0, kSize);
  text.remove_prefix(kSize);
  return code;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head) return std::nullopt;
  auto text = head->rest;
  Diagnostic diagnostic;
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    diagnostic.code = take_code(text);
    const auto close = text.find("] ");
    if (diagnostic.code.empty() || !text.starts_with('(') || close == std::string_view::npos) return std::nullopt;
    diagnostic.message = text.substr(close + 2);
  } else {
    diagnostic.code = take_code(text);
    const auto open = text.rfind(" (");
    if (diagnostic.code.empty() || !text.starts_with(": ") || open == std::string_view::npos || open < 2 ||
        !text.ends_with(')'))
      return std::nullopt;
    diagnostic.message = text.substr(2, open - 2);
  }
  diagnostic.place = place_of(*head);
  if (!head->parentheses && !head->rest.starts_with('[')) ++diagnostic.place.column;
  describe_pylint(diagnostic);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "pylint",
          .language = Language::python,
          .starts = R"([:)] ?\[[CREWFI]\d{4}\(|: ?[CREWFI]\d{4}: |\) ?[CREWFI]\d{4}: )",
          .read = read,
          .about = "pylint's plain, parseable and msvs reports",
          .example_command = "pylint package",
          .homepage = "https://pylint.org/"};
}

}  // namespace fixpoint::diagnose::formats::pylint
