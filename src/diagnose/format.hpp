// Format: one tool's way of printing problems. One file each in formats/, exporting one function named like the file.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose {

/// One line of output as formats see it: escape sequences, carriage returns and CI decoration peeled off.
struct OutputLine {
  std::string_view text;
  std::uint64_t raw_begin = 0;  ///< where the line lies in RunOutput::bytes
  std::uint64_t raw_end = 0;    ///< one past its newline
};

/// A reader's position in the output. Readers look ahead freely and take() what is theirs; what a reader did not take
/// stays for the others. The lines are those of one stream when the tool's messages were interleaved with the other.
/// How far ahead a reader sees is bounded (kLookAhead lines): done() may come before the output's end.
class OutputCursor {
 public:
  OutputCursor(std::span<const OutputLine> lines, std::size_t at, const void* data = nullptr)
      : lines_(lines), begin_(at), at_(at), data_(data) {}

  /// The line `ahead` lines from here; empty past the end (see done()).
  [[nodiscard]] std::string_view peek(std::size_t ahead = 0) const {
    farthest_ = std::max(farthest_, at_ + ahead);
    return at_ + ahead < lines_.size() ? lines_[at_ + ahead].text : std::string_view{};
  }
  [[nodiscard]] bool done(std::size_t ahead = 0) const { return at_ + ahead >= lines_.size(); }
  /// Lines before the current one, nearest first: peek_back(1) is the line above.
  [[nodiscard]] std::string_view peek_back(std::size_t back) const {
    return back <= at_ ? lines_[at_ - back].text : std::string_view{};
  }
  /// Claims the current line and moves on.
  std::string_view take() {
    const auto line = peek();
    if (!done()) ++at_;
    return line;
  }
  [[nodiscard]] std::size_t taken() const { return at_ - begin_; }
  [[nodiscard]] std::size_t index() const { return at_; }
  /// How many lines have been looked at from the start on (the core bounds fruitless look-ahead with it).
  [[nodiscard]] std::size_t looked() const { return farthest_ - begin_ + 1; }
  /// Format::data of the format that reads.
  [[nodiscard]] const void* data() const { return data_; }

 private:
  std::span<const OutputLine> lines_;
  std::size_t begin_;
  std::size_t at_;
  const void* data_;
  mutable std::size_t farthest_ = begin_;
};

struct Format {
  std::string_view id;  ///< "gcc"; stored in records, never renamed
  Language language = Language::any;
  std::string_view starts;  ///< RE2, unanchored: a line that may open a diagnostic of this tool (cheap pre-filter)
  /// Consumes one diagnostic (take() at least one line), or returns nothing and takes nothing. Pure. Fills tool-level
  /// fields: code, severity, category, phase, message, place, related, suggestions, context, pattern + arguments when
  /// the tool's wording shows what is a user's name; diagnose fills tool, raw_*, and pattern when left empty.
  std::optional<Diagnostic> (*read)(OutputCursor& cursor) = nullptr;
  /// Instead of `read`, for tools that print many diagnostics in one piece (a JSON document on one line). Empty when
  /// it takes nothing.
  std::vector<Diagnostic> (*read_many)(OutputCursor& cursor) = nullptr;
  std::string_view about;            ///< one sentence for docs/formats.md: which tool, which of its outputs
  std::string_view example_command;  ///< how to get this output
  std::string_view homepage;
  /// Tried only when no other format takes the line: shapes that many tools share ("file:line:column: message").
  bool last_resort = false;
  /// For formats made at run time: what one reader function needs to be many formats (see OutputCursor::data()).
  const void* data = nullptr;
  /// Owns `data` and the texts that the views above point to, of formats made at run time; else empty.
  std::shared_ptr<const void> owner = nullptr;
};

/// All formats, in file-name order (generated from the folder). Earlier wins when two claim a line.
[[nodiscard]] std::span<const Format> all_formats();

}  // namespace fixpoint::diagnose
