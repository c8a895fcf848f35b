// tsc: "file(line,column): error TS2304: message" (plain) or "file:line:column - error TS2304: message" (pretty) with
// a source excerpt; indented lines continue the message. Columns count UTF-16 units.
#include <algorithm>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::tsc {
namespace {

struct Meaning {
  Category category;
  Phase phase;
};

Meaning meaning(int code, std::string_view message) {
  using enum Category;
  const auto is = [code](std::initializer_list<int> codes) { return std::ranges::find(codes, code) != codes.end(); };
  // Codes below 2000 are the parser's, but for these.
  if (is({1192, 1259, 1361, 1362, 1371, 1484, 1485})) return {missing_import, Phase::compile};
  if (is({1308, 1375, 1378, 1432, 1064, 1065, 1208, 1219, 1270, 1272}) ||
      (code >= 1230 && code <= 1287 && code != 1260))
    return {compiler_error, Phase::compile};
  if (code < 2000) return {syntax_error, Phase::parse};
  if (is({2304, 2552, 2503, 2663, 18004, 2693, 2749, 2318})) return {undefined_variable, Phase::compile};
  if (is({2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2688, 7016})) return {missing_dependency, Phase::compile};
  if (is({2305, 2614, 2613, 2724, 2459, 2460, 2834, 2835, 2846, 2877})) return {missing_import, Phase::compile};
  if (is({2307, 2792, 2882})) {
    const bool path =
        message.find("'./") != std::string_view::npos || message.find("'../") != std::string_view::npos ||
        message.find("'/") != std::string_view::npos || message.find("'node:") != std::string_view::npos;
    return {path ? missing_import : missing_dependency, Phase::compile};
  }
  if (is({2339, 2551, 2353, 2561, 2550, 2339})) return {missing_member, Phase::compile};
  if (is({2554, 2555, 2556, 2575, 2558})) return {wrong_arguments, Phase::compile};
  if (code >= 2000 && code < 3000) {
    if (is({2588, 2540, 2451, 2300, 2355, 2366, 2454, 2448, 2377, 2378, 2393, 2391}))
      return {compiler_error, Phase::compile};
    return {type_mismatch, Phase::compile};
  }
  if (is({18046, 18047, 18048, 18049})) return {type_mismatch, Phase::compile};
  if ((code >= 5000 && code < 7000) || is({18002, 18003})) return {configuration, Phase::configure};
  return {compiler_error, Phase::compile};
}

/// "file(line,column): error TS2304: message", "file:line:column - error TS2304: message", "error TS18003: message".
struct Message {
  std::string_view file, severity, code, text;
  std::uint32_t line = 0, column = 0;
  bool pretty = false;
};

/// "error TS2304: message" at the start of a text.
bool read_message(std::string_view text, Message& message) {
  for (const std::string_view severity : {"error", "warning", "message"}) {
    if (!text.starts_with(severity) || !text.substr(severity.size()).starts_with(" TS")) continue;
    const auto code = text.substr(severity.size() + 3);
    const auto end = std::min(code.find_first_not_of("0123456789"), code.size());
    if (end == 0 || !code.substr(end).starts_with(": ")) return false;
    message.severity = text.substr(0, severity.size());
    message.code = code.substr(0, end);
    message.text = code.substr(end + 2);
    return true;
  }
  return false;
}

bool read_head(std::string_view line, Message& message) {
  if (read_message(line, message)) return message.severity != "message";
  if (line.empty() || line[0] == ' ' || line[0] == '\t') return false;
  if (const auto open = line.find('('); open != std::string_view::npos && open != 0) {
    auto rest = line.substr(open + 1);
    message.line = take_number(rest);
    if (message.line != 0 && rest.starts_with(',')) {
      rest.remove_prefix(1);
      message.column = take_number(rest);
      if (rest.starts_with("): ") && read_message(rest.substr(3), message)) {
        message.file = line.substr(0, open);
        return true;
      }
    }
  }
  const auto dash = line.find(" - ");
  if (dash == std::string_view::npos || !read_message(line.substr(dash + 3), message)) return false;
  const auto last = line.substr(0, dash).rfind(':');
  if (last == std::string_view::npos || last == 0) return false;
  const auto first = line.substr(0, last).rfind(':');
  if (first == std::string_view::npos || first == 0) return false;
  auto row = line.substr(first + 1, last - first - 1), column = line.substr(last + 1, dash - last - 1);
  message.line = take_number(row);
  message.column = take_number(column);
  message.file = line.substr(0, first);
  message.pretty = true;
  return row.empty() && column.empty() && message.line != 0;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMarks(R"(^(?:\d+)?(\s*)(~+)\s*$)");
  Message message;
  if (!read_head(cursor.peek(), message)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.language = Language::typescript;
  auto& place = diagnostic.place;
  place.unit = ColumnUnit::utf16;
  place.file = message.file;
  place.line = message.line;
  place.column = message.column;
  diagnostic.message = message.text;
  const bool pretty = message.pretty;
  const auto severity = message.severity;
  const std::string code(message.code);
  const auto number = [](const std::string& digits) {
    return digits.empty() ? 0U : static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 10));
  };
  diagnostic.code = "TS" + code;
  diagnostic.severity = severity == "error"     ? Severity::error
                        : severity == "warning" ? Severity::warning
                                                : Severity::note;
  const auto meant = meaning(static_cast<int>(number(code)), diagnostic.message);
  diagnostic.category = meant.category;
  diagnostic.phase = meant.phase;
  cursor.take();
  for (int i = 0; i < 40 && cursor.peek().starts_with("  ") && !base::trim(cursor.peek()).empty(); ++i) {
    diagnostic.context += cursor.take();
    diagnostic.context += '\n';
  }
  if (!pretty) return diagnostic;

  // A blank line, the excerpt with "~~~" below it, then related places, each indented by two blanks.
  if (cursor.peek().empty() && !cursor.done()) {
    std::size_t ahead = 1;
    const auto digits = std::to_string(place.line);
    if (cursor.peek(ahead).starts_with(digits)) {
      const auto source = cursor.peek(ahead);
      for (ahead = 2; ahead < 12 && !cursor.done(ahead) && !cursor.peek(ahead).empty(); ++ahead) {
        std::string blanks, marks;
        if (place.end_column == 0 && ahead == 2 && kMarks.full_match(cursor.peek(ahead), &blanks, &marks)) {
          place.end_line = place.line;
          place.end_column = place.column + static_cast<std::uint32_t>(marks.size());
        }
      }
      diagnostic.context.insert(0, std::string(source.substr(std::min(source.size(), digits.size() + 1))) + "\n");
      for (std::size_t i = 0; i < ahead; ++i) cursor.take();
      static const base::Regex kRelated(R"(^  (\S.*):(\d+):(\d+)$)");
      for (int i = 0; i < 20; ++i) {
        Related related;
        std::size_t skip = cursor.peek().empty() ? 1 : 0;
        std::string at_line, at_column;
        if (cursor.done(skip) || !kRelated.full_match(cursor.peek(skip), &related.place.file, &at_line, &at_column))
          break;
        related.place.line = number(at_line);
        related.place.column = number(at_column);
        related.place.unit = ColumnUnit::utf16;
        std::size_t end = skip + 1;
        while (end < skip + 12 && !cursor.done(end) && cursor.peek(end).starts_with("   ")) ++end;
        if (end > skip + 1) related.message = base::trim(cursor.peek(end - 1));
        for (std::size_t k = 0; k < end; ++k) cursor.take();
        diagnostic.related.push_back(std::move(related));
      }
    }
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "tsc",
          .language = Language::typescript,
          .starts = R"((^[^\s(][^(]*\(\d+,\d+\): |:\d+:\d+ - |^)(error|warning|message) TS\d+: )",
          .read = read,
          .about = "tsc: plain and pretty messages.",
          .example_command = "tsc -p .",
          .homepage = "https://www.typescriptlang.org/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::tsc
