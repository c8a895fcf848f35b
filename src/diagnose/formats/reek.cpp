// reek, one line each (--single-line) or below the file's name.
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::reek {
namespace {

/// "  a.rb:1: IrresponsibleModule: Foo has no descriptive comment [https://...]"
std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kSingle(R"(^  +(\S.*?\.(?:rb|rake|ru|gemspec|erb|slim|haml)):(\d+): (([A-Z]\w+): .*)$)");
  static const base::Regex kLines(R"(^  +\[(\d+)(?:, \d+)*\]:\s?(([A-Z]\w+): .*)$)");
  static const base::Regex kFile(R"(^(\S.*) -- \d+ warnings?:?$)");
  auto diagnostic = finding(Severity::warning, {});
  auto& place = diagnostic.place;
  std::string code;
  const auto line = cursor.peek();
  if (!kSingle.full_match(line, &place.file, &place.line, &diagnostic.message, &code)) {
    if (!kLines.full_match(line, &place.line, &diagnostic.message, &code)) return std::nullopt;
    constexpr std::size_t kFarthest = 300;
    for (std::size_t back = 1; back < kFarthest && place.file.empty(); ++back) {
      const auto above = cursor.peek_back(back);
      if (!above.starts_with("  ") && !kFile.full_match(above, &place.file)) return std::nullopt;
    }
  }
  diagnostic.message.erase(0, code.size() + 2);
  diagnostic.code = std::move(code);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "reek",
      .starts =
          R"re(^  +\S.*\.(rb|rake|ru|gemspec|erb|slim|haml):\d+: ?[A-Z][a-z]+[A-Z]\w+: |^  (  )?\[\d+(, \d+)*\]: ?[A-Z][a-z]+[A-Z]\w+: )re",
      .read = read,
      .about = "reek: code smells in Ruby.",
      .example_command = "reek --single-line",
      .homepage = "https://github.com/troessner/reek"};
}

}  // namespace fixpoint::diagnose::formats::reek
