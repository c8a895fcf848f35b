// Problem matchers: the JSON in which VS Code (tasks.json) and GitHub Actions describe a tool's messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnose/custom.hpp"

namespace fixpoint::diagnose {

/// The formats that a document describes: GitHub's {"problemMatcher": [...]}, a tasks.json, an extension's
/// package.json ("contributes"), one matcher, or an array of them. Comments are allowed. `info.id` names the format
/// where a matcher has neither name nor owner; of several matchers each has its own owner. Errors say which matcher
/// and what is wrong, also which construct of a JavaScript expression has no counterpart.
[[nodiscard]] Result<std::vector<Format>> problem_matcher_formats(const CustomInfo& info, std::string_view json);

/// A JavaScript regular expression as RE2 text. Look-around and back-references have no counterpart and are errors.
[[nodiscard]] Result<std::string> re2_of_javascript(std::string_view source);

}  // namespace fixpoint::diagnose
