// mysql and mariadb: "ERROR 1064 (42000) at line 3: message", "ERROR 1064 (42000) at line 3 in file: 'x.sql': ...".
#include <string>

#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_sql.hpp"

namespace fixpoint::diagnose::formats::mysql {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:(?:mysql|mariadb|mysqldump|mysqladmin): )?(?:\[?)(?:ERROR|Got error:) (\d{4})(?:: | )?(?:\((\w{5})\))?(?: at line (\d+))?(?: in file: '([^']*)')?:? ?(.*)$)");
  Diagnostic diagnostic;
  std::string state, line;
  if (!kHead.full_match(cursor.peek(), &diagnostic.code, &state, &line, &diagnostic.place.file, &diagnostic.message))
    return std::nullopt;
  cursor.take();
  diagnostic.place.line = static_cast<std::uint32_t>(std::strtoul(line.c_str(), nullptr, 10));
  diagnostic.category = sql_category(diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse
                     : diagnostic.category == Category::network    ? Phase::environment
                     : diagnostic.category == Category::permission ? Phase::environment
                                                                   : Phase::run;
  // 1064 quotes the rest of the statement, which may have several lines.
  constexpr int kMost = 30;
  const auto near = diagnostic.message.find("near '");
  if (diagnostic.code == "1064" && near != std::string::npos)
    for (int lines = 0; lines < kMost && diagnostic.message.find("' at line ", near) == std::string::npos; ++lines) {
      if (cursor.done() || cursor.peek().starts_with("ERROR ")) break;
      diagnostic.message += '\n' + std::string(cursor.take());
    }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "mysql",
          .starts = R"(^((mysql|mariadb|mysqldump|mysqladmin): )?(ERROR|Got error:) \d{4}[ :])",
          .read = read,
          .about = "mysql and mariadb, the clients of MySQL and MariaDB",
          .example_command = "mysql shop < schema.sql",
          .homepage = "https://dev.mysql.com/doc/refman/en/mysql.html"};
}

}  // namespace fixpoint::diagnose::formats::mysql
