// Lines -> entries, by the patterns of an errorformat: the first that matches decides, as in Vim.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <limits>

#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/errorformat.hpp"

namespace fixpoint::diagnose {
namespace {

// Bounds: a message's text, the stacks, file names on one line.
constexpr std::size_t kLongestMessage = std::size_t{64} << 10;
constexpr std::size_t kDeepest = 200;
constexpr int kMostRests = 100;

constexpr bool is_one_of(char c, std::string_view set) { return c != 0 && set.find(c) != std::string_view::npos; }

std::uint32_t number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits)
    value = std::min<std::uint64_t>(value * 10 + static_cast<std::uint64_t>(c - '0'),
                                    std::numeric_limits<std::uint32_t>::max());
  return static_cast<std::uint32_t>(value);
}

/// The screen column that a pointer line such as "   ---^" shows: one behind its end.
std::uint32_t pointed(std::string_view pointer) {
  std::uint32_t column = 0;
  for (const char c : pointer) {
    ++column;
    if (c == '\t') column = (column + 7) / 8 * 8;
  }
  return column + 1;
}

/// The text with a question mark for each byte that is not UTF-8: the same length, and something RE2 can read.
std::string readable(std::string_view text) {
  std::string plain(text);
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    if (point.size == 1 && static_cast<unsigned char>(text[at]) >= 0x80) plain[at] = '?';
    at += point.size;
  }
  return plain;
}

}  // namespace

/// What one pattern found in one line.
struct ErrorReader::Fields {
  ErrorEntry entry;
  std::string rest;
  std::size_t pattern = 0;
};

bool looks_like_file(std::string_view text) {
  if (text.empty() || text.size() > 1024 || text.find_first_of("\t\"<>|*?") != std::string_view::npos) return false;
  if (text.find_first_of("./\\") == std::string_view::npos || text.find("://") != std::string_view::npos)
    return false;
  if (text.back() == '.' || text.back() == ':' || text.find("...") != std::string_view::npos) return false;
  if (text.find(' ') == std::string_view::npos) return true;
  const bool rooted = text[0] == '/' || text.starts_with("./") || text.starts_with("../") || text.starts_with("~/") ||
                      (text.size() > 2 && text[1] == ':');
  return rooted && text.back() != ' ' && !base::extension(text).empty();
}

/// The first pattern from `from` on that matches, and what it captured.
const ErrorPattern* ErrorReader::match(std::string_view text, std::size_t& from, Fields& fields) const {
  const bool valid = base::is_utf8(text);
  const std::string plain = valid ? std::string() : readable(text);
  const auto seen = valid ? text : std::string_view(plain);
  re2::StringPiece groups[kConversions + 1];
  for (; from < format_.patterns.size(); ++from) {
    const auto& pattern = format_.patterns[from];
    if (scanning_ && !is_one_of(pattern.prefix, "OPQ")) continue;
    if (is_one_of(pattern.prefix, "CZ") && !multiline_) continue;
    const auto count = pattern.regex->NumberOfCapturingGroups() + 1;
    if (!pattern.regex->Match(base::piece(seen), 0, seen.size(), RE2::UNANCHORED, groups, count)) continue;
    const auto captured = [&](Conversion conversion) -> std::string_view {
      const auto group = pattern.group[static_cast<std::size_t>(conversion)];
      if (group == 0 || groups[group].data() == nullptr) return {};
      return text.substr(static_cast<std::size_t>(groups[group].data() - seen.data()), groups[group].size());
    };
    const auto has = [&](Conversion conversion) { return pattern.group[static_cast<std::size_t>(conversion)] != 0; };
    auto& entry = fields.entry;
    entry = {};
    entry.file = captured(Conversion::file);
    if (!entry.file.empty() && is_one_of(pattern.prefix, "OPQ") && !looks_like_file(entry.file)) continue;
    entry.module = captured(Conversion::module);
    entry.line = number(captured(Conversion::line));
    entry.end_line = number(captured(Conversion::end_line));
    entry.column = number(captured(Conversion::column));
    entry.end_column = number(captured(Conversion::end_column));
    entry.number = number(captured(Conversion::number));
    if (has(Conversion::pointer)) {
      entry.column = pointed(captured(Conversion::pointer));
      entry.screen_column = true;
    }
    if (has(Conversion::screen_column)) {
      entry.column = number(captured(Conversion::screen_column));
      entry.screen_column = true;
    }
    if (is_one_of(pattern.prefix, "EWIN")) entry.type = pattern.prefix;
    if (const auto type = captured(Conversion::type); !type.empty()) entry.type = type[0];
    entry.message = pattern.flag == '+' && !scanning_ ? text : captured(Conversion::message);
    entry.search = captured(Conversion::search);
    fields.rest = captured(Conversion::rest);
    return &pattern;
  }
  return nullptr;
}

/// A line of kind %C or %Z: what the entry does not know yet is taken from it, its message is added.
void ErrorReader::continue_entry(Fields&& fields, std::size_t at) {
  auto& entry = entries_.back();
  auto& more = fields.entry;
  entry.lines = at - entry.first_line + 1;
  if (!more.message.empty() && entry.message.size() + more.message.size() < kLongestMessage) {
    if (!entry.message.empty()) entry.message += '\n';
    entry.message += more.message;
  }
  if (entry.number == 0) entry.number = more.number;
  if (entry.type == 0) entry.type = more.type;
  if (entry.file.empty()) entry.file = std::move(more.file);
  if (entry.module.empty()) entry.module = std::move(more.module);
  if (entry.search.empty()) entry.search = std::move(more.search);
  if (entry.line == 0) entry.line = more.line;
  if (entry.end_line == 0) entry.end_line = more.end_line;
  if (entry.column == 0) {
    entry.column = more.column;
    entry.screen_column = more.screen_column;
  }
  if (entry.end_column == 0) entry.end_column = more.end_column;
}

void ErrorReader::change_directory(char prefix, std::string&& name) {
  if (prefix == 'X') {
    if (!directories_.empty()) directories_.pop_back();
  } else if (!name.empty() && directories_.size() < kDeepest) {
    directories_.push_back(directories_.empty() ? std::move(name) : base::absolute(directories_.back(), name));
  }
}

/// %P names a file for what follows, %Q takes it back.
void ErrorReader::change_file(char prefix, std::string&& name) {
  if (prefix == 'P' && !name.empty() && files_.size() < kDeepest)
    files_.push_back(std::move(name));
  else if (prefix == 'Q' && !files_.empty())
    files_.pop_back();
}

LineUse ErrorReader::feed(std::string_view line) {
  const auto at = fed_++;
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::size_t from = std::exchange(start_, 0);
  Fields fields;
  const auto* pattern = match(line, from, fields);
  if (pattern == nullptr) {
    multiline_ = ignoring_ = false;
    return LineUse::unmatched;
  }
  if (pattern->start_here) start_ = from;

  const char prefix = pattern->prefix;
  if (is_one_of(prefix, "DX")) {
    change_directory(prefix, std::move(fields.entry.file));
    return LineUse::state;
  }
  if (is_one_of(prefix, "OPQ")) {
    // What follows on the same line may name more files.
    for (int rests = 0; pattern != nullptr && rests < kMostRests; ++rests) {
      change_file(pattern->prefix, std::move(fields.entry.file));
      const auto tail = fields.rest;
      const auto rest = std::string_view(tail).substr(std::min(tail.find_first_not_of(" \t"), tail.size()));
      if (rest.empty() || rest.size() >= line.size()) break;
      scanning_ = true;
      pattern = match(rest, from, fields);
      scanning_ = false;
    }
    return LineUse::state;
  }
  if (is_one_of(prefix, "CZ")) {
    const bool skip = ignoring_;
    if (!skip && !entries_.empty()) continue_entry(std::move(fields), at);
    if (prefix == 'Z') multiline_ = ignoring_ = false;
    return skip ? LineUse::skipped : LineUse::continued;
  }
  if (is_one_of(prefix, "AEWIN")) {
    multiline_ = true;
    ignoring_ = false;
  }
  if (pattern->flag == '-') {
    if (multiline_) ignoring_ = true;
    return LineUse::skipped;
  }
  auto& entry = fields.entry;
  entry.first_line = at;
  if (!files_.empty() && entry.file.empty()) entry.file = files_.back();
  if (!directories_.empty()) entry.directory = directories_.back();
  entries_.push_back(std::move(entry));
  return LineUse::entry;
}

std::string quickfix_line(const ErrorEntry& entry) {
  auto text = entry.file + "|";
  if (entry.line > 0) text += std::to_string(entry.line);
  if (entry.line > 0 && entry.end_line > 0) text += fmt::format("-{}", entry.end_line);
  if (entry.column > 0) text += fmt::format(" col {}", entry.column);
  if (entry.column > 0 && entry.end_column > 0) text += fmt::format("-{}", entry.end_column);
  const auto lower = static_cast<char>(entry.type | 0x20);
  const std::string type = entry.type == 0 ? (entry.number > 0 ? "error" : "")
                           : lower == 'e'  ? "error"
                           : lower == 'w'  ? "warning"
                           : lower == 'i'  ? "info"
                           : lower == 'n'  ? "note"
                                           : std::string{entry.type};
  if (!type.empty()) text += " " + type;
  if (entry.number > 0) text += fmt::format(" {}", entry.number);
  text += '|';
  if (!entry.message.empty()) text += " " + entry.message;
  return text;
}

}  // namespace fixpoint::diagnose
