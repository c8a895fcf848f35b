// UndefinedBehaviorSanitizer: "a.c:4:22: runtime error: signed integer overflow: ...", perhaps with a stack and the
// bytes around an address.
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_sanitizer.hpp"

namespace fixpoint::diagnose::formats::ubsan {
namespace {

/// The kind of a message: its words before the values.
std::string kind_of(std::string_view message) {
  const auto end = message.find_first_of(":0123456789'");
  return std::string(base::trim(message.substr(0, end)));
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  constexpr std::string_view kMark = "runtime error: ";
  const auto head = read_head(cursor.peek());
  if (!head || head->column == 0 || !head->rest.starts_with(kMark)) return std::nullopt;
  auto diagnostic = sanitizer::problem("", std::string(head->rest.substr(kMark.size())));
  diagnostic.pattern = "undefined behaviour: " + kind_of(diagnostic.message);
  diagnostic.place = place_of(*head);
  cursor.take();
  if (cursor.peek().ends_with(": note: pointer points here")) {
    for (int i = 0; i < 3 && !cursor.done(); ++i) diagnostic.context += std::string(cursor.take()) + '\n';
  }
  auto frames = sanitizer::take_frames(cursor);
  for (std::size_t i = frames.size(); i > 1; --i) diagnostic.related.push_back(std::move(frames[i - 1]));
  if (cursor.peek().empty() && cursor.peek(1).starts_with("SUMMARY: UndefinedBehaviorSanitizer")) cursor.take();
  if (cursor.peek().starts_with("SUMMARY: UndefinedBehaviorSanitizer")) cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "ubsan",
          .language = Language::any,
          .starts = R"(:\d+:\d+: runtime error: )",
          .read = read,
          .about = "UndefinedBehaviorSanitizer messages of a program built with -fsanitize=undefined.",
          .example_command = "gcc -g -fsanitize=undefined a.c && ./a.out",
          .homepage = "https://clang.llvm.org/docs/UndefinedBehaviorSanitizer.html"};
}

}  // namespace fixpoint::diagnose::formats::ubsan
