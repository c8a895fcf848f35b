// sqlite3: "Parse error near line 3: message", "Runtime error near line 3: ...", "Error: in prepare, message", with
// the statement and "^--- error here" below; and the old "Error: near line 3: message".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_sql.hpp"

namespace fixpoint::diagnose::formats::sqlite {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:(Parse|Runtime) error|Error:?)(?:: in (?:prepare|step),| near line (\d+):| in .* line (\d+):|:)? (.*)$)");
  static const base::Regex kNear(
      R"(^Error: near "[^"]*": syntax error$|^Error: (?:no such (?:table|column|function): |incomplete input|database is locked|unable to open database|UNIQUE constraint failed|NOT NULL constraint failed|FOREIGN KEY constraint failed))");
  const auto line = cursor.peek();
  if (line.starts_with("Error: ") && !line.starts_with("Error: near line ") && !line.starts_with("Error: in ") &&
      !kNear.find(line))
    return std::nullopt;
  Diagnostic diagnostic;
  std::string kind, second;
  static const base::Regex kOld(R"(^Error: near line (\d+): (.*)$)");
  auto& place = diagnostic.place;
  if (!kOld.full_match(line, &place.line, &diagnostic.message)) {
    std::string first;
    if (!kHead.full_match(line, &kind, &first, &second, &diagnostic.message)) return std::nullopt;
    const auto& digits = first.empty() ? second : first;
    place.line = static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 10));
  }
  diagnostic.category = sql_category(diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  cursor.take();
  constexpr std::size_t kMost = 10;
  for (std::size_t ahead = 0; ahead < kMost && cursor.peek(ahead).starts_with("  "); ++ahead) {
    if (cursor.peek(ahead).find("^--- error here") == std::string_view::npos &&
        cursor.peek(ahead).find("error here ---^") == std::string_view::npos)
      continue;
    for (std::size_t i = 0; i <= ahead; ++i) diagnostic.context += std::string(cursor.take()) + '\n';
    break;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "sqlite",
      .starts =
          R"(^((Parse|Runtime) error (near|in) |Error: (near |in (prepare|step), |no such (table|column|function): |incomplete input|database is locked|unable to open database|(UNIQUE|NOT NULL|FOREIGN KEY) constraint failed)))",
      .read = read,
      .about = "sqlite3, the command line of SQLite",
      .example_command = "sqlite3 shop.db < schema.sql",
      .homepage = "https://sqlite.org/cli.html"};
}

}  // namespace fixpoint::diagnose::formats::sqlite
