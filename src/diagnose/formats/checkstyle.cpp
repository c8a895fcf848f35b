// checkstyle, plain: "[ERROR] /p/A.java:3:5: Missing a Javadoc comment. [MissingJavadocMethod]".
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::checkstyle {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto line = cursor.peek();
  if (line.starts_with("[ant:checkstyle] ")) line.remove_prefix(17);
  const auto close = line.find("] ");
  if (!line.starts_with('[') || close == std::string_view::npos) return std::nullopt;
  const auto word = line.substr(1, close - 1);
  auto head = read_head(line.substr(close + 2));
  if (!head) return std::nullopt;
  const auto code = last_word_in(head->rest, '[');
  if (code.empty()) return std::nullopt;
  head->rest.remove_suffix(code.size() + 3);
  cursor.take();
  return finding(*head,
                 word == "ERROR"  ? Severity::error
                 : word == "WARN" ? Severity::warning
                                  : Severity::info,
                 code);
}

}  // namespace

Format format() {
  return {.id = "checkstyle",
          .language = Language::java,
          .starts = R"(^(\[ant:checkstyle\] )?\[(ERROR|WARN|INFO)\] .*:\d+(:\d+)?: .* \[[A-Z]\w+\]$)",
          .read = read,
          .about = "checkstyle: plain output.",
          .example_command = "java -jar checkstyle-all.jar -c /google_checks.xml src",
          .homepage = "https://checkstyle.org/"};
}

}  // namespace fixpoint::diagnose::formats::checkstyle
