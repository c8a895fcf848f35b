// node's end when its heap is full: "FATAL ERROR: ... JavaScript heap out of memory", a native stack.
#include "base/regex.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::node_heap {
namespace {

constexpr std::size_t kStack = 60;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^FATAL ERROR: (.*(?:heap out of memory|Allocation failed|invalid table size|invalid array length).*)$)");
  static const base::Regex kNative(R"(^ *\d+: 0x[0-9a-f]+ |^----- Native stack trace -----$)");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  cursor.take();
  for (std::size_t i = 0; i < kStack && !cursor.done(); ++i) {
    if (!cursor.peek().empty() && !kNative.find(cursor.peek())) break;
    cursor.take();
  }
  diagnostic.category = Category::out_of_memory;
  diagnostic.phase = Phase::environment;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "node_heap",
          .language = Language::javascript,
          .starts = R"(^FATAL ERROR: )",
          .read = read,
          .about = "node running out of memory",
          .example_command = "node --max-old-space-size=20 main.js",
          .homepage = "https://nodejs.org/"};
}

}  // namespace fixpoint::diagnose::formats::node_heap
