// JUnit XML, as Surefire, pytest, gtest, jest and many others write it: each <testcase> with a <failure> or <error>.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::junit_xml {
namespace {

constexpr std::size_t kMostLines = 5000;
constexpr std::size_t kMostText = std::size_t{1} << 20;

std::string unescaped(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kEntities = {{{"<![CDATA[", ""},
                                                                                        {"]]>", ""},
                                                                                        {"&lt;", "<"},
                                                                                        {"&gt;", ">"},
                                                                                        {"&quot;", "\""},
                                                                                        {"&apos;", "'"},
                                                                                        {"&#10;", "\n"},
                                                                                        {"&#x0A;", "\n"},
                                                                                        {"&#x0a;", "\n"},
                                                                                        {"&#9;", "\t"},
                                                                                        {"&#xA;", "\n"},
                                                                                        {"&amp;", "&"}}};
  std::string plain(text);
  for (const auto& [entity, character] : kEntities)
    if (plain.find(entity) != std::string::npos) plain = base::replace_all(plain, entity, character);
  return plain;
}

/// The tag that opens at `at`: up to its '>', quoted values passed over. Empty when it does not end.
std::string_view tag_at(std::string_view text, std::size_t at) {
  char quote = 0;
  for (auto i = at; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return text.substr(at, i + 1 - at);
    }
  }
  return {};
}

std::string attribute(std::string_view tag, std::string_view name) {
  for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const auto value = at + name.size();
    const bool whole = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\t' || tag[at - 1] == '\n');
    if (!whole || value + 1 >= tag.size() || tag[value] != '=') continue;
    const char quote = tag[value + 1];
    const auto end = tag.find(quote, value + 2);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos) return {};
    return unescaped(tag.substr(value + 2, end - value - 2));
  }
  return {};
}

/// The first "file.ext:12" of a failure's text.
void place_by_text(Place& place, std::string_view text) {
  static const base::Regex kPlace(R"(((?:[A-Za-z]:)?[\w./\\@+-]*[\w-]\.[A-Za-z]{1,5}):(\d+)(?::(\d+))?)");
  std::string file, line, column;
  if (!kPlace.find(text.substr(0, 8192), &file, &line, &column)) return;
  std::string_view digits = line;
  place.file = file;
  place.line = take_number(digits);
  digits = column;
  place.column = take_number(digits);
}

/// One <testcase ...>...</testcase> that failed.
std::optional<Diagnostic> failure_of(std::string_view opening, std::string_view body) {
  for (const std::string_view kind : {"<failure", "<error"}) {
    const auto at = body.find(kind);
    if (at == std::string_view::npos || at + kind.size() >= body.size()) continue;
    const char next = body[at + kind.size()];
    if (next != ' ' && next != '>' && next != '/' && next != '\n') continue;
    const auto tag = tag_at(body, at);
    if (tag.empty()) continue;
    Diagnostic diagnostic;
    diagnostic.severity = Severity::error;
    diagnostic.category = Category::test_failure;
    diagnostic.phase = Phase::test;
    const auto name = attribute(opening, "name"), owner = attribute(opening, "classname");
    const auto test = owner.empty() || name.starts_with(owner) ? name : owner + "." + name;
    diagnostic.code = attribute(tag, "type");
    auto message = attribute(tag, "message");
    std::string text;
    if (!tag.ends_with("/>")) {
      const auto begin = at + tag.size();
      text = unescaped(base::trim(body.substr(begin, body.find("</", begin) - begin)));
    }
    if (message.empty()) message = text.substr(0, text.find('\n'));
    diagnostic.message = test + ": " + message;
    diagnostic.pattern = "test $1 failed" + (diagnostic.code.empty() ? "" : ": " + diagnostic.code);
    diagnostic.arguments = {test};
    diagnostic.place.file = attribute(opening, "file");
    if (const auto row = attribute(opening, "line"); !row.empty()) {
      std::string_view digits = row;
      diagnostic.place.line = take_number(digits);
    }
    if (diagnostic.place.file.empty()) place_by_text(diagnostic.place, text.empty() ? message : text);
    diagnostic.context = text.substr(0, 4000);
    return diagnostic;
  }
  return std::nullopt;
}

/// The test cases that begin on this line; the last of them may go on over many.
std::vector<Diagnostic> read_many(OutputCursor& cursor) {
  std::string text;
  std::size_t lines = 0;
  std::vector<Diagnostic> found;
  std::size_t at = cursor.peek().find("<testcase");
  const auto more = [&] {
    if (lines >= kMostLines || cursor.done(lines) || text.size() > kMostText) return false;
    text += cursor.peek(lines++);
    text += '\n';
    return true;
  };
  if (!more()) return found;
  while (at != std::string::npos) {
    auto opening = tag_at(text, at);
    constexpr int kMostTagLines = 50;
    for (int i = 0; i < kMostTagLines && opening.empty(); ++i) {
      const auto known = text.size();
      if (!more()) return {};
      if (text.find('>', known) != std::string::npos) opening = tag_at(text, at);
    }
    if (opening.empty()) return {};
    const auto size = opening.size();
    if (opening.ends_with("/>")) {
      at = text.find("<testcase", at + size);
      continue;
    }
    auto searched = at + size;
    auto end = text.find("</testcase>", searched);
    while (end == std::string::npos) {
      searched = std::max(searched, text.size() > 12 ? text.size() - 12 : 0);
      if (!more()) return {};
      end = text.find("</testcase>", searched);
    }
    const std::string_view all = text;
    if (auto failure = failure_of(all.substr(at, size), all.substr(at + size, end - at - size)))
      found.push_back(std::move(*failure));
    at = text.find("<testcase", end);
  }
  if (!found.empty())
    for (std::size_t i = 0; i < lines; ++i) cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {.id = "junit_xml",
          .starts = R"(<testcase[ >])",
          .read_many = read_many,
          .about = "JUnit XML reports, whoever wrote them.",
          .example_command = "pytest --junit-xml=/dev/stdout",
          .homepage = "https://github.com/testmoapp/junitxml"};
}

}  // namespace fixpoint::diagnose::formats::junit_xml
