// rubocop, its clang and emacs formats: "a.rb:1:3: C: Style/X: message", with the source and carets below.
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::rubocop {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_head(cursor.peek());
  if (!head || head->column == 0 || head->rest.size() < 4 || !head->rest.substr(1).starts_with(": "))
    return std::nullopt;
  const char letter = head->rest[0];
  if (std::string_view("CWEFRI").find(letter) == std::string_view::npos) return std::nullopt;
  head->rest.remove_prefix(3);
  for (const std::string_view mark : {"[Correctable] ", "[Corrected] ", "[Todo] "})
    if (head->rest.starts_with(mark)) head->rest.remove_prefix(mark.size());
  const auto code = first_word(head->rest);
  if (code.find('/') == std::string_view::npos) return std::nullopt;
  head->rest.remove_prefix(code.size() + 2);
  auto diagnostic = finding(*head, severity_of_letter(letter), code);
  if (code == "Lint/Syntax") {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  cursor.take();
  if (is_caret_line(cursor.peek(1)) || cursor.peek().ends_with(" ...")) {
    diagnostic.context = std::string(cursor.take()) + '\n';
    if (is_caret_line(cursor.peek())) diagnostic.context += std::string(cursor.take()) + '\n';
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "rubocop",
          .starts = R"re(^[^\s:][^:]*:\d+:\d+: [CWEFRI]: (\[\w+\] )?[A-Z]\w*/)re",
          .read = read,
          .about = "rubocop: findings with cop name and source line.",
          .example_command = "rubocop",
          .homepage = "https://rubocop.org/"};
}

}  // namespace fixpoint::diagnose::formats::rubocop
