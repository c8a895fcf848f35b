// cargo nextest: "        FAIL [   0.004s] crate module::test", then what the test printed, with its panic.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::nextest {
namespace {

struct Status {
  std::string word, crate, test;
};

bool read_status(std::string_view line, Status& status) {
  static const base::Regex kStatus(
      R"(^ +(?:TRY \d+ )?([A-Z][A-Z-]+)(?: \d+/\d+)? \[ *>? *[\d.]+s\] (?:\( *\d+/\d+\) )?(\S+(?:::\S+)?) (\S.*)$)");
  return kStatus.full_match(line, &status.word, &status.crate, &status.test);
}

bool failed(std::string_view word) {
  return word == "FAIL" || word == "TIMEOUT" || word == "TMT" || word.starts_with("SIG") || word == "ABORT";
}

/// A panic's place and message among what the test printed.
bool read_panic(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kPanic(R"(^\s*thread '.*'(?: \(\d+\))? panicked at (?:'(.*)', )?(\S+?):(\d+):(\d+):?$)");
  std::string message, file, line, column;
  if (!kPanic.full_match(cursor.peek(), &message, &file, &line, &column)) return false;
  cursor.take();
  std::string_view digits = line;
  diagnostic.place.file = file;
  diagnostic.place.line = take_number(digits);
  digits = column;
  diagnostic.place.column = take_number(digits);
  diagnostic.place.unit = ColumnUnit::code_point;
  constexpr std::size_t kMostLines = 50;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto text = base::trim(cursor.peek());
    if (text.empty() || text.starts_with("note: run with") || text.starts_with("stack backtrace:")) break;
    message += message.empty() ? "" : "\n";
    message += text;
    cursor.take();
  }
  diagnostic.message += ": " + message;
  return true;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kSummary(R"(^ +Summary \[ *[\d.]+s\] .*tests? run: .*$)");
  Diagnostic diagnostic;
  diagnostic.category = Category::test_failure;
  diagnostic.phase = Phase::test;
  Status status;
  if (kSummary.full_match(cursor.peek())) {
    // The failures are listed again.
    if (cursor.peek().find(" failed") == std::string_view::npos) return std::nullopt;
    diagnostic.severity = Severity::note;
    diagnostic.message = base::trim(cursor.take());
    constexpr std::size_t kMostTests = 5000;
    for (std::size_t i = 0; i < kMostTests && read_status(cursor.peek(), status); ++i) cursor.take();
    return diagnostic;
  }
  if (!read_status(cursor.peek(), status) || !failed(status.word)) return std::nullopt;
  cursor.take();
  diagnostic.severity = Severity::error;
  if (status.word == "TIMEOUT" || status.word == "TMT") diagnostic.category = Category::timeout;
  diagnostic.code = status.word;
  diagnostic.message = status.crate + " " + status.test + " failed";
  diagnostic.pattern = "test $1 failed";
  diagnostic.arguments = {status.test};
  constexpr std::size_t kMostLines = 1000;
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    Status next;
    const auto line = cursor.peek();
    if (read_status(line, next) || kSummary.full_match(line) || base::trim(line).starts_with("Cancel")) break;
    if (diagnostic.place.file.empty() && read_panic(cursor, diagnostic)) continue;
    if (diagnostic.context.size() < 4000) diagnostic.context += std::string(line) + '\n';
    cursor.take();
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "nextest",
          .language = Language::rust,
          .starts = R"(^ +(TRY \d+ )?(FAIL|TIMEOUT|TMT|ABORT|SIG[A-Z]+)( \d+/\d+)? \[|^ +Summary \[ *[\d.]+s\])",
          .read = read,
          .about = "cargo nextest, its human-readable output.",
          .example_command = "cargo nextest run",
          .homepage = "https://nexte.st/"};
}

}  // namespace fixpoint::diagnose::formats::nextest
