#include "diagnose/formats/_frontend_lint.hpp"

#include "base/text.hpp"

namespace fixpoint::diagnose::formats::lint {

void finish(Diagnostic& diagnostic, std::string_view severity, Language language) {
  const auto word = base::lower(severity);
  diagnostic.severity = word.starts_with("warn") || word == "⚠"                                    ? Severity::warning
                        : word.starts_with("info") || word == "i" || word == "ℹ" || word == "note" ? Severity::info
                                                                                                   : Severity::error;
  diagnostic.language = language;
  diagnostic.place.unit = ColumnUnit::utf16;
  const std::string_view message = diagnostic.message;
  const bool syntax = message.starts_with("Parsing error") || message.starts_with("Unexpected token") ||
                      message.starts_with("Parse error") || diagnostic.code == "CssSyntaxError" ||
                      diagnostic.code == "parse" || diagnostic.code == "parser-error";
  diagnostic.category = syntax ? Category::syntax_error : Category::lint;
  diagnostic.phase = syntax ? Phase::parse : Phase::analyze;
}

}  // namespace fixpoint::diagnose::formats::lint
