// Snippet: the source lines of a place with what is meant underlined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/sources.hpp"
#include "cli/style.hpp"

namespace fixpoint::cli {

struct Snippet {
  std::size_t gutter = 0;          ///< digits of the largest line number
  std::vector<std::string> lines;  ///< ready to print: "12 |     return x", "   |            ^"
};

/// Lines of the file in the working tree. Nothing when it cannot be read, the line does not exist, or the tool's own
/// excerpt shows that the file has changed since.
[[nodiscard]] std::optional<Snippet> source_snippet(Sources& sources, const Style& style,
                                                    const Diagnostic& diagnostic);

/// The tool's own excerpt, framed.
[[nodiscard]] Snippet printed_snippet(const Style& style, const Diagnostic& diagnostic);

}  // namespace fixpoint::cli
