// tsc: "file(line,column): error TS2304: message" (plain) or "file:line:column - error TS2304: message" (pretty) with
// a source excerpt; indented lines continue the message. Columns count UTF-16 units.
#include <algorithm>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {
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

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kPlain(R"(^([^\s(][^(]*)\((\d+),(\d+)\): (error|warning|message) TS(\d+): (.*)$)");
  static const base::Regex kPretty(R"(^(\S.*):(\d+):(\d+) - (error|warning|message) TS(\d+): (.*)$)");
  static const base::Regex kGlobal(R"(^(error|warning) TS(\d+): (.*)$)");
  static const base::Regex kMarks(R"(^(?:\d+)?(\s*)(~+)\s*$)");
  Diagnostic diagnostic;
  diagnostic.language = Language::typescript;
  auto& place = diagnostic.place;
  place.unit = ColumnUnit::utf16;
  std::string severity, line, column, code;
  bool pretty = false;
  if (kPlain.full_match(cursor.peek(), &place.file, &line, &column, &severity, &code, &diagnostic.message)) {
  } else if (kPretty.full_match(cursor.peek(), &place.file, &line, &column, &severity, &code, &diagnostic.message)) {
    pretty = true;
  } else if (!kGlobal.full_match(cursor.peek(), &severity, &code, &diagnostic.message)) {
    return std::nullopt;
  }
  const auto number = [](const std::string& digits) {
    return digits.empty() ? 0U : static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 10));
  };
  place.line = number(line);
  place.column = number(column);
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

Format tsc() {
  return {.id = "tsc",
          .language = Language::typescript,
          .starts = R"((^[^\s(][^(]*\(\d+,\d+\): |:\d+:\d+ - |^)(error|warning|message) TS\d+: )",
          .read = read,
          .about = "tsc: plain and pretty messages.",
          .example_command = "tsc -p .",
          .homepage = "https://www.typescriptlang.org/"};
}

}  // namespace fixpoint::diagnose::formats
