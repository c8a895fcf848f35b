#include "diagnose/formats/_pylint.hpp"

namespace fixpoint::diagnose::formats {

void describe_pylint(Diagnostic& diagnostic) {
  const std::string_view code = diagnostic.code;
  const char kind = code.empty() ? 'E' : code.front();
  diagnostic.severity = kind == 'E' || kind == 'F' ? Severity::error
                        : kind == 'I'              ? Severity::info
                                                   : Severity::warning;
  diagnostic.category = code == "E0001"                                         ? Category::syntax_error
                        : code == "E0602" || code == "E0601"                    ? Category::undefined_variable
                        : code == "E0401" || code == "F0401"                    ? Category::missing_dependency
                        : code == "E0611"                                       ? Category::missing_import
                        : code == "E1101"                                       ? Category::missing_member
                        : code == "E1120" || code == "E1121" || code == "E1123" ? Category::wrong_arguments
                                                                                : Category::lint;
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
}

}  // namespace fixpoint::diagnose::formats
