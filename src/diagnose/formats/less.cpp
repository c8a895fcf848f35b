// Less: "NameError: message in file on line 1, column 13:" and the code below.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::less {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:.*: )?((?:Name|Syntax|File|Argument|Operation|Runtime|Parse)Error): (.*) in (\S.*?) on line (\d+), column (\d+):$)");
  static const base::Regex kVariable(R"(^variable (\S+) is undefined)");
  static const base::Regex kFile(R"(^'([^']+)' wasn't found)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (!kHead.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message, &place.file, &place.line,
                        &place.column))
    return std::nullopt;
  place.unit = ColumnUnit::utf16;
  cursor.take();
  for (int i = 0; i < 6 && !cursor.peek().empty() && base::is_digit(cursor.peek()[0]); ++i)
    frontend::keep(diagnostic, cursor.take());
  std::string name;
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  if (kVariable.find(diagnostic.message, &name)) {
    diagnostic.category = Category::undefined_variable;
    diagnostic.pattern = "variable '$1' is undefined";
    diagnostic.arguments = {name};
  } else if (kFile.find(diagnostic.message, &name)) {
    diagnostic.category = Category::missing_import;
    diagnostic.pattern = "cannot resolve '$1'";
    diagnostic.arguments = {name};
  } else if (diagnostic.code == "SyntaxError" || diagnostic.code == "ParseError") {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "less",
          .language = Language::any,
          .starts = R"( on line \d+, column \d+:$)",
          .read = read,
          .about = "lessc's errors",
          .example_command = "lessc in.less",
          .homepage = "https://lesscss.org/"};
}

}  // namespace fixpoint::diagnose::formats::less
