// prettier: "[warn] file" of --check, "[error] file: SyntaxError: message (1:11)" with a code frame behind "[error]
// ".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::prettier {
namespace {

constexpr std::size_t kFrame = 40;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kSyntax(R"(^\[error\] (\S.*?): (\w*Error): (?:CssSyntaxError: )?(.*?) \((\d+):(\d+)\)$)");
  static const base::Regex kSetting(
      R"(^\[error\] (Invalid configuration (?:for )?file .*|No parser could be inferred for file .*|No files matching the pattern were found: .*|Cannot find package '[^']+'.*|Couldn't resolve parser .*|Cannot resolve .*)$)");
  static const base::Regex kFile(R"(^\[warn\] ((?:[^\s:]+ ?)*[^\s:]*\.[A-Za-z]+)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  place.unit = ColumnUnit::utf16;
  if (kSyntax.full_match(cursor.peek(), &place.file, &diagnostic.code, &diagnostic.message, &place.line,
                         &place.column)) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
    cursor.take();
    for (std::size_t i = 0;
         i < kFrame && cursor.peek().starts_with("[error] ") && frontend::is_code_frame(cursor.peek().substr(8)); ++i)
      frontend::keep(diagnostic, cursor.take().substr(8));
    return diagnostic;
  }
  if (kSetting.full_match(cursor.peek(), &diagnostic.message)) {
    static const base::Regex kNamed(R"re(file "([^"]+)")re");
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    (void)kNamed.find(diagnostic.message, &place.file);
    cursor.take();
    for (std::size_t i = 0; i < kFrame && cursor.peek().starts_with("[error]"); ++i) {
      if (kSyntax.full_match(cursor.peek())) break;
      const auto text = base::trim(cursor.take().substr(7));
      if (i < 2 && !text.empty()) diagnostic.message += " " + std::string(text);
      frontend::keep(diagnostic, text);
    }
    return diagnostic;
  }
  if (!kFile.full_match(cursor.peek(), &place.file)) return std::nullopt;
  cursor.take();
  diagnostic.message = "Code style issues: the file is not formatted as prettier would";
  diagnostic.pattern = diagnostic.message;
  diagnostic.code = "format";
  diagnostic.category = Category::lint;
  diagnostic.phase = Phase::analyze;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "prettier",
          .language = Language::javascript,
          .starts = R"(^\[(error|warn)\] )",
          .read = read,
          .about = "prettier's unformatted files, syntax errors and configuration errors",
          .example_command = "prettier --check .",
          .homepage = "https://prettier.io/"};
}

}  // namespace fixpoint::diagnose::formats::prettier
