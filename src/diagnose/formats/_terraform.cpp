#include "diagnose/formats/_terraform.hpp"

#include "base/regex.hpp"
#include "diagnose/environment.hpp"

namespace fixpoint::diagnose::formats {

void describe_terraform(Diagnostic& diagnostic, std::string_view summary, std::string_view detail) {
  struct Wording {
    Category category;
    base::Regex regex;
  };
  static const Wording kWordings[] = {
      {Category::undefined_variable, base::Regex("^Reference to undeclared")},
      {Category::missing_member, base::Regex("^Unsupported attribute")},
      {Category::wrong_arguments,
       base::Regex("^(?:Unsupported argument|Missing required argument|Unsupported block type|Not enough function "
                   "arguments|Too many function arguments)")},
      {Category::syntax_error,
       base::Regex(
           "^(?:Invalid (?:multi-line string|expression|block definition|character|argument name)|Unterminated "
           "|Unclosed |Argument or block definition required|Missing (?:newline|item separator|close)|Extra "
           "characters|Unexpected )")},
      {Category::type_mismatch,
       base::Regex("^(?:Incorrect attribute value type|Invalid function argument|Inconsistent conditional|Incorrect "
                   "variable type|Invalid operand|Invalid value for input variable)")},
      {Category::version_mismatch,
       base::Regex("^(?:Unsupported Terraform Core version|Incompatible provider version)")},
      {Category::missing_dependency,
       base::Regex("^(?:Failed to query available provider|Module not installed|Missing required provider|Failed to "
                   "install provider|Inconsistent dependency lock file|Invalid provider registry host)")},
      {Category::lock_held, base::Regex("^Error acquiring the state lock")},
      {Category::runtime_error, base::Regex("provisioner error$|^(?:creating|updating|deleting|reading) ")},
  };
  diagnostic.message = summary;
  if (!detail.empty()) diagnostic.message += ": " + std::string(detail);
  diagnostic.category = Category::configuration;
  for (const auto& wording : kWordings)
    if (wording.regex.find(summary)) {
      diagnostic.category = wording.category;
      break;
    }
  if (diagnostic.place.file.empty())
    if (const auto environment = environment_failure(detail)) diagnostic.category = *environment;
  diagnostic.phase = diagnostic.category == Category::syntax_error    ? Phase::parse
                     : diagnostic.category == Category::runtime_error ? Phase::run
                                                                      : Phase::configure;
  // init announces what follows.
  if (summary.starts_with("Terraform encountered problems during init") ||
      summary.starts_with("OpenTofu encountered problems during init"))
    diagnostic.severity = Severity::note;
}

}  // namespace fixpoint::diagnose::formats
