#include "diagnose/formats/_pyright.hpp"

namespace fixpoint::diagnose::formats {

void describe_pyright(Diagnostic& diagnostic, std::string_view severity) {
  diagnostic.severity = severity == "error"     ? Severity::error
                        : severity == "warning" ? Severity::warning
                                                : Severity::info;
  const std::string_view code = diagnostic.code;
  const std::string_view message = diagnostic.message;
  // Rules have names; what has none is a syntax error, unless it is about an overload or a type.
  const bool syntax = code.empty() && (message.find("xpected ") != std::string_view::npos ||
                                       message.find("not closed") != std::string_view::npos ||
                                       message.find("ndent") != std::string_view::npos ||
                                       message.find("must be separated") != std::string_view::npos ||
                                       message.find("nterminated") != std::string_view::npos ||
                                       message.find("not allowed") != std::string_view::npos);
  diagnostic.category = syntax                                ? Category::syntax_error
                        : code == "reportUndefinedVariable"   ? Category::undefined_variable
                        : code == "reportMissingImports"      ? Category::missing_dependency
                        : code == "reportMissingModuleSource" ? Category::missing_dependency
                        : code == "reportAttributeAccessIssue" && message.ends_with("is unknown import symbol")
                            ? Category::missing_import
                        : code == "reportAttributeAccessIssue"   ? Category::missing_member
                        : code == "reportOptionalMemberAccess"   ? Category::missing_member
                        : code == "reportCallIssue"              ? Category::wrong_arguments
                        : code == "reportArgumentType"           ? Category::type_mismatch
                        : code == "reportReturnType"             ? Category::type_mismatch
                        : code == "reportAssignmentType"         ? Category::type_mismatch
                        : code == "reportOperatorIssue"          ? Category::type_mismatch
                        : code == "reportIndexIssue"             ? Category::type_mismatch
                        : code.starts_with("reportIncompatible") ? Category::type_mismatch
                        : code.starts_with("reportUnused")       ? Category::lint
                                                                 : Category::compiler_error;
  diagnostic.phase = syntax ? Phase::parse : Phase::compile;
  diagnostic.place.unit = ColumnUnit::utf16;
}

}  // namespace fixpoint::diagnose::formats
