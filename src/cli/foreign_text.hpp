// Foreign text: what tools and logs say, made harmless for where it is shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fixpoint::cli {

/// Valid UTF-8 (bad bytes become U+FFFD) without escape sequences, control characters (tab and newline stay), C1
/// controls, and the bidirectional overrides with which text can be made to read as something else.
[[nodiscard]] std::string harmless(std::string_view text);

/// The same on one line: newlines and tabs are blanks.
[[nodiscard]] std::string harmless_line(std::string_view text);

/// Valid XML 1.0 character data: the five entities, and no character that XML forbids. Newlines and tabs are
/// references, as attributes need it, unless they are kept.
[[nodiscard]] std::string xml_text(std::string_view text, bool keep_lines = false);

/// A URI reference: everything but unreserved characters and '/' is percent-encoded. "C:\x" and "/x" become file:
/// URIs.
[[nodiscard]] std::string uri(std::string_view path);

}  // namespace fixpoint::cli
