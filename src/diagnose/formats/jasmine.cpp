// jasmine: "1) suite test", then "  Message:" and "  Stack:" with their text below; a spec may have several of them.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::jasmine {
namespace {

constexpr std::size_t kMessage = 60;
constexpr std::size_t kMost = 20;

std::vector<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^\d+\) (\S.*)$)");
  std::string test;
  if (!kHead.full_match(cursor.peek(), &test) || cursor.peek(1) != "  Message:") return {};
  cursor.take();
  std::vector<Diagnostic> found;
  while (found.size() < kMost && cursor.peek() == "  Message:") {
    cursor.take();
    std::string message;
    for (std::size_t i = 0; i < kMessage && !cursor.done() && cursor.peek().starts_with("    "); ++i) {
      if (i != 0) message += '\n';
      message += base::trim(cursor.take());
    }
    Diagnostic diagnostic;
    if (cursor.peek() == "  Stack:") {
      cursor.take();
      frontend::take_stack(cursor, diagnostic);
    }
    frontend::explain_failure(diagnostic, std::move(message));
    if (diagnostic.category == Category::test_failure) diagnostic.code.clear();
    javascript::place_by_frames(diagnostic);
    diagnostic.context = "test: " + test + "\n";
    found.push_back(std::move(diagnostic));
  }
  return found;
}

}  // namespace

Format format() {
  return {.id = "jasmine",
          .language = Language::javascript,
          .starts = R"(^\d+\) \S)",
          .read_many = read,
          .about = "jasmine's failed specs",
          .example_command = "jasmine",
          .homepage = "https://jasmine.github.io/"};
}

}  // namespace fixpoint::diagnose::formats::jasmine
