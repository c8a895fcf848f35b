// What terraform's text and JSON share.
#pragma once

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// Message, category and phase from a message's summary line and its detail.
void describe_terraform(Diagnostic& diagnostic, std::string_view summary, std::string_view detail);

}  // namespace fixpoint::diagnose::formats
