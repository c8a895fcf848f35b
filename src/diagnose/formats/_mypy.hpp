// What mypy's text and JSON share.
#pragma once

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// Category and phase from Diagnostic::code ("attr-defined").
void describe_mypy(Diagnostic& diagnostic);

}  // namespace fixpoint::diagnose::formats
