#include "diagnose/custom.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr std::size_t kMostContinued = 200;  // lines of one message
constexpr std::size_t kMostOfFile = 5'000;   // lines below one file's name
constexpr std::size_t kMostIdle = 50;        // of them without a message
constexpr std::size_t kLookBack = 500;       // for the folder

Severity severity_of_type(char type, Severity otherwise) {
  switch (type) {
    case 'E':
    case 'e':
      return Severity::error;
    case 'F':
    case 'f':
      return otherwise >= Severity::error ? Severity::error : otherwise;
    case 'W':
    case 'w':
    case 'C':
    case 'R':
      return Severity::warning;
    case 'I':
    case 'i':
    case 'S':
    case 's':
    case 'H':
      return Severity::info;
    case 'N':
    case 'n':
      return Severity::note;
    default:
      return otherwise;
  }
}

/// Every pattern at which an entry may begin.
std::string starts_of(const ErrorFormat& format) {
  std::string starts;
  for (const auto& pattern : format.patterns) {
    const bool begins =
        std::string_view("CZDXQ").find(pattern.prefix) == std::string_view::npos || pattern.prefix == 0;
    const bool names_file = pattern.prefix == 'P' || pattern.prefix == 'O';
    if (!begins || (pattern.flag == '-' && !names_file)) continue;
    starts += (starts.empty() ? "" : "|") + pattern.shape;
  }
  return starts.empty() ? "$^" : starts;
}

class ErrorFormatReader : public CustomReader {
 public:
  ErrorFormatReader(CustomInfo info, ErrorFormat format)
      : CustomReader(std::move(info)), format_(std::move(format)), starts_(starts_of(format_)) {
    for (const auto& pattern : format_.patterns)
      if (pattern.prefix == 'D' || pattern.prefix == 'X') folders_.patterns.push_back(pattern);
  }

  std::vector<Diagnostic> read(OutputCursor& cursor) const override {
    ErrorReader reader(format_);
    const auto use = reader.feed(cursor.peek());
    std::size_t lines = 1;
    if (use == LineUse::entry) {
      while (reader.open() && lines < kMostContinued && !cursor.done(lines) &&
             reader.feed(cursor.peek(lines)) == LineUse::continued)
        ++lines;
    } else if (use == LineUse::state && reader.in_file()) {
      // A name that no message follows soon is given up, so that many such names cost little.
      std::size_t idle = 0;
      for (; reader.in_file() && lines < kMostOfFile && idle < kMostIdle && !cursor.done(lines); ++lines) {
        const auto next = reader.feed(cursor.peek(lines));
        if (next == LineUse::unmatched) break;
        idle = next == LineUse::entry || next == LineUse::continued ? 0 : idle + 1;
      }
    } else {
      return {};
    }
    auto entries = reader.take();
    // The line that ended the first message may have begun the next one.
    if (use == LineUse::entry) entries.resize(1);
    std::vector<Diagnostic> found;
    std::size_t taken = 0;
    for (auto& entry : entries) {
      if (entry.first_line + entry.lines > lines || !means_something(entry)) continue;
      taken = entry.first_line + entry.lines;
      found.push_back(diagnostic_of(std::move(entry)));
    }
    if (found.empty()) return found;
    if (!folders_.patterns.empty()) set_folder(cursor, found);
    while (taken-- > 0) cursor.take();
    return found;
  }

  [[nodiscard]] std::string_view starts() const override { return starts_; }

 private:
  /// A pattern such as "%m %f" takes nearly every line: what it calls a file must look like one, or have a line.
  static bool means_something(const ErrorEntry& entry) {
    if (entry.file.empty())
      return !entry.message.empty() && (entry.type != 0 || entry.line != 0 || entry.number != 0);
    return entry.line != 0 || looks_like_file(entry.file);
  }

  [[nodiscard]] Diagnostic diagnostic_of(ErrorEntry&& entry) const {
    Diagnostic diagnostic;
    std::string_view message = entry.message;
    auto severity = severity_of_type(entry.type, info().severity);
    if (const auto said = take_severity(message); said && entry.type == 0) severity = *said;
    diagnostic.severity = severity;
    diagnostic.category = info().category;
    diagnostic.message = message;
    if (entry.number != 0) diagnostic.code = std::to_string(entry.number);
    diagnostic.folder = std::move(entry.directory);
    auto& place = diagnostic.place;
    place.file = std::move(entry.file);
    place.line = entry.line;
    place.column = entry.column;
    place.end_line = entry.end_column != 0 && entry.end_line == 0 ? entry.line : entry.end_line;
    place.end_column = entry.end_column;
    place.unit = entry.screen_column ? ColumnUnit::display : ColumnUnit::byte;
    if (!entry.search.empty()) diagnostic.context = std::move(entry.search);
    return diagnostic;
  }

  void set_folder(const OutputCursor& cursor, std::vector<Diagnostic>& found) const {
    auto back = kLookBack;
    ErrorReader reader(folders_);
    std::string folder;
    for (; back > 0; --back) reader.feed(cursor.peek_back(back));
    folder = reader.directory();
    for (auto& diagnostic : found)
      if (diagnostic.folder.empty()) diagnostic.folder = folder;
  }

  ErrorFormat format_;
  ErrorFormat folders_;  // its %D and %X patterns
  std::string starts_;
};

class PatternReader : public CustomReader {
 public:
  PatternReader(CustomInfo info, std::string_view pattern)
      : CustomReader(std::move(info)), pattern_(pattern), regex_(pattern) {}

  [[nodiscard]] Result<void> check() const {
    const auto& re = regex_.re2();
    if (!re.ok()) return fail(ErrorCode::invalid_input, "not a pattern: " + re.error());
    constexpr std::string_view kKnown[] = {"file",       "line",     "column", "end_line",
                                           "end_column", "severity", "code",   "message"};
    for (const auto& [name, index] : re.NamedCapturingGroups())
      if (std::ranges::find(kKnown, name) == std::end(kKnown))
        return fail(ErrorCode::invalid_input,
                    fmt::format("group '{}' is not known; there are file, line, column, end_line, end_column, "
                                "severity, code and message",
                                name));
    if (!re.NamedCapturingGroups().contains("file") && !re.NamedCapturingGroups().contains("message"))
      return fail(ErrorCode::invalid_input, "a pattern needs a group (?P<file>...) or (?P<message>...)");
    if (re.NumberOfCapturingGroups() > kMostGroups)
      return fail(ErrorCode::invalid_input, fmt::format("a pattern has at most {} groups", kMostGroups));
    return {};
  }

  std::vector<Diagnostic> read(OutputCursor& cursor) const override {
    const auto line = cursor.peek();
    const auto& re = regex_.re2();
    re2::StringPiece groups[kMostGroups + 1];
    if (!re.Match(base::piece(line), 0, line.size(), RE2::UNANCHORED, groups, re.NumberOfCapturingGroups() + 1))
      return {};
    const auto group = [&](const char* name) -> std::string_view {
      const auto found = re.NamedCapturingGroups().find(name);
      return found == re.NamedCapturingGroups().end() ? std::string_view{}
                                                      : base::view(groups[static_cast<std::size_t>(found->second)]);
    };
    const auto number = [&](const char* name) {
      std::uint32_t value = 0;
      for (const char c : group(name).substr(0, 9))
        value = base::is_digit(c) ? value * 10 + static_cast<std::uint32_t>(c - '0') : value;
      return value;
    };
    Diagnostic diagnostic;
    auto message = group("message");
    if (message.empty()) message = base::trim(line);
    diagnostic.severity = info().severity;
    if (const auto said = severity_of_word(group("severity")))
      diagnostic.severity = *said;
    else if (const auto first = take_severity(message))
      diagnostic.severity = *first;
    diagnostic.category = info().category;
    diagnostic.message = message;
    diagnostic.code = group("code");
    diagnostic.place.file = group("file");
    diagnostic.place.line = number("line");
    diagnostic.place.column = number("column");
    diagnostic.place.end_line = number("end_line");
    diagnostic.place.end_column = number("end_column");
    if (diagnostic.place.end_column != 0 && diagnostic.place.end_line == 0)
      diagnostic.place.end_line = diagnostic.place.line;
    cursor.take();
    return {std::move(diagnostic)};
  }

  [[nodiscard]] std::string_view starts() const override { return pattern_; }

 private:
  static constexpr int kMostGroups = 30;
  std::string pattern_;
  base::Regex regex_;
};

}  // namespace

std::optional<Severity> severity_of_word(std::string_view word) {
  const auto lower = base::lower(base::trim(word));
  if (lower == "fatal" || lower == "fatal error" || lower == "panic" || lower == "critical") return Severity::fatal;
  if (lower == "error" || lower == "err" || lower == "e" || lower == "failure" || lower == "severe")
    return Severity::error;
  if (lower == "warning" || lower == "warn" || lower == "w") return Severity::warning;
  if (lower == "info" || lower == "information" || lower == "i" || lower == "suggestion" || lower == "hint" ||
      lower == "style" || lower == "convention" || lower == "refactor")
    return Severity::info;
  if (lower == "note" || lower == "notice" || lower == "n" || lower == "remark") return Severity::note;
  return std::nullopt;
}

std::optional<Severity> take_severity(std::string_view& message) {
  constexpr std::size_t kLongestWord = 12;
  const auto text = message.substr(std::min(message.find_first_not_of(" \t"), message.size()));
  const auto colon = text.substr(0, kLongestWord + 1).find(':');
  if (colon == std::string_view::npos || colon < 3) return std::nullopt;
  const auto severity = severity_of_word(text.substr(0, colon));
  if (severity) message = base::trim(text.substr(colon + 1));
  return severity;
}

Format custom_format(std::shared_ptr<const CustomReader> reader) {
  const auto& info = reader->info();
  Format format;
  format.id = info.id;
  format.language = info.language;
  format.starts = reader->starts();
  format.read_many = [](OutputCursor& cursor) {
    return static_cast<const CustomReader*>(cursor.data())->read(cursor);
  };
  format.about = info.about;
  format.example_command = info.example_command;
  format.homepage = info.homepage;
  format.data = reader.get();
  format.owner = std::move(reader);
  return format;
}

Format errorformat_format(CustomInfo info, ErrorFormat patterns) {
  return custom_format(std::make_shared<const ErrorFormatReader>(std::move(info), std::move(patterns)));
}

Result<Format> pattern_format(CustomInfo info, std::string_view pattern) {
  auto reader = std::make_shared<const PatternReader>(std::move(info), pattern);
  FIXPOINT_TRY_VOID(reader->check());
  return custom_format(std::move(reader));
}

std::vector<Format> with_built_in(std::vector<Format> custom) {
  const auto built_in = all_formats();
  custom.insert(custom.end(), built_in.begin(), built_in.end());
  return custom;
}

}  // namespace fixpoint::diagnose
