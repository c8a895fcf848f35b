#include "diagnose/formats/_sql.hpp"

#include "base/regex.hpp"

namespace fixpoint::diagnose::formats {

Category sql_category(std::string_view message) {
  struct Wording {
    Category category;
    base::Regex regex;
  };
  static const Wording kWordings[] = {
      {Category::syntax_error,
       base::Regex(R"((?i)syntax error|error in your SQL syntax|incomplete input|unterminated)")},
      {Category::network,
       base::Regex(
           R"((?i)connection refused|could not translate host|can't connect to|unknown .*server host|timeout)")},
      {Category::permission,
       base::Regex(R"((?i)permission denied|access denied|authentication failed|readonly database)")},
      {Category::lock_held, base::Regex(R"((?i)database is locked|deadlock|lock wait timeout)")},
      {Category::missing_dependency, base::Regex(R"((?i)extension ".*" is not available)")},
      {Category::missing_member,
       base::Regex(
           R"((?i)no such column|unknown column|column \S+ (?:of relation \S+ )?does not exist|has no column)")},
      {Category::undefined_variable,
       base::Regex(R"((?i)no such (?:table|function)|doesn't exist|does not exist|unknown (?:table|database))")},
      {Category::wrong_arguments,
       base::Regex(R"((?i)values were supplied|column count|more (?:expressions|target columns))")},
      {Category::type_mismatch,
       base::Regex(R"((?i)invalid input syntax|incorrect \S+ value|is of type|operator does not exist)")},
      {Category::disk_full, base::Regex(R"((?i)disk is full|no space left)")},
  };
  for (const auto& wording : kWordings)
    if (wording.regex.find(message)) return wording.category;
  return Category::runtime_error;
}

}  // namespace fixpoint::diagnose::formats
