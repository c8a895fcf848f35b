// What an unknown tool prints in one of the shapes that most share: file, line, perhaps column, message.
#include <algorithm>

#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::unix {
namespace {

bool is_name_char(char c) {
  return base::is_identifier_part(c) || std::string_view("./\\-+@~#=:").find(c) != std::string_view::npos;
}

/// A file by its look: no blanks, an ending that is no host's and no number, or a slash.
bool is_file(std::string_view file) {
  if (file.size() > 512 || !std::ranges::all_of(file, is_name_char) || file.find("://") != std::string_view::npos ||
      file.find(':', file.size() > 2 && file[1] == ':' ? 2 : 0) != std::string_view::npos)
    return false;
  const auto name = base::file_name(file);
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 >= name.size()) return false;
  const auto ending = name.substr(dot + 1);
  constexpr std::string_view kHosts[] = {"com",   "org",       "net",     "io",      "dev",
                                         "local", "localhost", "example", "internal"};
  return ending.size() <= 12 && base::is_identifier_start(ending[0]) && base::is_identifier(ending) &&
         std::ranges::find(kHosts, ending) == std::end(kHosts);
}

/// "[FILE:LINE:COLUMN] message" as a head; `place` owns its text.
std::optional<Head> read_bracketed(std::string_view line, std::string& place) {
  if (!line.starts_with('[')) return std::nullopt;
  const auto close = line.find("] ");
  if (close == std::string_view::npos || close > 512) return std::nullopt;
  place = std::string(line.substr(1, close - 1)) + ":";
  auto head = read_head(place);
  if (head) head->rest = line.substr(close + 2);
  return head;
}

/// What a tool says about severity at a message's front: "error: ", "[warning] ", "error X12: ".
Severity take_word(std::string_view& message) {
  static const base::Regex kWord(
      R"(^(?i:\[(error|warning|info|note)\] |(fatal error|error|warning|info|note|fatal)(?:\[?[ :][A-Z]*\d*\]?)?: ))");
  re2::StringPiece bracketed, word;
  if (!kWord.find(message, &bracketed, &word)) return Severity::warning;
  const auto said = base::lower(base::view(bracketed.empty() ? word : bracketed));
  const auto end = bracketed.empty() ? message.find(": ") + 2 : message.find("] ") + 2;
  message.remove_prefix(std::min(end, message.size()));
  if (said.ends_with("error") || said == "fatal") return Severity::error;
  return said == "warning" ? Severity::warning : said == "info" ? Severity::info : Severity::note;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  if (line.empty() || std::string_view(" \t:(").contains(line[0])) return std::nullopt;
  std::string place;
  auto head = read_bracketed(line, place);
  if (!head) head = read_head(line);
  if (!head) head = read_line_head(line);
  if (!head || head->line == 0 || !is_file(head->file)) return std::nullopt;
  // A blank before the message, and words in it: "a.c:12:int main" is what grep prints.
  auto message = head->rest;
  if (message.size() < 4 || message.data()[-1] != ' ' || message.find(' ') == std::string_view::npos)
    return std::nullopt;
  const auto severity = take_word(message);
  if (message.empty() || (!base::is_identifier_start(message[0]) &&
                          std::string_view("'\"`[(<").find(message[0]) == std::string_view::npos))
    return std::nullopt;
  head->rest = message;
  auto diagnostic = finding(*head, severity);
  diagnostic.place.unit = ColumnUnit::byte;
  if (severity >= Severity::error) diagnostic.category = Category::unknown;
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "unix",
      .starts =
          R"(^(\[[^\s\]]+:\d+(:\d+)?\]|[^\s:\[(][^\s(]*:\d+:? |[^\s:\[(][^\s(]*:\d+:\d+:? |[^\s:\[(][^\s(]*\(\d+(,\d+)*\) ?: ))",
      .read = read,
      .about = "Any tool that prints file, line, perhaps column, and a message.",
      .example_command = "anylinter .",
      .homepage = "https://www.gnu.org/prep/standards/html_node/Errors.html",
      .last_resort = true,
      .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::unix
