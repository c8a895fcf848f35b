// What pylint's texts and JSON share.
#pragma once

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// Severity, category and phase from the message's number ("E0602"), which stays the code.
void describe_pylint(Diagnostic& diagnostic);

}  // namespace fixpoint::diagnose::formats
