// javac's messages, whoever prints them (javac itself, Maven, Gradle): which key a text belongs to, and what it
// means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// Fills code ("compiler.err.cant.resolve"), category, phase, pattern and arguments of an error from `message` (its
/// first line) and `details` (the lines that javac prints below the source excerpt: symbol, location, required,
/// found, reason), and appends the details to the message as "; symbol: variable x; location: class A".
void explain_javac(Diagnostic& diagnostic, const std::vector<std::string_view>& details);

/// The same for the raw form of -XDrawDiagnostics: `key` and its comma-separated arguments.
void explain_javac_raw(Diagnostic& diagnostic, std::string_view key, std::string_view arguments);

}  // namespace fixpoint::diagnose::formats
