// buf lint, buf build and protoc: "a.proto:3:1:message" (buf), "a.proto:5:1: message" (protoc).
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::buf {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto head = read_head_of(cursor.peek(), {".proto"});
  if (!head || head->column == 0 || head->rest.empty()) return std::nullopt;
  const bool protoc = head->rest.data()[-1] == ' ';
  const bool warning = head->rest.starts_with("warning: ");
  if (warning) head->rest.remove_prefix(9);
  auto diagnostic = finding(*head, warning ? Severity::warning : Severity::error);
  if (protoc || head->rest.starts_with("syntax error")) {
    diagnostic.category = head->rest.starts_with("Expected ") || head->rest.starts_with("syntax error")
                              ? Category::syntax_error
                          : head->rest.find("is not defined") != std::string_view::npos ? Category::undefined_variable
                                                                                        : Category::compiler_error;
    diagnostic.phase = Phase::compile;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "buf",
          .starts = R"re(^[^\s:\[][^:]*\.proto:\d+:\d+:)re",
          .read = read,
          .about = "buf and protoc: Protocol Buffer files.",
          .example_command = "buf lint",
          .homepage = "https://buf.build/"};
}

}  // namespace fixpoint::diagnose::formats::buf
