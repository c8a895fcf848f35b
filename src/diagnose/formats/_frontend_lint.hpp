// What the readers of linters share.
#pragma once

#include <string>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::lint {

/// Makes `diagnostic` a finding of a linter: category lint, or a syntax error when its message or code says that the
/// file could not be parsed. `severity` is the word that the tool printed, in any case ("Error", "warning", "1").
void finish(Diagnostic& diagnostic, std::string_view severity, Language language = Language::javascript);

}  // namespace fixpoint::diagnose::formats::lint
