// GraphQL Code Generator: "✖ Load GraphQL schemas [FAILED: message" and its stack.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::graphql_codegen {
namespace {

constexpr std::size_t kBody = 40;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^ *✖ (.*?) \[FAILED: (.*?)\]?$)");
  static const base::Regex kSchema(R"(^Failed to load schema from (\S+?)[:.]?$)");
  Diagnostic diagnostic;
  std::string task;
  if (!kHead.full_match(cursor.peek(), &task, &diagnostic.message)) return std::nullopt;
  cursor.take();
  for (std::size_t i = 0; i < kBody && !cursor.done(); ++i) {
    const auto text = base::trim(cursor.peek());
    if (text.empty() || text.starts_with("❯ ") || text.starts_with("✖ ") || text.starts_with("✔ ")) break;
    if (text.starts_with("at ")) {
      Diagnostic stack;  // the tool's own
      frontend::take_stack(cursor, stack);
      break;
    }
    if (!text.starts_with("Error: ")) diagnostic.message += "\n" + std::string(text);
    cursor.take();
  }
  (void)kSchema.find(std::string_view(diagnostic.message).substr(0, diagnostic.message.find('\n')),
                     &diagnostic.place.file);
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  diagnostic.context = "task: " + task + "\n";
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "graphql_codegen",
          .language = Language::any,
          .starts = R"( \[FAILED: )",
          .read = read,
          .about = "GraphQL Code Generator",
          .example_command = "graphql-codegen",
          .homepage = "https://the-guild.dev/graphql/codegen"};
}

}  // namespace fixpoint::diagnose::formats::graphql_codegen
