#include "propose/edits.hpp"

#include "base/text.hpp"

namespace fixpoint::propose {

Proposal replace(const source::Code& file, source::Span what, std::string_view text, double confidence,
                 std::string reason, Safety safety) {
  Proposal proposal;
  proposal.edits.push_back({file.path, what.begin, what.end, std::string(text)});
  proposal.safety = safety;
  proposal.confidence = confidence;
  proposal.reason = std::move(reason);
  return proposal;
}

Proposal insert(const source::Code& file, std::uint64_t at, std::string_view text, double confidence,
                std::string reason, Safety safety) {
  return replace(file, {at, at}, text, confidence, std::move(reason), safety);
}

Proposal erase(const source::Code& file, source::Span what, double confidence, std::string reason, Safety safety) {
  return replace(file, what, "", confidence, std::move(reason), safety);
}

Proposal insert_line(const source::Code& file, std::uint32_t before, std::string_view line, double confidence,
                     std::string reason, Safety safety) {
  const auto end = line_end(file);
  const auto at = file.lines.line_span_full(before).begin;
  std::string text(line);
  text += end;
  if (at == file.text.size() && !file.text.empty() && !file.text.ends_with('\n')) text.insert(0, end);
  return insert(file, at, text, confidence, std::move(reason), safety);
}

std::string_view line_end(const source::Code& file) {
  const auto first = file.text.find('\n');
  return first != std::string_view::npos && first > 0 && file.text[first - 1] == '\r' ? "\r\n" : "\n";
}

std::string_view indentation(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return line.substr(0, first == std::string_view::npos ? line.size() : first);
}

std::uint64_t end_of_previous_token(const source::Code& file, std::uint64_t at) {
  for (;;) {
    while (at > 0 && (file.text[at - 1] == ' ' || file.text[at - 1] == '\t' || file.text[at - 1] == '\n' ||
                      file.text[at - 1] == '\r'))
      --at;
    if (at == 0) return 0;
    const TSNode node = file.syntax.at(at - 1, at);
    if (ts_node_is_null(node) || !source::type(node).ends_with("comment")) return at;
    at = source::span(node).begin;
  }
}

source::Span identifier_at(std::string_view text, std::uint64_t at) {
  auto begin = at, end = at;
  while (end < text.size() && base::is_identifier_part(text[end])) ++end;
  while (begin > 0 && base::is_identifier_part(text[begin - 1])) --begin;
  return {begin, end};
}

}  // namespace fixpoint::propose
