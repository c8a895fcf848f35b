// dotenv-linter: ".env:2 DuplicatedKey: The FOO key is duplicated".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::dotenv_linter {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_line_head(cursor.peek());
  if (!head) return std::nullopt;
  const auto code = first_word(head->rest);
  if (code.empty()) return std::nullopt;
  head->rest.remove_prefix(code.size() + 2);
  cursor.take();
  return finding(*head, Severity::warning, code);
}

}  // namespace

Format format() {
  return {
      .id = "dotenv_linter",
      .starts =
          R"re(^[^\s:]*\.?env[^\s:]*:\d+ (DuplicatedKey|EndingBlankLine|ExtraBlankLine|IncorrectDelimiter|KeyWithoutValue|LeadingCharacter|LowercaseKey|QuoteCharacter|SpaceCharacter|SubstitutionKey|TrailingWhitespace|UnorderedKey|ValueWithoutQuotes|SchemaViolation): )re",
      .read = read,
      .about = "dotenv-linter: style of .env files.",
      .example_command = "dotenv-linter",
      .homepage = "https://dotenv-linter.github.io/"};
}

}  // namespace fixpoint::diagnose::formats::dotenv_linter
