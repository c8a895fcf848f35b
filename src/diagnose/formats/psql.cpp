// psql and PostgreSQL: "psql:x.sql:3: ERROR:  message", then "LINE 1: ..." with a caret, DETAIL, HINT, CONTEXT; and
// connections that failed.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_sql.hpp"

namespace fixpoint::diagnose::formats::psql {
namespace {

/// "LINE 2:   zz bogus" and its caret; the column in the statement's line, 0 without.
std::uint32_t take_excerpt(OutputCursor& cursor, std::string& context) {
  static const base::Regex kLine(R"(^(LINE \d+: ).*$)");
  std::string label;
  if (!kLine.full_match(cursor.peek(), &label)) return 0;
  context += std::string(cursor.take()) + '\n';
  const auto marks = cursor.peek();
  const auto caret = marks.find_first_not_of(' ');
  if (caret == std::string_view::npos || base::trim(marks) != "^" || caret < label.size()) return 0;
  context += std::string(cursor.take()) + '\n';
  return static_cast<std::uint32_t>(caret - label.size()) + 1;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kFailed(R"(^psql: (?:error|fehler): (.*)$)");
  static const base::Regex kHead(R"(^(?:psql:(.+):(\d+): )?(ERROR|FATAL|PANIC|WARNING):  (.*)$)");
  Diagnostic diagnostic;
  std::string severity, line_number;
  auto& place = diagnostic.place;
  if (kFailed.full_match(cursor.peek(), &diagnostic.message)) {
    cursor.take();
    if (cursor.peek().starts_with("\tIs the server running")) cursor.take();
    diagnostic.category = sql_category(diagnostic.message);
    if (diagnostic.message.starts_with("connection to server") &&
        diagnostic.message.find("No such file") != std::string::npos)
      diagnostic.category = Category::network;
    else if (diagnostic.category == Category::undefined_variable || diagnostic.category == Category::runtime_error)
      diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::environment;
    return diagnostic;
  }
  if (!kHead.full_match(cursor.peek(), &place.file, &line_number, &severity, &diagnostic.message))
    return std::nullopt;
  cursor.take();
  place.line = static_cast<std::uint32_t>(std::strtoul(line_number.c_str(), nullptr, 10));
  diagnostic.severity = severity == "WARNING" ? Severity::warning
                        : severity == "ERROR" ? Severity::error
                                              : Severity::fatal;
  diagnostic.category = sql_category(diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  // psql names the statement's last line: with statements of several lines the excerpt counts inside the statement.
  const auto column = take_excerpt(cursor, diagnostic.context);
  if (diagnostic.context.starts_with("LINE 1:")) place.column = column;
  place.unit = ColumnUnit::display;
  constexpr int kMost = 20;
  for (int lines = 0; lines < kMost; ++lines) {
    const auto line = cursor.peek();
    if (!line.starts_with("DETAIL:  ") && !line.starts_with("HINT:  ") && !line.starts_with("CONTEXT:  ") &&
        !line.starts_with("QUERY:  "))
      break;
    diagnostic.related.push_back({place, std::string(cursor.take())});
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "psql",
          .starts = R"((ERROR|FATAL|PANIC|WARNING):  |^psql: error: )",
          .read = read,
          .about = "PostgreSQL's errors as psql and the server print them",
          .example_command = "psql -f schema.sql",
          .homepage = "https://www.postgresql.org/docs/current/app-psql.html"};
}

}  // namespace fixpoint::diagnose::formats::psql
