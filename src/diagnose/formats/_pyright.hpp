// What pyright's text and JSON share.
#pragma once

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// Category and phase from Diagnostic::code ("reportAttributeAccessIssue"; empty for syntax errors); severity from
/// pyright's word for it.
void describe_pyright(Diagnostic& diagnostic, std::string_view severity);

}  // namespace fixpoint::diagnose::formats
