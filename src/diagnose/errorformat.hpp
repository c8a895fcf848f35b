// Vim's 'errorformat' (":help errorformat"): messages described by scanf-like patterns instead of code. Patterns are
// compiled once; reading is linear in the text and pure.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/result.hpp"

namespace re2 {
class RE2;
}

namespace fixpoint::diagnose {

/// What a conversion of a pattern captures: %f %o %l %e %c %v %k %t %n %m %r %p %s.
enum class Conversion : std::uint8_t {
  file,
  module,
  line,
  end_line,
  column,
  screen_column,
  end_column,
  type,
  number,
  message,
  rest,
  pointer,
  search
};
inline constexpr std::size_t kConversions = 13;

/// One pattern, compiled.
struct ErrorPattern {
  std::string source;       ///< as written
  char prefix = 0;          ///< one of D X A E W I N C Z G O P Q; 0 = a message of one line
  char flag = 0;            ///< '+' or '-' before the prefix
  bool start_here = false;  ///< "%>": the next line is tried from this pattern on
  std::string shape;        ///< RE2 text of the whole line, without captures
  std::shared_ptr<const re2::RE2> regex;
  std::array<std::int8_t, kConversions> group{};  ///< which capture holds it; 0 = not in the pattern
};

struct ErrorFormat {
  std::vector<ErrorPattern> patterns;
};

/// Compiles one value of Vim's option: patterns separated by commas, "\," is a comma. A comma is also text when what
/// follows has neither a prefix nor a "%f" ("%f(%l,%c): %m" is one pattern). Errors name the pattern and the
/// character.
[[nodiscard]] Result<ErrorFormat> compile_errorformat(std::string_view value);

/// Compiles patterns that are given one by one: commas are text.
[[nodiscard]] Result<ErrorFormat> compile_errorformat(std::span<const std::string> patterns);

/// One message, as Vim's quickfix list has it.
struct ErrorEntry {
  std::string file;       ///< %f, or the file on top of the stack (%P)
  std::string module;     ///< %o
  std::string directory;  ///< %D that was entered and not left; "" if none
  std::string message;    ///< %m; of a message of several lines joined by newlines
  std::string search;     ///< %s: the text of the line meant
  std::uint32_t line = 0;
  std::uint32_t end_line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_column = 0;
  bool screen_column = false;  ///< columns count screen cells, a tab to the next multiple of 8
  std::uint32_t number = 0;    ///< %n; 0 = none
  char type = 0;               ///< %t, or E W I N of the prefix
  std::size_t first_line = 0;  ///< which line fed, counted from 0
  std::size_t lines = 1;       ///< how many lines it is made of, last minus first
};

/// What became of a line.
enum class LineUse : std::uint8_t {
  entry,      ///< it began an entry
  continued,  ///< it was added to the last entry
  state,      ///< it entered or left a folder or a file
  skipped,    ///< a pattern says that it means nothing
  unmatched   ///< no pattern knows it
};

/// Feeds lines, collects entries. `format` must outlive it.
class ErrorReader {
 public:
  explicit ErrorReader(const ErrorFormat& format) : format_(format) {}

  LineUse feed(std::string_view line);
  /// The last entry may still grow.
  [[nodiscard]] bool open() const { return multiline_; }
  /// A file was named for the lines that follow.
  [[nodiscard]] bool in_file() const { return !files_.empty(); }
  /// The folder entered last and not left, or "".
  [[nodiscard]] std::string directory() const { return directories_.empty() ? std::string() : directories_.back(); }
  [[nodiscard]] const std::vector<ErrorEntry>& entries() const { return entries_; }
  [[nodiscard]] std::vector<ErrorEntry> take() { return std::move(entries_); }

 private:
  struct Fields;
  [[nodiscard]] const ErrorPattern* match(std::string_view text, std::size_t& from, Fields& fields) const;
  void continue_entry(Fields&& fields, std::size_t at);
  void change_file(char prefix, std::string&& name);
  void change_directory(char prefix, std::string&& name);

  const ErrorFormat& format_;
  std::vector<ErrorEntry> entries_;
  std::vector<std::string> files_;
  std::vector<std::string> directories_;
  std::size_t start_ = 0;  // the first pattern to try at the next line
  std::size_t fed_ = 0;
  bool multiline_ = false;
  bool ignoring_ = false;  // the message that goes on is one to skip
  bool scanning_ = false;  // the rest of a line behind a file's name is being read
};

/// "FILE|LINE col COLUMN TYPE NUMBER| MESSAGE", as Vim lists it.
[[nodiscard]] std::string quickfix_line(const ErrorEntry& entry);

/// True when a text could be a file's name, by its look alone: no blanks at its ends, a slash or a dot in it.
[[nodiscard]] bool looks_like_file(std::string_view text);

}  // namespace fixpoint::diagnose
