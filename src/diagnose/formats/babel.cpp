// Babel: "SyntaxError: /p/x.js: Unexpected token (3:5)" (columns from 0), a code frame, and Babel's own stack.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::babel {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^\s*(?:\[BABEL\] )?(?:\w*SyntaxError|TransformError SyntaxError): ([^\s:][^:]*): (.*?) ?\((\d+):(\d+)\)(?: \(While processing: .*)?$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  if (!kHead.full_match(cursor.peek(), &place.file, &diagnostic.message, &place.line, &place.column))
    return std::nullopt;
  ++place.column;
  place.unit = ColumnUnit::utf16;
  cursor.take();
  for (int i = 0; i < 4 && !cursor.done(); ++i) {
    if (frontend::is_code_frame(cursor.peek()))
      frontend::take_code_frame(cursor, diagnostic);
    else if (cursor.peek().empty() && frontend::is_code_frame(cursor.peek(1)))
      cursor.take();
  }
  Diagnostic stack;  // Babel's own
  frontend::take_stack(cursor, stack);
  if (stack.related.empty() && cursor.peek().starts_with("  code: 'BABEL_"))
    for (int i = 0; i < 12 && !cursor.done() && cursor.peek() != "}"; ++i) cursor.take();
  if (cursor.peek() == "}") cursor.take();
  diagnostic.code = "SyntaxError";
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::parse;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "babel",
          .language = Language::javascript,
          .starts = R"(SyntaxError: \S)",
          .read = read,
          .about = "Babel's syntax errors, also as bundlers and test runners print them",
          .example_command = "babel src",
          .homepage = "https://babeljs.io/"};
}

}  // namespace fixpoint::diagnose::formats::babel
