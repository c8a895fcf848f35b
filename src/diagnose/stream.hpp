// LineStream: one stream of lines -> diagnostics. Holds a sliding piece of the text, finds the lines at which formats
// may start, and lets them read there.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/folders.hpp"
#include "diagnose/format.hpp"
#include "diagnose/prefilter.hpp"

namespace fixpoint::diagnose {

/// Bounds against output made to hurt. A reader sees at most kLookAhead lines and kLookAheadBytes; once readers have
/// looked in vain at many more lines than there were, they see kShort.
inline constexpr std::size_t kLookAhead = 20'000;
inline constexpr std::size_t kLookAheadBytes = std::size_t{8} << 20;
inline constexpr std::size_t kLookBack = 2'000;
inline constexpr std::size_t kLookBackBytes = std::size_t{64} << 10;
inline constexpr std::size_t kShort = 100;
/// Text is peeled and read in pieces of this size.
inline constexpr std::size_t kBlock = std::size_t{64} << 10;

/// What the streams of one reader share.
struct Reading {
  std::span<const Format> formats;
  std::function<void(Diagnostic&&)> sink;
  const Prefilter* prefilter = nullptr;
  bool folders = true;
  bool brief = false;
  std::uint64_t bytes = 0;  ///< seen by all streams together, with the offset of the first
};

class LineStream final : public LineWindow {
 public:
  /// Takes lines that were printed by another program, in the order of their raw places.
  using Route = std::function<void(std::string_view stream, std::string_view text, std::uint64_t raw_begin,
                                   std::uint64_t raw_end)>;

  explicit LineStream(Reading& reading, std::uint64_t raw_offset = 0) : reading_(reading), raw_next_(raw_offset) {}

  /// Raw bytes: peeled here; reads whenever a block is full.
  void feed(std::string_view bytes, const Route& route);
  /// A whole line that is peeled already.
  void append(std::string_view text, std::uint64_t raw_begin, std::uint64_t raw_end);
  /// Peels the whole lines that are there (the last one also without its newline when `unfinished`), and reads them
  /// as if nothing followed.
  void flush(const Route& route, bool unfinished);

  [[nodiscard]] std::string_view behind(std::size_t back) override;
  [[nodiscard]] std::size_t count_behind() override;

 protected:
  bool find_ahead(std::size_t ahead) override;

 private:
  enum class Step : std::uint8_t { nothing, taken, starved };

  /// Where a piece of the clean text lies in the raw bytes, up to the next such place.
  struct Origin {
    std::uint64_t clean, raw;
    std::uint64_t raw_end;  ///< of a line that was changed; 0: the text is the raw text
  };

  void reserve(std::size_t more);
  void drop_read_text();
  std::string_view skip(std::string_view bytes);
  void shorten_unfinished();
  void peel(std::size_t stop, const Route& route);
  void note_origin(std::uint64_t clean, std::uint64_t raw, std::uint64_t raw_end);
  const Origin& origin_of(std::uint64_t clean) const;

  void read(bool final);
  [[nodiscard]] bool folder_waits(std::size_t line) const;
  void see_folder(std::size_t line);
  Step read_at(std::size_t line);
  void emit(const Format& format, std::size_t taken);

  void place(std::size_t line);
  [[nodiscard]] std::size_t end_of(std::size_t line) const;
  [[nodiscard]] std::string_view line_at(std::size_t line) const;
  [[nodiscard]] std::size_t index_of(std::string_view line) const {
    return static_cast<std::size_t>(line.data() - text_.get());
  }

  Reading& reading_;

  // text_[0, clean_) are whole clean lines with the newline before the first; text_[clean_, used_) is raw.
  std::unique_ptr<char[]> text_;
  std::size_t capacity_ = 0, used_ = 0, clean_ = 0;
  std::uint64_t base_ = 0;          ///< place of text_[0] in the whole clean text
  std::size_t goal_ = 0;            ///< peel and read when used_ reaches this
  std::uint64_t raw_next_ = 0;      ///< raw place of text_[clean_]
  std::uint64_t omitted_ = 0;       ///< raw bytes of the unfinished line that are not kept
  bool skipping_ = false;           ///< the unfinished line has all that formats see of it
  bool carriage_returned_ = false;  ///< while skipping: the last byte was a carriage return
  std::deque<Origin> origins_;
  std::string storage_;

  std::size_t next_ = 0;     ///< the first line that is not read
  std::size_t scanned_ = 0;  ///< the prefilter has seen what lies before
  std::vector<Prefilter::Hit> hits_;
  std::size_t hit_ = 0;                   ///< the first of hits_ that is not dealt with
  std::uint64_t retry_ = 0;               ///< a reader waits until the clean text reaches this place
  std::size_t lines_end_ = 0;             ///< where the line behind lines_ begins
  std::vector<std::string_view> behind_;  ///< lines before lines_, nearest first
  std::size_t most_lines_ = kLookAhead;
  bool final_ = false, starved_ = false;
  std::uint64_t vain_ = 0;
  FolderTracker folders_;
  std::vector<std::uint32_t> candidates_;
  std::vector<Diagnostic> found_;
};

}  // namespace fixpoint::diagnose
