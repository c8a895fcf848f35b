// standardrb: "  a.rb:1:2: Style/X: message".
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::standardrb {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!cursor.peek().starts_with("  ")) return std::nullopt;
  auto head = read_head_of(base::trim(cursor.peek()), {".rb", ".rake", ".gemspec", ".ru", "Rakefile", "Gemfile"});
  if (!head || head->column == 0) return std::nullopt;
  const auto code = first_word(head->rest);
  if (code.find('/') == std::string_view::npos) return std::nullopt;
  head->rest.remove_prefix(code.size() + 2);
  cursor.take();
  return finding(*head, Severity::error, code);
}

}  // namespace

Format format() {
  return {.id = "standardrb",
          .starts = R"re(^  +\S.*(\.\w*(rb|ru|rake|spec|builder|thor|rc)|file):\d+:\d+: [A-Z]\w*/\w+: )re",
          .read = read,
          .about = "standardrb: findings of the Ruby style guide.",
          .example_command = "standardrb",
          .homepage = "https://github.com/standardrb/standard"};
}

}  // namespace fixpoint::diagnose::formats::standardrb
