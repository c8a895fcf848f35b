// doxygen's warnings: "a.c:3: warning: argument 'c' of command @param is not found in the argument list of add(int)".
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_c_family.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::doxygen {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head(cursor.peek());
  if (!head || head->column != 0) return std::nullopt;
  const bool warning = head->rest.starts_with("warning: ");
  const bool error = head->rest.starts_with("error: ");
  if (!warning && !error) return std::nullopt;
  const auto message = head->rest.substr(head->rest.find(' ') + 1);
  if (!c_family::is_doxygen(message)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.severity = error ? Severity::error : Severity::warning;
  diagnostic.category = Category::lint;
  diagnostic.phase = Phase::analyze;
  diagnostic.place = place_of(*head);
  diagnostic.message = message;
  cursor.take();
  // "The following parameter of f is not documented:" and the names.
  constexpr std::size_t kMostLines = 50;
  for (std::size_t i = 0; i < kMostLines && cursor.peek().starts_with("  parameter '"); ++i)
    diagnostic.message += " " + std::string(base::trim(cursor.take()));
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "doxygen",
      .language = Language::c,
      .starts =
          R"(:\d+: (warning|error): .*(of command [@\\]|Problems running |unknown command|documented|\\ref command|explicit link|no (uniquely )?matching|has multiple @param|html tag))",
      .read = read,
      .about = "doxygen's warnings about documentation comments.",
      .example_command = "doxygen Doxyfile",
      .homepage = "https://www.doxygen.nl/"};
}

}  // namespace fixpoint::diagnose::formats::doxygen
