// Format: one tool's way of printing problems. One file each in formats/, exporting format() in a namespace named
// like it.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose {

/// The lines of one stream around the place being read, found only as far as somebody looks.
class LineWindow {
 public:
  virtual ~LineWindow() = default;
  LineWindow() = default;
  LineWindow(const LineWindow&) = delete;
  LineWindow& operator=(const LineWindow&) = delete;

  /// Is there a line `ahead` of the first one?
  [[nodiscard]] bool has(std::size_t ahead) { return origin_ + ahead < lines_.size() || find_ahead(ahead); }
  [[nodiscard]] std::string_view ahead(std::size_t ahead) {
    return has(ahead) ? lines_[origin_ + ahead] : std::string_view{};
  }
  /// The line `back` (1, 2, ...) lines before the first one; empty when there is none so near.
  [[nodiscard]] virtual std::string_view behind(std::size_t back) = 0;

  /// How many lines behind() knows of, at most.
  [[nodiscard]] virtual std::size_t count_behind() = 0;

  bool brief = false;          ///< see OutputCursor::brief()
  const void* data = nullptr;  ///< Format::data of the format that reads

 protected:
  /// Makes lines_[origin_ + ahead] known, or says that there is no such line.
  virtual bool find_ahead(std::size_t ahead) = 0;

  std::vector<std::string_view> lines_;
  std::size_t origin_ = 0;
};

/// Lines that are all there: for formats that read text inside of other text.
class FixedLines final : public LineWindow {
 public:
  explicit FixedLines(std::vector<std::string_view> lines) { lines_ = std::move(lines); }
  [[nodiscard]] std::string_view behind(std::size_t) override { return {}; }
  [[nodiscard]] std::size_t count_behind() override { return 0; }

 protected:
  bool find_ahead(std::size_t) override { return false; }
};

/// A reader's position in the output. Readers look ahead freely and take() what is theirs; what a reader did not take
/// stays for the others. The lines are those of one stream when the tool's messages were interleaved with the other.
/// How far a reader sees is bounded in both directions: done() may come before the output's end.
class OutputCursor {
 public:
  explicit OutputCursor(LineWindow& window) : window_(&window) {}

  /// The line `ahead` lines from here; empty past the end (see done()).
  [[nodiscard]] std::string_view peek(std::size_t ahead = 0) const {
    farthest_ = std::max(farthest_, at_ + ahead);
    return window_->ahead(at_ + ahead);
  }
  [[nodiscard]] bool done(std::size_t ahead = 0) const { return !window_->has(at_ + ahead); }
  /// Lines before the current one, nearest first: peek_back(1) is the line above.
  [[nodiscard]] std::string_view peek_back(std::size_t back) const {
    return back <= at_ ? window_->ahead(at_ - back) : window_->behind(back - at_);
  }
  /// How far peek_back() can go; it may stop earlier.
  [[nodiscard]] std::size_t index() const { return at_ + window_->count_behind(); }
  /// Claims the current line and moves on.
  std::string_view take() {
    const auto line = peek();
    if (!done()) ++at_;
    return line;
  }
  [[nodiscard]] std::size_t taken() const { return at_; }
  /// How many lines have been looked at from the start on (the core bounds fruitless look-ahead with it).
  [[nodiscard]] std::size_t looked() const { return farthest_ + 1; }
  /// The diagnostic is only counted: its severity and the lines it takes matter, all else may be left out.
  [[nodiscard]] bool brief() const { return window_->brief; }
  /// Format::data of the format that reads.
  [[nodiscard]] const void* data() const { return window_->data; }

 private:
  LineWindow* window_;
  std::size_t at_ = 0;
  mutable std::size_t farthest_ = 0;
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
  /// The reader itself declines at once what `starts` does not match: it need not be matched before (hot formats).
  bool self_checking = false;
  /// For formats made at run time: what one reader function needs to be many formats (see OutputCursor::data()).
  const void* data = nullptr;
  /// Owns `data` and the texts that the views above point to, of formats made at run time; else empty.
  std::shared_ptr<const void> owner = nullptr;
};

/// All formats, in file-name order (generated from the folder). Earlier wins when two claim a line.
[[nodiscard]] std::span<const Format> all_formats();

}  // namespace fixpoint::diagnose
