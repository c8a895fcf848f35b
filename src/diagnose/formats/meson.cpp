// Meson: "meson.build:2:0: ERROR: ..." when it configures, and "3/4 name FAIL 0.14s exit status 1" when it tests.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::meson {
namespace {

std::optional<Diagnostic> read_setup(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->parentheses) return std::nullopt;
  if (!head->file.ends_with("meson.build") && !head->file.ends_with("meson_options.txt") &&
      !head->file.ends_with("meson.options"))
    return std::nullopt;
  const bool error = head->rest.starts_with("ERROR: ");
  if (!error && !head->rest.starts_with("WARNING: ")) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = error ? Severity::error : Severity::warning;
  diagnostic.phase = Phase::configure;
  diagnostic.place = place_of(*head, ColumnUnit::code_point);
  if (error) ++diagnostic.place.column;  // printed from 0
  diagnostic.message = head->rest.substr(head->rest.find(' ') + 1);
  cursor.take();
  if (const auto carets = cursor.peek(1); base::trim(carets) == "^")
    for (int i = 0; i < 2; ++i) diagnostic.context += std::string(cursor.take()) + '\n';
  static const base::Regex kDependency(R"re(^Dependency (?:lookup for )?["'](\S+)["'])re");
  static const base::Regex kProgram(R"re(^Program (?:or command )?['"](\S+)['"].*not found)re");
  const auto says = [&](std::string_view words) { return diagnostic.message.find(words) != std::string::npos; };
  std::string name;
  diagnostic.category = Category::configuration;
  if (kDependency.find(diagnostic.message, &name)) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.pattern = "dependency $1 not found";
    diagnostic.arguments = {name};
  } else if (kProgram.find(diagnostic.message, &name)) {
    diagnostic.category = Category::missing_command;
    diagnostic.pattern = "program $1 not found";
    diagnostic.arguments = {name};
  } else if (says("Unknown compiler")) {
    diagnostic.category = Category::missing_command;
  } else if (says("Expecting ") || says("lexer") || says("Unable to parse")) {
    diagnostic.category = Category::syntax_error;
  } else if (says("Meson version is")) {
    diagnostic.category = Category::version_mismatch;
  }
  return diagnostic;
}

std::optional<Diagnostic> read_test(OutputCursor& cursor) {
  static const base::Regex kTest(R"(^ *\d+/\d+ (\S.*?) +(FAIL|TIMEOUT|ERROR) +[\d.]+ ?s(?: +(.*))?$)");
  std::string name, result, reason;
  if (!kTest.full_match(cursor.peek(), &name, &result, &reason)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  diagnostic.category = result == "TIMEOUT" ? Category::timeout : Category::test_failure;
  diagnostic.phase = Phase::test;
  diagnostic.code = result;
  diagnostic.message = "test " + name + " failed" + (reason.empty() ? "" : ": " + std::string(base::trim(reason)));
  diagnostic.pattern = "test $1 failed";
  diagnostic.arguments = {name};
  if (cursor.peek().starts_with(">>> ")) diagnostic.context = std::string(cursor.take()) + '\n';
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_setup(cursor)) return found;
  return read_test(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "meson",
      .starts =
          R"(meson(\.build|_options\.txt|\.options):\d+(:\d+)?: (ERROR|WARNING): |^ *\d+/\d+ \S.* (FAIL|TIMEOUT|ERROR) +[\d.]+ ?s\b)",
      .read = read,
      .about = "Meson's setup errors and the results of meson test.",
      .example_command = "meson setup build",
      .homepage = "https://mesonbuild.com/"};
}

}  // namespace fixpoint::diagnose::formats::meson
