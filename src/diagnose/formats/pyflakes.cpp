// pyflakes: "a.py:1:1: 'os' imported but unused", without codes.
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::pyflakes {
namespace {

bool is_ours(std::string_view message) {
  constexpr std::string_view kWordings[] = {"imported but unused",
                                            "undefined name ",
                                            "redefinition of unused ",
                                            "is assigned to but never used",
                                            "unable to detect undefined names",
                                            "may be undefined, or defined from star imports",
                                            "f-string is missing placeholders",
                                            "import * only allowed at module level",
                                            "list comprehension redefines ",
                                            "local variable ",
                                            "invalid syntax",
                                            "dictionary key ",
                                            "'return' outside function"};
  for (const auto wording : kWordings)
    if (message.find(wording) != std::string_view::npos) return true;
  return false;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".py", ".pyi"});
  if (!head || !is_ours(head->rest)) return std::nullopt;
  auto diagnostic = finding(*head, Severity::warning);
  if (head->rest.starts_with("undefined name ")) {
    diagnostic.severity = Severity::error;
    diagnostic.category = Category::undefined_variable;
  } else if (head->rest.starts_with("invalid syntax")) {
    diagnostic.severity = Severity::error;
    diagnostic.category = Category::syntax_error;
    diagnostic.phase = Phase::parse;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "pyflakes",
      .language = Language::python,
      .starts =
          R"re(^[^\s:][^:]*\.pyi?:\d+:(\d+:?)? ('|undefined name |redefinition of unused |local variable |f-string is missing|import \* only|list comprehension redefines|dictionary key |invalid syntax))re",
      .read = read,
      .about = "pyflakes: findings without codes.",
      .example_command = "pyflakes .",
      .homepage = "https://github.com/PyCQA/pyflakes"};
}

}  // namespace fixpoint::diagnose::formats::pyflakes
