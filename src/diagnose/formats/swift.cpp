// swiftc, swift build and xcodebuild: "a.swift:12:5: error: cannot find 'x' in scope" with an excerpt, in the older
// style (source line and "^~~~") and the newer one (gutter and "`- error: ..."), and notes that follow.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::swift {
namespace {

struct Start {
  Head head;
  std::string_view level, message;
};

std::optional<Start> start_of(std::string_view line) {
  const auto head = read_head(line);
  if (!head || head->parentheses || !head->file.ends_with(".swift")) return std::nullopt;
  const auto colon = head->rest.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  const auto level = head->rest.substr(0, colon);
  if (level != "error" && level != "warning" && level != "note" && level != "fatal error") return std::nullopt;
  return Start{*head, level, head->rest.substr(colon + 2)};
}

Category category_of(std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  if (says("no such module")) return Category::missing_import;
  if (says("cannot find") || says("use of undeclared") || says("use of unresolved"))
    return Category::undefined_variable;
  if (says("has no member")) return Category::missing_member;
  if (says("missing argument") || says("extra argument") || says("incorrect argument label"))
    return Category::wrong_arguments;
  if (says("cannot convert") || says("does not conform") || says("cannot assign value"))
    return Category::type_mismatch;
  if (message.starts_with("expected ") || says("consecutive statements") || says("unterminated"))
    return Category::syntax_error;
  return Category::compiler_error;
}

/// The excerpt below a head: gutter lines, or a source line followed by carets.
std::string take_excerpt(OutputCursor& cursor) {
  std::string excerpt;
  constexpr std::size_t kMostLines = 40;
  const auto is_gutter = [](std::string_view line) {
    const auto bar = line.find('|');
    return bar != std::string_view::npos && bar > 0 &&
           line.substr(0, bar).find_first_not_of(" 0123456789") == std::string_view::npos;
  };
  if (is_gutter(cursor.peek())) {
    for (std::size_t i = 0; i < kMostLines && is_gutter(cursor.peek()); ++i)
      excerpt += std::string(cursor.take()) + '\n';
    return excerpt;
  }
  const auto carets = cursor.peek(1);
  if (carets.find('^') == std::string_view::npos || carets.find_first_not_of(" \t~^") != std::string_view::npos)
    return excerpt;
  for (int i = 0; i < 2; ++i) excerpt += std::string(cursor.take()) + '\n';
  return excerpt;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto start = start_of(cursor.peek());
  if (!start || start->level == "note") return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.place = place_of(start->head);
  diagnostic.severity = start->level == "warning" ? Severity::warning : Severity::error;
  diagnostic.message = start->message;
  diagnostic.category = category_of(start->message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
  cursor.take();
  diagnostic.context = take_excerpt(cursor);
  constexpr std::size_t kMostNotes = 100;
  for (std::size_t i = 0; i < kMostNotes; ++i) {
    const auto note = start_of(cursor.peek());
    if (!note || note->level != "note") break;
    diagnostic.related.push_back({place_of(note->head), std::string(note->message)});
    cursor.take();
    static_cast<void>(take_excerpt(cursor));
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "swift",
          .starts = R"(\.swift:\d+(:\d+)?: (fatal error|error|warning): )",
          .read = read,
          .about = "The Swift compiler, as swiftc, swift build and xcodebuild print it.",
          .example_command = "swift build",
          .homepage = "https://www.swift.org/"};
}

}  // namespace fixpoint::diagnose::formats::swift
