// Diagnostic: one message of one tool. Problem: diagnostics with one cause.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fixpoint/words.hpp"

namespace fixpoint {

/// What a tool counts when it prints a column. `file_byte` counts bytes from the start of the file (the line is 1),
/// for tools that give offsets.
enum class ColumnUnit : std::uint8_t { byte, utf16, code_point, display, file_byte };

/// A place as a tool printed it. Lines and columns are 1-based (formats convert 0-based tools); 0 = not given.
/// Ends are exclusive; without an end the place is a point. Only `source/` turns it into byte offsets.
struct Place {
  std::string file;  ///< as printed; relative to the folder the tool ran in (see Diagnostic::folder)
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
  ColumnUnit unit = ColumnUnit::byte;
};

/// A replacement of a place by text.
struct SuggestedEdit {
  Place place;  ///< an empty range inserts
  std::string replacement;
};

/// The tool's own idea of a fix: all edits together.
struct Suggestion {
  std::string message;
  Safety safety = Safety::likely;
  std::vector<SuggestedEdit> edits;
};

struct Related {
  Place place;
  std::string message;
};

struct Diagnostic {
  std::string tool;  ///< id of the format that read it
  std::string code;  ///< "E0308", "TS2304", "-Wunused", "NameError"; empty when the tool has none
  Severity severity = Severity::error;
  Category category = Category::unknown;
  Phase phase = Phase::unknown;
  Language language = Language::any;
  std::string message;  ///< as printed, without position, code and escape sequences
  /// The message with user names as typed holes ("use of undeclared identifier '$1'") and what filled them.
  std::string pattern;
  std::vector<std::string> arguments;
  std::string folder;  ///< folder the tool ran in if the output said so ("make: Entering directory"), else empty
  Place place;
  std::vector<Related> related;  ///< notes, frames (innermost last), "first defined here"
  std::vector<Suggestion> suggestions;
  std::string context;          ///< source excerpt and carets as printed
  std::uint64_t raw_begin = 0;  ///< the bytes of RunOutput::bytes it came from
  std::uint64_t raw_end = 0;
};

/// Versioned and immutable; see docs/fingerprints.md. 16 hex digits each, coarser with each level.
struct Fingerprint {
  int version = 1;
  std::array<std::string, 4> level;  ///< exact text, pattern + top frame, pattern, class
};

struct Problem {
  std::string id;  ///< "p1", "p2", ... within one run, first to fix first
  Category category = Category::unknown;
  Diagnostic primary;
  std::vector<Diagnostic> follow_ons;  ///< folded under the primary because they follow from it
  std::string folded_by;               ///< the rule that folded them; empty without follow-ons
  Fingerprint fingerprint;
};

}  // namespace fixpoint
