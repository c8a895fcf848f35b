// TAP, the Test Anything Protocol: "not ok 2 - name" with a YAML block or comments below, and "Bail out!".
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::tap {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^( *)not ok(?: (\d+))(?: -)?(?: (.*))?$)");
  static const base::Regex kDirective(R"((?i) # (?:todo|skip)\b)");
  static const base::Regex kPerl(R"(^\s*#\s+at (\S+) line (\d+)\.$)");
  static const base::Regex kYaml(R"re(^\s*(file|fileName|line|lineNumber|message|column): *['"]?(.*?)['"]?$)re");
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  const auto line = cursor.peek();
  if (line.starts_with("Bail out!")) {
    diagnostic.severity = Severity::fatal;
    diagnostic.message = cursor.take();
    return diagnostic;
  }
  std::string blanks, index, name;
  if (!kHead.full_match(line, &blanks, &index, &name) || kDirective.find(line)) return std::nullopt;
  if (index.empty() && name.empty()) return std::nullopt;
  cursor.take();
  std::string_view reason;
  constexpr std::size_t kMostLines = 200;
  const bool yaml = base::trim(cursor.peek()) == "---";
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto next = cursor.peek();
    const auto text = base::trim(next);
    if (!yaml && !text.starts_with('#')) break;
    // "# tests 5" and the like count.
    if (!yaml && (text.starts_with("# tests ") || text.starts_with("# pass ") || text.starts_with("# Looks like")))
      break;
    std::string file, digits, key, value;
    if (kPerl.full_match(next, &file, &digits)) {
      diagnostic.place.file = file;
      std::string_view rest = digits;
      diagnostic.place.line = take_number(rest);
    } else if (yaml && kYaml.full_match(next, &key, &value)) {
      std::string_view rest = value;
      if (key.starts_with("file") && diagnostic.place.file.empty()) diagnostic.place.file = value;
      if (key.starts_with("line") && diagnostic.place.line == 0) diagnostic.place.line = take_number(rest);
      if (key == "column" && diagnostic.place.column == 0) diagnostic.place.column = take_number(rest);
      if (key == "message" && reason.empty()) reason = base::trim(text.substr(8));
    }
    diagnostic.context += std::string(cursor.take()) + '\n';
    if (yaml && text == "...") break;
  }
  if (name.empty()) name = "test " + index;
  diagnostic.message = name;
  if (!reason.empty()) diagnostic.message += ": " + std::string(reason);
  diagnostic.pattern = "test $1 failed";
  diagnostic.arguments = {name};
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "tap",
          .starts = R"(^ *not ok \d+( |$)|^Bail out!)",
          .read = read,
          .about = "The Test Anything Protocol: prove, bats, node-tap, automake's and many others' test output.",
          .example_command = "prove -v t/",
          .homepage = "https://testanything.org/"};
}

}  // namespace fixpoint::diagnose::formats::tap
