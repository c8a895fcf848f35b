// Reader: output bytes of any size -> diagnostics, as they come, in bounded memory.
//
//   Reader reader([&](Diagnostic&& one) { ... });
//   while (...) reader.feed(bytes);   // any chunks; the result does not depend on where they are cut
//   reader.flush();                   // only when idle (--follow): reads what waits for more input now
//   reader.finish();                  // the end: everything has been given to the sink
//   reader.counts()                   // what was seen, also while reading
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "diagnose/format.hpp"
#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose {

/// How many diagnostics were seen, by severity.
struct Counts {
  std::array<std::uint64_t, 5> by_severity{};  ///< index: Severity
  std::uint64_t& operator[](Severity severity) { return by_severity[static_cast<std::size_t>(severity)]; }
  std::uint64_t operator[](Severity severity) const { return by_severity[static_cast<std::size_t>(severity)]; }
  [[nodiscard]] std::uint64_t errors() const { return (*this)[Severity::error] + (*this)[Severity::fatal]; }
  [[nodiscard]] std::uint64_t all() const {
    std::uint64_t sum = 0;
    for (const auto count : by_severity) sum += count;
    return sum;
  }
};

struct ReaderOptions {
  std::span<const Format> formats = all_formats();
  /// Fill Diagnostic::pattern and ::arguments of every diagnostic (group() does it for those that it keeps).
  bool patterns = false;
  /// Fill Diagnostic::folder from what make and ninja print.
  bool folders = true;
  /// What the bytes are preceded by: added to every raw offset.
  std::uint64_t raw_offset = 0;
};

/// One stream of output. Not thread-safe; the sink is called from feed(), flush() and finish() and must not call
/// back.
///
/// What a diagnostic has when the sink gets it: everything its format says, tool, language, folder, and
/// raw_begin/raw_end: absolute offsets of whole raw lines in all bytes fed so far (decoration, escapes and carriage
/// returns included). Diagnostics come in order of place, but for those of prefixed streams ("web-1  | ...", lines of
/// several services or packages interleaved), which are read as streams of their own and come when they are complete.
///
/// Latency: bytes are read in blocks of 64 KB. flush() reads all whole lines that are there at once, as if the
/// output ended behind them; a last line without its newline waits for it or for finish().
///
/// Memory: bounded whatever the input (about 20 MB with long JSON lines, 3 MB for ordinary logs).
class Reader {
 public:
  using Sink = std::function<void(Diagnostic&&)>;

  explicit Reader(Sink sink, ReaderOptions options = {});
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void feed(std::string_view bytes);
  /// Nothing more came for a while: read what is there as if the output ended here, then go on when more comes.
  void flush();
  /// The end of the output. Call once; feed() must not follow.
  void finish();

  [[nodiscard]] const Counts& counts() const;
  /// Bytes fed so far (with ReaderOptions::raw_offset).
  [[nodiscard]] std::uint64_t offset() const;

  /// From now on diagnostics are only counted: their severity and raw place are right, formats may leave out all else
  /// that costs time (category, pattern, excerpt, even which of two compilers spoke). The same lines are taken.
  void brief(bool on);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fixpoint::diagnose
