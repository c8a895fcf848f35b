// PostCSS and Tailwind 3: "CssSyntaxError: [plugin: ]file:3:8: message" with a code frame or a stack. Columns count
// from 1.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::postcss {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:.*?[\s│])?(?:\[?CssSyntaxError\]?|ModuleBuildError): (?:(?:CssSyntaxError: )?([\w@/-]+): )?(\S[^:]*|<css input>):(\d+):(\d+): (.*)$)");
  static const base::Regex kClass(R"(^The `([^`]+)` class does not exist)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::string plugin, name;
  if (!kHead.full_match(cursor.peek(), &plugin, &place.file, &place.line, &place.column, &diagnostic.message))
    return std::nullopt;
  place.unit = ColumnUnit::utf16;
  cursor.take();
  if (cursor.peek().empty() && frontend::is_code_frame(cursor.peek(1))) cursor.take();
  frontend::take_code_frame(cursor, diagnostic);
  Diagnostic stack;  // PostCSS's own
  frontend::take_stack(cursor, stack);
  diagnostic.code = plugin.empty() ? "CssSyntaxError" : plugin;
  diagnostic.category = Category::syntax_error;
  diagnostic.phase = Phase::parse;
  if (kClass.find(diagnostic.message, &name)) {
    diagnostic.pattern = "the class '$1' does not exist";
    diagnostic.arguments = {name};
    diagnostic.category = Category::undefined_variable;
    diagnostic.phase = Phase::compile;
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "postcss",
          .language = Language::any,
          .starts = R"(CssSyntaxError: )",
          .read = read,
          .about = "PostCSS's syntax errors and those of its plugins, Tailwind CSS 3 among them",
          .example_command = "postcss in.css",
          .homepage = "https://postcss.org/"};
}

}  // namespace fixpoint::diagnose::formats::postcss
