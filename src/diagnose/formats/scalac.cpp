// The Scala compilers, alone and under sbt ("[error] " before each line): Scala 2's "A.scala:9: error: type
// mismatch;" (sbt: "A.scala:9:24: type mismatch;") and Scala 3's "-- [E007] Type Mismatch Error: A.scala:9:23 ----".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::scalac {
namespace {

constexpr std::size_t kMostLines = 60;

/// sbt's level in front of a line and the text behind it.
struct Logged {
  std::string_view level, text;
};

Logged logged(std::string_view line) {
  for (const std::string_view level : {"[error] ", "[warn] "})
    if (line.starts_with(level)) return {level, line.substr(level.size())};
  if (line == "[error]" || line == "[warn]") return {line, {}};
  return {{}, line};
}

Category category_of(std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  if (says("type mismatch") || says("Type Mismatch")) return Category::type_mismatch;
  if (says("not a member of package")) return Category::missing_import;
  if (says("is not a member of")) return Category::missing_member;
  if (says("not found: ") || says("Not found: ") || says("Not Found")) return Category::undefined_variable;
  if (says("too many arguments") || says("not enough arguments") || says("missing argument"))
    return Category::wrong_arguments;
  if (says("expected but") || says("illegal start of") || says("Syntax") || says(" expected"))
    return Category::syntax_error;
  return Category::compiler_error;
}

void classify(Diagnostic& diagnostic, std::string_view kind) {
  diagnostic.category = category_of(diagnostic.message);
  if (diagnostic.category == Category::compiler_error) diagnostic.category = category_of(kind);
  if (kind.find("Syntax") != std::string_view::npos) diagnostic.category = Category::syntax_error;
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
}

bool is_caret(std::string_view text) { return base::trim(text) == "^"; }

/// The head, then lines that go on with the message, the source line and a caret.
std::optional<Diagnostic> read_scala2(OutputCursor& cursor) {
  const auto first = logged(cursor.peek());
  const auto head = read_head(first.text);
  if (!head || head->parentheses || !head->file.ends_with(".scala")) return std::nullopt;
  auto message = head->rest;
  bool warning = first.level == "[warn] ";
  if (message.starts_with("error: ")) {
    message.remove_prefix(7);
  } else if (message.starts_with("warning: ")) {
    message.remove_prefix(9);
    warning = true;
  } else if (first.level.empty()) {
    return std::nullopt;
  }
  Diagnostic diagnostic;
  diagnostic.severity = warning ? Severity::warning : Severity::error;
  diagnostic.place = place_of(*head, ColumnUnit::utf16);
  diagnostic.message = message;
  std::size_t caret = 0;
  for (std::size_t i = 1; i < kMostLines && !cursor.done(i) && caret == 0; ++i) {
    const auto next = logged(cursor.peek(i));
    if (next.level.substr(0, 2) != first.level.substr(0, 2) || read_head(next.text)) break;
    if (is_caret(next.text)) caret = i;
  }
  cursor.take();
  for (std::size_t i = 1; i <= caret; ++i) {
    const auto text = logged(cursor.take()).text;
    if (i + 1 < caret) {
      diagnostic.message += "\n" + std::string(base::trim_right(text));
    } else {
      diagnostic.context += std::string(text) + '\n';
      if (i == caret && diagnostic.place.column == 0)
        diagnostic.place.column = static_cast<std::uint32_t>(text.find('^') + 1);
    }
  }
  classify(diagnostic, "");
  return diagnostic;
}

std::optional<Diagnostic> read_scala3(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^-- (?:\[E(\d+)\] )?((?:[A-Z][A-Za-z-]* )*)(Error|Warning): (\S.*?):(\d+):(\d+) -*$)");
  const auto first = logged(cursor.peek());
  std::string code, kind, level, file, line, column;
  if (!kHead.full_match(base::trim_right(first.text), &code, &kind, &level, &file, &line, &column))
    return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity = level == "Error" ? Severity::error : Severity::warning;
  if (!code.empty()) diagnostic.code = "E" + code;
  diagnostic.place.file = file;
  std::string_view digits = line;
  diagnostic.place.line = take_number(digits);
  digits = column;
  diagnostic.place.column = take_number(digits) + 1;  // printed from 0
  diagnostic.place.unit = ColumnUnit::utf16;
  // "9 |source", "  |   ^", "  |  text" until the gutter ends.
  bool after_caret = false;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto next = logged(cursor.peek());
    const auto bar = next.text.find('|');
    if (next.level.substr(0, 2) != first.level.substr(0, 2) || bar == std::string_view::npos ||
        next.text.substr(0, bar).find_first_not_of(" 0123456789") != std::string_view::npos)
      break;
    const auto text = base::trim(next.text.substr(bar + 1));
    const bool numbered = next.text.find_first_of("0123456789") < bar;
    if (numbered || !after_caret) diagnostic.context += std::string(next.text) + '\n';
    if (!numbered && !text.empty() && text.find_first_not_of('^') == std::string_view::npos) {
      after_caret = true;
    } else if (!numbered && after_caret && !text.empty() && !text.starts_with("longer explanation")) {
      if (!diagnostic.message.empty()) diagnostic.message += '\n';
      diagnostic.message += text;
    }
    cursor.take();
  }
  if (diagnostic.message.empty()) diagnostic.message = kind + level;
  classify(diagnostic, kind);
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_scala3(cursor)) return found;
  return read_scala2(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "scalac",
      .starts = R"(\.scala:\d+:(\d+:)? |^(\[(error|warn)\] )?-- (\[E\d+\] )?[A-Z].*(Error|Warning): .*:\d+:\d+ -)",
      .read = read,
      .about = "The compilers of Scala 2 and Scala 3, alone and under sbt.",
      .example_command = "scalac Main.scala",
      .homepage = "https://www.scala-lang.org/"};
}

}  // namespace fixpoint::diagnose::formats::scalac
