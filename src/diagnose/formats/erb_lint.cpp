// erb-lint, its compact and default formats.
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::erb_lint {
namespace {

/// Compact: "a.html.erb:9:0: message".
std::optional<Diagnostic> read_compact(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".erb"});
  if (!head || head->rest.empty()) return std::nullopt;
  cursor.take();
  return finding(*head, Severity::warning);
}

/// Default: the message, then "In file: a.html.erb:9".
std::optional<Diagnostic> read(OutputCursor& cursor) {
  constexpr std::string_view kIn = "In file: ";
  if (!cursor.peek().starts_with(kIn)) return read_compact(cursor);
  const auto where = cursor.peek().substr(kIn.size());
  const auto colon = where.rfind(':');
  auto diagnostic = finding(Severity::warning, cursor.peek_back(1));
  if (colon == std::string_view::npos || diagnostic.message.empty()) return std::nullopt;
  auto digits = where.substr(colon + 1);
  diagnostic.place.file = where.substr(0, colon);
  diagnostic.place.line = take_number(digits);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "erb_lint",
          .starts = R"re(\.erb:\d+:\d+: |^In file: .*\.erb:\d+$)re",
          .read = read,
          .about = "erb-lint: findings in ERB templates, default and compact format.",
          .example_command = "erblint --lint-all --format compact",
          .homepage = "https://github.com/Shopify/erb-lint"};
}

}  // namespace fixpoint::diagnose::formats::erb_lint
