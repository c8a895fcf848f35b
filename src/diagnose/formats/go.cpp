// go build, go vet and what the go command itself says: "./x.go:3:5: undefined: foo" below "# package", "go: ..." for
// modules. Columns are bytes.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_go.hpp"

namespace fixpoint::diagnose::formats::go {
namespace {

constexpr int kMaxContinuation = 40;

void read_place(std::string_view text, Related& related) {
  static const base::Regex kPlace(R"(^(\S+\.go):(\d+):(\d+): (.*)$)");
  int line = 0, column = 0;
  std::string message;
  if (kPlace.full_match(text, &related.place.file, &line, &column, &message)) {
    related.place.line = static_cast<std::uint32_t>(line);
    related.place.column = static_cast<std::uint32_t>(column);
    related.message = message;
  } else {
    related.message = text;
  }
}

/// "go: message" of the go command: modules, toolchains, arguments.
std::optional<Diagnostic> read_command(OutputCursor& cursor) {
  static const base::Regex kCommand(R"(^go: (.+)$)");
  static const base::Regex kOther(
      R"(^((?:no Go files in|package \S+ is not in|pattern \S+: |go \S+: unknown command|build constraints exclude all Go files|matched no packages|stat \S+: (?:no such file|directory not found)|named files must|cannot find main module|main module \().*)$)");
  Diagnostic diagnostic;
  const auto line = cursor.peek();
  if (!kCommand.full_match(line, &diagnostic.message) && !kOther.full_match(line, &diagnostic.message))
    return std::nullopt;
  const std::string_view message = diagnostic.message;
  if (message.starts_with("downloading ") || message.starts_with("finding ") || message.starts_with("extracting ") ||
      message.starts_with("added ") || message.starts_with("upgraded ") || message.starts_with("found ") ||
      message.starts_with("warning:") || message.starts_with("creating ") || message.starts_with("to add module") ||
      message.starts_with("removed "))
    return std::nullopt;
  if (message == "errors parsing go.mod:" || message == "errors parsing go.work:") {
    // The lines below name the places.
    if (auto inner = read_go_line(cursor.peek(1))) {
      cursor.take();
      cursor.take();
      return inner;
    }
  }
  cursor.take();
  diagnostic.phase = Phase::configure;
  diagnostic.category = Category::configuration;
  if (message.contains("no required module") || message.contains("missing go.sum") ||
      message.contains("updates to go.mod needed") || message.contains("updates to go.sum needed") ||
      message.contains("cannot find module") || message.contains("unrecognized import path") ||
      message.contains("module lookup disabled") || message.contains("unknown revision"))
    diagnostic.category = Category::missing_dependency;
  if (message.contains("dial tcp") || message.contains("i/o timeout") || message.contains("no such host"))
    diagnostic.category = Category::network;
  if (message.contains("permission denied")) diagnostic.category = Category::permission;
  if (message.contains("no space left")) diagnostic.category = Category::disk_full;
  if (message.contains("unknown command")) diagnostic.category = Category::missing_command;
  for (int i = 0; i < kMaxContinuation && cursor.peek().starts_with('\t'); ++i)
    diagnostic.related.push_back({{}, std::string(base::trim(cursor.take()))});
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto diagnostic = read_go_line(cursor.peek(), cursor.brief());
  if (!diagnostic) return read_command(cursor);
  // Below "--- FAIL" an indented place is a test's; those lines start with blanks and never come here.
  cursor.take();
  if (diagnostic->message == "too many errors") diagnostic->severity = Severity::note;
  for (int i = 0; i < kMaxContinuation && cursor.peek().starts_with('\t'); ++i) {
    const auto line = cursor.take();
    diagnostic->context += line;
    diagnostic->context += '\n';
    Related related;
    read_place(base::trim(line), related);
    diagnostic->related.push_back(std::move(related));
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "go",
      .language = Language::go,
      .starts =
          R"(\.go:\d+(:\d+)?: |^(\S*/)?go\.(mod|work|sum):\d+|^go: |^no Go files in|^package \S+ is not in|^pattern \S+: |^go \S+: unknown|^build constraints|^matched no packages|^stat \S+: |^named files must|^cannot find main module|^main module \()",
      .read = read,
      .about = "go build and go vet, and what the go command says about modules.",
      .example_command = "go build ./...",
      .homepage = "https://pkg.go.dev/cmd/go",
      // Linters of Go print the same shape.
      .last_resort = true,
      .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::go
