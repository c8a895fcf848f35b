// GNU sed: "sed: -e expression #1, char 3: message", "sed: file x.sed line 2: message", "sed: can't read x: reason".
#include <string>

#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::sed {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kExpression(R"(^sed: -e expression #\d+, char (\d+): (.*)$)");
  static const base::Regex kScript(R"(^sed: file (\S.*) line (\d+): (.*)$)");
  static const base::Regex kFile(
      R"(^sed: ((?:can't read|couldn't open file|couldn't edit|cannot rename) (\S.*?): .*)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string file;
  if (kExpression.full_match(cursor.peek(), &place.column, &diagnostic.message)) {
    place.line = 1;
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  } else if (kScript.full_match(cursor.peek(), &place.file, &place.line, &diagnostic.message)) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  } else if (kFile.full_match(cursor.peek(), &diagnostic.message, &file)) {
    diagnostic.category =
        diagnostic.message.ends_with("Permission denied") ? Category::permission : Category::configuration;
    diagnostic.phase = Phase::run;
  } else {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "sed",
          .starts = R"(^sed: (-e expression|file |can't read|couldn't |cannot ))",
          .read = read,
          .about = "GNU sed: broken scripts and unreadable files",
          .example_command = "sed -i 's/a/b/' file",
          .homepage = "https://www.gnu.org/software/sed/"};
}

}  // namespace fixpoint::diagnose::formats::sed
