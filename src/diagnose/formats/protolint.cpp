// protolint: "[a.proto:11:5] Found an incorrect indentation style".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::protolint {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const auto close = line.find("] ");
  if (!line.starts_with('[') || close == std::string_view::npos) return std::nullopt;
  // The place in brackets, with a colon behind it, is a head.
  const auto inside = std::string(line.substr(1, close - 1)) + ":";
  auto head = read_head(inside);
  if (!head || !head->file.ends_with(".proto")) return std::nullopt;
  head->rest = line.substr(close + 2);
  auto diagnostic = finding(*head, Severity::warning);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "protolint",
          .starts = R"re(^\[[^\]]+\.proto:\d+:\d+\] )re",
          .read = read,
          .about = "protolint: style of Protocol Buffer files.",
          .example_command = "protolint lint .",
          .homepage = "https://github.com/yoheimuta/protolint"};
}

}  // namespace fixpoint::diagnose::formats::protolint
