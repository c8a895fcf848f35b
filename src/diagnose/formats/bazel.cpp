// Bazel: "ERROR: /p/BUILD:1:22: ...", missing targets and packages, repositories it cannot fetch, failed tests. What
// a compiler printed inside an action stays the compiler's.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::bazel {
namespace {

constexpr std::size_t kMostLines = 60;

bool is_build_file(std::string_view file) {
  for (const std::string_view end : {"BUILD", "BUILD.bazel", "WORKSPACE", "WORKSPACE.bazel", "MODULE.bazel", ".bzl"})
    if (file.ends_with(end)) return true;
  return false;
}

/// Only repeats what another ERROR line said in full.
bool repeats(std::string_view message) {
  for (const std::string_view start :
       {"Skipping '", "Analysis of target '", "Build did NOT complete", "Error fetching repository",
        "While resolving toolchains", "Couldn't start the build", "Evaluation of query",
        "command succeeded, but there were errors"})
    if (message.starts_with(start)) return true;
  return false;
}

bool is_bazels(std::string_view message) {
  for (const std::string_view start :
       {"no such target '", "no such package '", "An error occurred during the fetch of repository '",
        "Unrecognized option: ", "The project you're trying to build", "Config value ", "Command '", "Cycle"})
    if (message.starts_with(start)) return true;
  return repeats(message);
}

void classify(Diagnostic& diagnostic) {
  const auto says = [&](std::string_view words) { return diagnostic.message.find(words) != std::string::npos; };
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::configure;
  if (says("Unknown host") || says("timed out") || says("Connection refused")) {
    diagnostic.category = Category::network;
    diagnostic.phase = Phase::install;
  } else if (says("fetch of repository") || says("no such package '@")) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.phase = Phase::install;
  } else if (says("syntax error")) {
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  } else if (says(" failed: (Exit ") || says(" failed (Exit ")) {
    diagnostic.category = Category::compiler_error;
    diagnostic.phase = says("Link") ? Phase::link : Phase::compile;
    diagnostic.code = "action";
  } else if (says("missing input file") || says("not declared in package") || says("no such")) {
    diagnostic.category = Category::missing_dependency;
  }
}

std::optional<Diagnostic> read_error(OutputCursor& cursor) {
  constexpr std::string_view kError = "ERROR: ";
  auto text = cursor.peek();
  if (!text.starts_with(kError)) return std::nullopt;
  text.remove_prefix(kError.size());
  Diagnostic diagnostic;
  diagnostic.severity = Severity::error;
  if (const auto head = read_head(text); head && is_build_file(head->file)) {
    diagnostic.place = place_of(*head);
    diagnostic.message = head->rest;
    if (head->rest.ends_with("input file(s) do not exist")) diagnostic.severity = Severity::note;  // counts them
  } else if (is_bazels(text)) {
    diagnostic.message = text;
    if (repeats(text)) diagnostic.severity = Severity::note;
  } else {
    return std::nullopt;
  }
  cursor.take();
  // Indented lines go on: folders that were searched, a Starlark traceback and its "Error in f: ...".
  for (std::size_t i = 0; i < kMostLines && !cursor.done(); ++i) {
    const auto line = cursor.peek();
    const bool reason = line.starts_with("Error in ") || line.starts_with("Error: ");
    if (!line.starts_with(' ') && !line.starts_with('\t') && !reason) break;
    if (reason) diagnostic.message += " " + std::string(line);
    diagnostic.context += std::string(cursor.take()) + '\n';
  }
  classify(diagnostic);
  return diagnostic;
}

std::optional<Diagnostic> read_result(OutputCursor& cursor) {
  static const base::Regex kTest(R"(^(//\S+|@\S+//\S+) +(FAILED|TIMEOUT|FLAKY|NO STATUS)(?: .*)? in (.*)$)");
  static const base::Regex kTarget(
      R"(^(?:Target (\S+) failed to build|FAILED: Build did NOT complete successfully.*|FAIL: (//\S+) .*|TIMEOUT: (//\S+) .*)$)");
  std::string target, result, rest;
  Diagnostic diagnostic;
  if (kTest.full_match(cursor.peek(), &target, &result, &rest) && result != "FLAKY") {
    diagnostic.severity = Severity::error;
    diagnostic.category = result == "TIMEOUT" ? Category::timeout : Category::test_failure;
    diagnostic.phase = Phase::test;
    diagnostic.code = result;
    diagnostic.message = "test " + target + " failed";
    diagnostic.pattern = "test $1 failed";
    diagnostic.arguments = {target};
    cursor.take();
    if (cursor.peek().starts_with("  /")) diagnostic.context = std::string(cursor.take()) + '\n';
    return diagnostic;
  }
  if (!kTarget.full_match(cursor.peek())) return std::nullopt;
  diagnostic.severity = Severity::note;
  diagnostic.message = cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_error(cursor)) return found;
  return read_result(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "bazel",
      .starts =
          R"(^ERROR: (.*(BUILD|WORKSPACE|\.bzl|\.bazel):\d+:|no such |An error occ|Couldn't|Unrecognized option|The project you|Config value|Command '|Cycle|Skipping '|Analysis of|Build did NOT|Error fetching|While resolving|Evaluation of|command succeeded)|^(//|@)\S+ +(FAILED|TIMEOUT|NO STATUS)|^Target \S+ failed to build|^FAILED: Build did NOT|^(FAIL|TIMEOUT): //)",
      .read = read,
      .about = "Bazel's own errors: build files, targets, repositories, failed actions and tests.",
      .example_command = "bazel test //...",
      .homepage = "https://bazel.build/"};
}

}  // namespace fixpoint::diagnose::formats::bazel
