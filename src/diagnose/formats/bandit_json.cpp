// bandit -f json: the elements of "results", and of "errors" for files that it could not parse. Columns count from 0.
#include "diagnose/formats/_fields.hpp"

namespace fixpoint::diagnose::formats::bandit_json {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  Diagnostic diagnostic;
  auto probe = cursor;
  if (const auto unread = take_object(probe, "filename"); unread && unread->contains("reason")) {
    diagnostic.message = field_text(*unread, "reason");
    diagnostic.place.file = field_text(*unread, "filename");
    const bool syntax = diagnostic.message.starts_with("syntax error");
    diagnostic.category = syntax ? Category::syntax_error : Category::configuration;
    diagnostic.phase = Phase::parse;
    cursor = probe;
    return diagnostic;
  }
  probe = cursor;
  const auto object = take_object(probe, "code");
  if (!object || !object->contains("test_id")) return std::nullopt;
  diagnostic.code = field_text(*object, "test_id");
  diagnostic.message = field_text(*object, "issue_text");
  diagnostic.severity = field_text(*object, "issue_severity") == "HIGH" ? Severity::error : Severity::warning;
  diagnostic.category = Category::lint;
  diagnostic.phase = Phase::analyze;
  diagnostic.place.file = field_text(*object, "filename");
  diagnostic.place.line = field_number(*object, "line_number");
  diagnostic.place.column = field_number(*object, "col_offset") + 1;
  diagnostic.context = field_text(*object, "code");
  cursor = probe;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "bandit_json",
          .language = Language::python,
          .starts = R"(^    \{$)",
          .read = read,
          .about = "bandit's JSON report",
          .example_command = "bandit -f json -r .",
          .homepage = "https://bandit.readthedocs.io/"};
}

}  // namespace fixpoint::diagnose::formats::bandit_json
