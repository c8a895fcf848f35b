// Checkstyle's XML, which many linters can write: <file name=...><error line=... message=.../></file>.
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::checkstyle_xml {
namespace {

constexpr std::size_t kMostFindings = 5'000;
constexpr std::size_t kMostLines = 20'000;

std::string unescape(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
      {"&lt;", "<"},  {"&gt;", ">"},   {"&quot;", "\""}, {"&apos;", "'"},
      {"&#39;", "'"}, {"&#10;", "\n"}, {"&amp;", "&"}};
  std::string plain(text);
  if (plain.find('&') != std::string::npos)
    for (const auto& [entity, character] : kEntities) plain = base::replace_all(plain, entity, character);
  return plain;
}

/// The value of an attribute of one tag; empty when it has none.
std::string attribute(std::string_view tag, std::string_view name) {
  for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    auto rest = tag.substr(at + name.size());
    if (at == 0 || (tag[at - 1] != ' ' && tag[at - 1] != '\t') || !rest.starts_with('=') || rest.size() < 2) continue;
    const char quote = rest[1];
    if (quote != '"' && quote != '\'') return {};
    const auto end = rest.find(quote, 2);
    return end == std::string_view::npos ? std::string() : unescape(rest.substr(2, end - 2));
  }
  return {};
}

std::uint32_t number(const std::string& text) {
  std::string_view digits = text;
  return take_number(digits);
}

/// All tags of a line. A tag that goes over several lines is not read.
void read_tags(std::string_view line, std::string& file, std::vector<Diagnostic>& found, bool& closed) {
  for (auto open = line.find('<'); open != std::string_view::npos && found.size() < kMostFindings;) {
    const auto end = line.find('>', open);
    if (end == std::string_view::npos) return;
    const auto tag = line.substr(open + 1, end - open - 1);
    if (tag.starts_with("file ")) {
      file = attribute(tag, "name");
    } else if (tag.starts_with("error ")) {
      const auto severity = attribute(tag, "severity");
      auto diagnostic = finding(severity == "error"     ? Severity::error
                                : severity == "warning" ? Severity::warning
                                                        : Severity::info,
                                attribute(tag, "message"), attribute(tag, "source"));
      diagnostic.place.file = file;
      diagnostic.place.line = number(attribute(tag, "line"));
      diagnostic.place.column = number(attribute(tag, "column"));
      found.push_back(std::move(diagnostic));
    } else if (tag.starts_with("/checkstyle")) {
      closed = true;
      return;
    }
    open = line.find('<', end);
  }
}

std::vector<Diagnostic> read(OutputCursor& cursor) {
  std::vector<Diagnostic> found;
  std::string file;
  bool closed = false;
  for (std::size_t lines = 0; lines < kMostLines && !closed && !cursor.done(); ++lines) {
    // A document that was cut off ends where something else begins.
    const auto text = base::trim(cursor.peek());
    if (lines > 0 && (text.find("<checkstyle") != std::string_view::npos || (!text.empty() && text[0] != '<'))) break;
    read_tags(cursor.take(), file, found, closed);
  }
  return found;
}

}  // namespace

Format format() {
  return {.id = "checkstyle_xml",
          .starts = R"(<checkstyle( [^>]*)?>)",
          .read_many = read,
          .about = "Checkstyle XML, which many linters can write.",
          .example_command = "golangci-lint run --output.checkstyle.path stdout",
          .homepage = "https://checkstyle.org/"};
}

}  // namespace fixpoint::diagnose::formats::checkstyle_xml
