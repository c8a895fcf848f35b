#include "propose/brace_search.hpp"

#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose {
namespace {

struct Opener {
  char closer;
  std::size_t indent;  // of its line
  std::uint32_t line;
  Token token;
};

char closer_of(std::string_view text) {
  if (text == "{") return '}';
  if (text == "(") return ')';
  if (text == "[") return ']';
  return 0;
}

bool is_closer(std::string_view text) { return text == "}" || text == ")" || text == "]"; }

std::size_t width(std::string_view blanks) {
  std::size_t columns = 0;
  for (const char c : blanks) columns += c == '\t' ? 4 : 1;
  return columns;
}

}  // namespace

std::vector<Candidate> brace_candidates(const source::Code& file, std::size_t limit) {
  std::vector<Candidate> found;
  std::vector<Opener> open;
  const std::string end(line_end(file));
  const auto add = [&](source::Span what, std::string with, double cost, std::string reason) {
    if (found.size() >= limit) return;
    Candidate candidate;
    candidate.changes.push_back({what, std::move(with)});
    candidate.cost = cost;
    candidate.reason = std::move(reason);
    found.push_back(std::move(candidate));
  };
  const auto all = tokens(file, {0, file.text.size()});
  const auto indent_of = [&](std::uint32_t line) { return width(indentation(file.lines.line(line))); };
  const auto close_before = [&](const Opener& opener, std::uint32_t line, double cost) {
    // After the last line above that is not blank.
    auto above = line;
    while (above > 1 && base::trim(file.lines.line(above - 1)).empty()) --above;
    const auto at = above > 1 ? file.lines.line_span(above - 1).end : 0;
    const std::string indent(indentation(file.lines.line(opener.line)));
    add({at, at}, end + indent + opener.closer, cost, std::string("the block opened here is not closed"));
  };

  std::uint32_t last_line = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& token = all[i];
    const auto line = file.lines.line_of(token.span.begin);
    const bool starts_line = line != last_line;
    // A line that is indented deeper than the one above although that opened nothing: a block without its brace.
    if (starts_line && i > 0 && last_line != 0 && !is_closer(token.text)) {
      const auto& before = all[i - 1];
      const auto above = file.lines.line_of(before.span.begin);
      if (indent_of(line) > indent_of(above) && closer_of(before.text) == 0 && before.text != "," &&
          (open.empty() || open.back().closer == '}') && (before.word || is_closer(before.text)))
        add({before.span.end, before.span.end}, " {", 1.0, "the block below lacks its '{'");
      // A declaration at the margin while a block is still open.
      while (!open.empty() && open.back().closer == '}' && indent_of(line) < open.back().indent + 1 &&
             indent_of(line) <= open.back().indent && token.word && open.back().line < line) {
        close_before(open.back(), line, 0.6);
        open.pop_back();
      }
    }
    last_line = line;
    if (const char closer = closer_of(token.text)) {
      open.push_back({closer, indent_of(line), line, token});
      continue;
    }
    if (!is_closer(token.text)) continue;
    const auto erase_line = base::trim(file.lines.line(line)) == token.text;
    const source::Span own = erase_line ? file.lines.line_span_full(line) : token.span;
    if (open.empty()) {
      add(own, "", 0.5, "nothing is open that this could close");
      continue;
    }
    const char here = token.text[0];
    if (open.back().closer != here) {
      add(token.span, std::string(1, open.back().closer), 1.2, "the other kind of bracket is open");
      add(open.back().token.span,
          std::string(1, here == '}'   ? '{'
                         : here == ')' ? '('
                                       : '['),
          1.1, "the other kind of bracket is closed");
      add({token.span.begin, token.span.begin}, std::string(1, open.back().closer), 0.9, "a bracket is not closed");
      add(own, "", 1.5, "nothing is open that this could close");
      if (open.size() > 1 && open[open.size() - 2].closer == here) {
        // The inner one was never closed; before the ';' or line end of its own line is the likelier place.
        const auto last = end_of_previous_token(file, file.lines.line_span(open.back().line).end);
        const auto at = last > 0 && file.text[last - 1] == ';' ? last - 1 : last;
        if (at > open.back().token.span.end)
          add({at, at}, std::string(1, open.back().closer), 0.7, "a bracket is not closed");
        open.pop_back();
        open.pop_back();
      }
      continue;
    }
    if (starts_line && here == '}') {
      const auto indent = indent_of(line);
      while (open.size() > 1 && indent < open.back().indent && open.back().closer == '}') {
        close_before(open.back(), line, 0.5);
        open.pop_back();
      }
      if (indent > open.back().indent) {
        add(own, "", 0.6, "this closes a block that is closed already");
        continue;
      }
    }
    open.pop_back();
  }
  // The same line twice, where it opens or closes something.
  for (std::uint32_t line = 2; line <= file.lines.count() && found.size() < limit; ++line) {
    const auto text = base::trim(file.lines.line(line));
    if (text.size() > 4 && text.find_first_of("{}()[]") != std::string_view::npos &&
        file.lines.line(line) == file.lines.line(line - 1))
      add(file.lines.line_span_full(line), "", 0.3, "the line is there twice");
  }
  for (auto opener = open.rbegin(); opener != open.rend() && found.size() < limit; ++opener) {
    const auto at = end_of_previous_token(file, file.text.size());
    add({at, at}, end + std::string(1, opener->closer), 1.2, "the file ends in an open block");
  }
  return found;
}

}  // namespace fixpoint::propose
