// Formats without code: made from a Vim errorformat, a VS Code or GitHub problem matcher, or one pattern with named
// groups. docs/custom-formats.md shows them from the user's side.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/errorformat.hpp"
#include "diagnose/format.hpp"
#include "fixpoint/result.hpp"

namespace fixpoint::diagnose {

/// What the three kinds have in common.
struct CustomInfo {
  std::string id;
  std::string about;
  std::string example_command;
  std::string homepage;
  Language language = Language::any;
  Severity severity = Severity::error;  ///< of messages that do not say it themselves
  Category category = Category::unknown;
};

/// The reader of a format that is not code. Owns the texts that its Format's views point to. Immutable, thread-safe.
class CustomReader {
 public:
  explicit CustomReader(CustomInfo info) : info_(std::move(info)) {}
  virtual ~CustomReader() = default;
  CustomReader(const CustomReader&) = delete;
  CustomReader& operator=(const CustomReader&) = delete;
  /// As Format::read_many.
  [[nodiscard]] virtual std::vector<Diagnostic> read(OutputCursor& cursor) const = 0;
  /// As Format::starts.
  [[nodiscard]] virtual std::string_view starts() const = 0;
  [[nodiscard]] const CustomInfo& info() const { return info_; }

 private:
  CustomInfo info_;
};

/// The format that reads with `reader` and keeps it.
[[nodiscard]] Format custom_format(std::shared_ptr<const CustomReader> reader);

/// A format from compiled 'errorformat' patterns. Folders entered and left (%D, %X) are found by looking back a
/// bounded number of lines; files named once for many messages (%P) are read as one piece.
[[nodiscard]] Format errorformat_format(CustomInfo info, ErrorFormat patterns);

/// A format from one RE2 with the named groups file, line, column, end_line, end_column, severity, code, message.
/// Group file or message is needed.
[[nodiscard]] Result<Format> pattern_format(CustomInfo info, std::string_view pattern);

/// "error", "Warning", "E", "note", "notice", "fatal error" ... as tools write it; nothing for other words.
[[nodiscard]] std::optional<Severity> severity_of_word(std::string_view word);

/// Takes "error: ", "warning: " or the like off the front of a message, if it is there.
[[nodiscard]] std::optional<Severity> take_severity(std::string_view& message);

/// The formats that a configuration file describes (TOML; see docs/custom-formats.md). `read_file` gives the text of
/// a file named in it by its path relative to the configuration's folder: the caller decides what may be read.
/// Errors name file and line.
struct ConfigSource {
  std::string_view text;
  std::string_view name;  ///< for messages
  std::function<Result<std::string>(std::string_view path)> read_file;
};
[[nodiscard]] Result<std::vector<Format>> formats_of_config(const ConfigSource& source);

/// The user's formats before the built-in ones.
[[nodiscard]] std::vector<Format> with_built_in(std::vector<Format> custom);

}  // namespace fixpoint::diagnose
