// fasterer: "a.rb:57 Array#select.first is slower than Array#detect.".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::fasterer {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_line_head(cursor.peek());
  if (!head || !has_ending(head->file, {".rb", ".rake", ".erb", ".ru"})) return std::nullopt;
  cursor.take();
  return finding(*head, Severity::warning);
}

}  // namespace

Format format() {
  return {
      .id = "fasterer",
      .starts =
          R"re(^[^\s:][^:]*:\d+ (.* is slower than .*|Use attr_(reader|writer) .*|Don.t rescue NoMethodError.*|.* faster than .*)\.?$)re",
      .read = read,
      .about = "fasterer: Ruby that has a faster form.",
      .example_command = "fasterer",
      .homepage = "https://github.com/DamirSvrtan/fasterer"};
}

}  // namespace fixpoint::diagnose::formats::fasterer
