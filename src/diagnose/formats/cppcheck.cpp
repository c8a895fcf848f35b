// cppcheck: "a.c:5:4: error: message [id]" with the source line below (its default and --template=gcc), the older
// "[a.c:5]: (error) message", and --xml.
#include <array>
#include <utility>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"
#include "languages/language.hpp"

namespace fixpoint::diagnose::formats::cppcheck {
namespace {

std::optional<Severity> severity_of(std::string_view word) {
  if (word == "error") return Severity::error;
  if (word == "warning" || word == "style" || word == "performance" || word == "portability")
    return Severity::warning;
  if (word == "information" || word == "debug") return Severity::info;
  return std::nullopt;
}

Diagnostic finding(Severity severity, std::string code, std::string message, Place place) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.place = std::move(place);
  diagnostic.category = diagnostic.code == "syntaxError" ? Category::syntax_error : Category::lint;
  diagnostic.phase = Phase::analyze;
  return diagnostic;
}

bool is_c(std::string_view file) {
  const auto language = languages::language_of(file);
  return language == Language::c || language == Language::cpp || file == "nofile";
}

/// The source line and the caret below a head.
std::string take_excerpt(OutputCursor& cursor) {
  std::string excerpt;
  if (base::trim(cursor.peek(1)) != "^") return excerpt;
  for (int i = 0; i < 2; ++i) excerpt += std::string(cursor.take()) + '\n';
  return excerpt;
}

std::optional<Diagnostic> read_default(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const auto head = read_head(line);
  if (!head || head->parentheses || !line.ends_with(']') || !is_c(head->file)) return std::nullopt;
  const auto colon = head->rest.find(": ");
  const auto open = head->rest.rfind(" [");
  if (colon == std::string_view::npos || open == std::string_view::npos || open < colon) return std::nullopt;
  const auto severity = severity_of(head->rest.substr(0, colon));
  const auto id = head->rest.substr(open + 2, head->rest.size() - open - 3);
  if (!severity || !base::is_identifier(id)) return std::nullopt;
  Place place = head->file == "nofile" ? Place{} : place_of(*head);
  auto diagnostic = finding(*severity, std::string(id), std::string(head->rest.substr(colon + 2, open - colon - 2)),
                            std::move(place));
  cursor.take();
  diagnostic.context = take_excerpt(cursor);
  constexpr std::size_t kMostNotes = 50;
  for (std::size_t i = 0; i < kMostNotes; ++i) {
    const auto note = read_head(cursor.peek());
    if (!note || !note->rest.starts_with("note: ")) break;
    diagnostic.related.push_back({place_of(*note), std::string(note->rest.substr(6))});
    cursor.take();
    static_cast<void>(take_excerpt(cursor));
  }
  return diagnostic;
}

/// "[a.c:5]: (error) message", also "[a.c:1] -> [a.c:5]: (warning) message": the last place is where it happens.
std::optional<Diagnostic> read_old(OutputCursor& cursor) {
  static const base::Regex kOld(
      R"(^(?:\[[^\]]+\] -> )*\[([^\]:]+):(\d+)\]: \((error|warning|style|performance|portability|information)(?:, inconclusive)?\) (.*)$)");
  std::string file, digits, word, message;
  if (!kOld.full_match(cursor.peek(), &file, &digits, &word, &message)) return std::nullopt;
  cursor.take();
  Place place;
  place.file = file;
  std::string_view rest = digits;
  place.line = take_number(rest);
  return finding(*severity_of(word), "", std::move(message), std::move(place));
}

/// The value of an XML attribute, entities resolved; empty when absent.
std::string attribute(std::string_view tag, std::string_view name) {
  const auto key = " " + std::string(name) + "=\"";
  const auto begin = tag.find(key);
  if (begin == std::string_view::npos) return {};
  const auto end = tag.find('"', begin + key.size());
  if (end == std::string_view::npos) return {};
  auto value = std::string(tag.substr(begin + key.size(), end - begin - key.size()));
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEntities = {
      {{"&apos;", "'"}, {"&quot;", "\""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}}};
  for (const auto& [entity, text] : kEntities) value = base::replace_all(value, entity, text);
  return value;
}

std::optional<Diagnostic> read_xml(OutputCursor& cursor) {
  const auto line = base::trim(cursor.peek());
  if (!line.starts_with("<error id=\"") || line.find(" severity=\"") == std::string_view::npos) return std::nullopt;
  const auto severity = severity_of(attribute(line, "severity"));
  if (!severity) return std::nullopt;
  auto diagnostic = finding(*severity, attribute(line, "id"), attribute(line, "msg"), {});
  const bool closed = line.ends_with("/>");
  cursor.take();
  constexpr std::size_t kMostLines = 200;
  for (std::size_t i = 0; !closed && i < kMostLines && !cursor.done(); ++i) {
    const auto inner = base::trim(cursor.take());
    if (inner == "</error>") break;
    if (!inner.starts_with("<location ")) continue;
    Related related;
    related.place.file = attribute(inner, "file");
    const auto row = attribute(inner, "line"), column = attribute(inner, "column");
    std::string_view digits = row;
    related.place.line = take_number(digits);
    digits = column;
    related.place.column = take_number(digits);
    related.message = attribute(inner, "info");
    if (diagnostic.place.file.empty())
      diagnostic.place = related.place;
    else
      diagnostic.related.push_back(std::move(related));
  }
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_default(cursor)) return found;
  if (auto found = read_old(cursor)) return found;
  return read_xml(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "cppcheck",
      .language = Language::c,
      .starts =
          R"(:\d+:\d+: (error|warning|style|performance|portability|information): .* \[\w+\]$|^\[[^\]]+:\d+\].*: \((error|warning|style|performance|portability|information)|^\s*<error id=")",
      .read = read,
      .about = "cppcheck's findings in its default and gcc templates, its older template and its XML.",
      .example_command = "cppcheck --enable=all src",
      .homepage = "https://cppcheck.sourceforge.io/"};
}

}  // namespace fixpoint::diagnose::formats::cppcheck
