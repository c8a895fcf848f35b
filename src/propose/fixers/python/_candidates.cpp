#include "propose/fixers/python/_candidates.hpp"

#include <algorithm>

namespace fixpoint::propose::python {

Spot::Spot(std::string_view whole, const Parse& of)
    : text(whole), parse(of), stopped(of.tokens.all[of.fault.token]), before(nullptr), index(of.fault.token) {
  for (std::size_t i = index; i-- > 0;) {
    const auto kind = of.tokens.all[i].kind;
    if (kind == Kind::indent || kind == Kind::dedent || kind == Kind::newline) continue;
    before = &of.tokens.all[i];
    break;
  }
  const auto line = line_at(text, stopped.begin);
  line_begin = line.begin;
  line_end = line.end;
}

void add(Candidates& out, double cost, std::string reason, std::size_t begin, std::size_t end, std::string text) {
  out.push_back({{{begin, end, std::move(text)}}, cost, std::move(reason)});
}

void add(Candidates& out, double cost, std::string reason, std::vector<Change> changes) {
  std::ranges::sort(changes, {}, &Change::begin);
  out.push_back({std::move(changes), cost, std::move(reason)});
}

Line line_at(std::string_view text, std::size_t offset) {
  Line line;
  offset = std::min(offset, text.size());
  const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  line.begin = before == std::string_view::npos ? 0 : before + 1;
  const auto newline = text.find('\n', offset);
  line.end = newline == std::string_view::npos ? text.size() : newline;
  line.next = newline == std::string_view::npos ? text.size() : newline + 1;
  if (line.end > line.begin && text[line.end - 1] == '\r') --line.end;
  return line;
}

Indent indent_of(std::string_view text, const Line& line) {
  Indent indent;
  auto at = line.begin;
  for (; at < line.end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\f'); ++at)
    indent.width = text[at] == '\t' ? (indent.width / 8 + 1) * 8 : indent.width + 1;
  indent.end = at;
  indent.comment = at < line.end && text[at] == '#';
  indent.blank = at == line.end || indent.comment;
  return indent;
}

}  // namespace fixpoint::propose::python
