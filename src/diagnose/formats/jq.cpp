// jq: "jq: error ...", with the program's text below compile errors; "parse error: ... at line 1, column 7" and,
// since 1.7, "jq: parse error: ...".
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::jq {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kInput(R"(^(?:jq: )?parse error: (.*) at line (\d+), column (\d+)$)");
  static const base::Regex kProgram(R"(^jq: error: (.*) at <[\w-]+>, line (\d+)(?:, column (\d+))?:$)");
  static const base::Regex kRun(R"(^jq: error(?: \(at <(?:stdin|unknown)>(?::\d+)?\))?: (.*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string column;
  if (kInput.full_match(cursor.peek(), &diagnostic.message, &place.line, &place.column)) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  } else if (kProgram.full_match(cursor.peek(), &diagnostic.message, &place.line, &column)) {
    diagnostic.category = diagnostic.message.find("is not defined") != std::string::npos
                              ? Category::undefined_variable
                              : Category::syntax_error;
    diagnostic.phase = Phase::compile;
    place.column = static_cast<std::uint32_t>(std::strtoul(column.c_str(), nullptr, 10));
    cursor.take();
    constexpr int kMost = 30;
    for (int lines = 0; lines < kMost && !cursor.done() && !cursor.peek().starts_with("jq: "); ++lines)
      diagnostic.context += std::string(cursor.take()) + '\n';
    if (cursor.peek().ends_with("compile error") || cursor.peek().ends_with("compile errors")) cursor.take();
    return diagnostic;
  } else if (kRun.full_match(cursor.peek(), &diagnostic.message)) {
    diagnostic.category = diagnostic.message.starts_with("Could not open file ") ? Category::configuration
                          : diagnostic.message.starts_with("Cannot ")            ? Category::type_mismatch
                                                                                 : Category::runtime_error;
    diagnostic.phase = Phase::run;
  } else {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "jq",
          .starts = R"(^(jq: )?parse error: |^jq: error)",
          .read = read,
          .about = "jq: broken input, broken programs, errors at run time",
          .example_command = "jq .name data.json",
          .homepage = "https://jqlang.org/"};
}

}  // namespace fixpoint::diagnose::formats::jq
