#include "propose/reparse.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace fixpoint::propose {
namespace {

/// With more than one error, or more than this within one, the file is parsed in stretches of a few lines.
constexpr std::uint64_t kUnreadable = 512;
constexpr std::size_t kMostLines = 40;

/// `changed` and `grown`: where the text was changed, and by how much that made it longer. Inside an error this tells
/// nothing of how much could be read, and does not count.
source::ErrorScore score_of(TSNode root, source::Span changed = {}, std::int64_t grown = 0) {
  source::ErrorScore score;
  source::walk(root, [&](TSNode node) {
    if (ts_node_is_error(node) || ts_node_is_missing(node)) {
      const auto where = source::span(node);
      ++score.errors;
      score.bytes += where.end - where.begin;
      if (where.begin <= changed.begin && changed.end <= where.end)
        score.bytes -= static_cast<std::uint64_t>(std::exchange(grown, 0));
      return false;
    }
    return ts_node_has_error(node);
  });
  return score;
}

TSPoint point_at(std::string_view text, std::uint64_t offset, TSPoint from, std::uint64_t from_offset) {
  for (auto i = from_offset; i < offset; ++i) {
    if (text[i] == '\n')
      ++from.row, from.column = 0;
    else
      ++from.column;
  }
  return from;
}

TSPoint point_at(const source::Lines& lines, std::uint64_t offset) {
  const auto line = lines.line_of(offset);
  return {line - 1, static_cast<std::uint32_t>(offset - lines.line_span_full(line).begin)};
}

/// Where a quoted text that begins at `at` ends, if it does so on its line.
std::size_t quoted_end(std::string_view text, std::size_t at) {
  for (auto i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == text[at])
      return i;
  }
  return at;
}

/// Braces that are open at the start of a text, and at its end: (2, 1) for "} } {".
std::pair<std::size_t, std::size_t> open_braces(std::string_view text) {
  std::size_t before = 0, open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++open;
    if (text[i] == '}') open > 0 ? --open : ++before;
    if (text[i] == '"' || text[i] == '\'' || text[i] == '`') i = quoted_end(text, i);
    if (text.substr(i).starts_with("//")) i = std::min(text.find('\n', i), text.size());
  }
  return {before, open};
}

/// Where a file may be cut: behind lines that end statements.
std::vector<std::uint64_t> stretches_of(const source::Code& file) {
  std::vector<std::uint64_t> begins{0};
  std::size_t lines = 0;
  for (std::uint64_t at = 0; at < file.text.size();) {
    const auto end = std::min(file.text.find('\n', at), file.text.size() - 1) + 1;
    const auto line = base::trim(file.text.substr(at, end - at));
    const bool ends = line.empty() || line.ends_with(';') || line.ends_with('{') || line.ends_with('}');
    if (ends || ++lines >= kMostLines) {
      begins.push_back(end);
      lines = 0;
    }
    at = end;
  }
  if (begins.back() != file.text.size()) begins.push_back(file.text.size());
  return begins;
}

/// Closes the braces that the lines leave open, lest they hide what is wrong between them. Gives the bytes put
/// before.
std::size_t balance(std::string& text) {
  const auto [before, after] = open_braces(text);
  text.insert(0, before, '{');
  text.append(after, '}');
  return before;
}

bool fits(const Candidate& candidate, std::size_t size) {
  std::uint64_t at = 0;
  for (const auto& change : candidate.changes) {
    if (change.what.begin < at || change.what.end < change.what.begin || change.what.end > size) return false;
    at = change.what.end;
  }
  return !candidate.changes.empty();
}

/// A part of the file with the change; tells the file's tree of it, if there is one.
Reparser::Outcome changed(const source::Code& file, const Candidate& candidate, source::Span part, TSTree* tree) {
  Reparser::Outcome made;
  made.text.reserve(part.end - part.begin + 64);
  auto at = part.begin;
  TSPoint point{};
  std::uint64_t point_of = 0;
  for (const auto& change : candidate.changes) {
    const bool first = &change == &candidate.changes.front();
    made.text += file.text.substr(at, change.what.begin - at);
    const auto begin = made.text.size();
    made.text += change.with;
    if (first) made.region.begin = begin;
    made.region.end = made.text.size();
    at = change.what.end;
    if (tree == nullptr) continue;
    TSInputEdit edit{};
    edit.start_byte = static_cast<std::uint32_t>(begin);
    edit.old_end_byte = static_cast<std::uint32_t>(begin + (change.what.end - change.what.begin));
    edit.new_end_byte = static_cast<std::uint32_t>(made.text.size());
    edit.start_point = first ? point_at(file.lines, change.what.begin) : point_at(made.text, begin, point, point_of);
    edit.old_end_point = point_at(file.text, change.what.end, edit.start_point, change.what.begin);
    edit.new_end_point = point_at(made.text, made.text.size(), edit.start_point, begin);
    ts_tree_edit(tree, &edit);
    point = edit.new_end_point;
    point_of = made.text.size();
  }
  made.text += file.text.substr(at, part.end - at);
  return made;
}

}  // namespace

Reparser::Reparser(const source::Code& file) : file_(file), parser_(ts_parser_new(), ts_parser_delete) {
  if (file.facts->grammar == nullptr) return;
  ts_parser_set_language(parser_.get(), file.facts->grammar());
  const auto root = file.syntax.root();
  const auto score = score_of(root);
  const bool several = score.errors > 1 || score.bytes > kUnreadable;
  if (several && file.facts->language != Language::python) {
    stretches_ = stretches_of(file);
    return;
  }
  stretches_ = {0, file.text.size()};
  originals_[0][file.text.size()] = {
      .score = score, .tree = {root.tree, [](const TSTree*) {}}, .text = file.text};  // the file's own
}

/// The stretches that the change touches.
source::Span Reparser::part_of(const Candidate& candidate) const {
  const auto begin_of = [&](std::uint64_t at) {
    return std::prev(std::upper_bound(stretches_.begin(), std::prev(stretches_.end()), at));
  };
  return {*begin_of(candidate.changes.front().what.begin), *std::next(begin_of(candidate.changes.back().what.end))};
}

const Reparser::Original& Reparser::original(const Candidate& candidate) {
  static const Original kNone;
  if (stretches_.empty() || !fits(candidate, file_.text.size())) return kNone;
  const auto part = part_of(candidate);
  auto& known = originals_[part.begin][part.end];
  if (!known.tree && !exhausted()) {
    known.own = file_.text.substr(part.begin, part.end - part.begin);
    known.shift = static_cast<std::int64_t>(balance(known.own)) - static_cast<std::int64_t>(part.begin);
    known.text = known.own;
    known.tree = parse(known.own, nullptr);
    if (known.tree) known.score = score_of(ts_tree_root_node(known.tree.get()));
  }
  return known;
}

Reparser::Outcome Reparser::with(const Candidate& candidate) {
  const auto& before = original(candidate);
  if (!before.tree || exhausted()) return {};
  const std::unique_ptr<TSTree, void (*)(TSTree*)> old(before.whole() ? ts_tree_copy(before.tree.get()) : nullptr,
                                                       ts_tree_delete);
  auto made = changed(file_, candidate, part_of(candidate), old.get());
  if (!before.whole()) {
    const auto more = balance(made.text);
    made.region.begin += more;
    made.region.end += more;
  }
  made.tree = parse(made.text, old.get());
  if (!made.tree) return made;
  const auto grown = static_cast<std::int64_t>(made.text.size()) - static_cast<std::int64_t>(before.text.size());
  made.score = score_of(ts_tree_root_node(made.tree.get()), made.region, grown);
  return made;
}

/// Null when the budget is used up. It counts the parser's steps, not time: error recovery can take very long on
/// hostile text.
std::shared_ptr<TSTree> Reparser::parse(const std::string& text, const TSTree* old) {
  --file_.reparse_budget;
  struct Payload {
    const std::string& text;
  } payload{text};
  const TSInput input{&payload,
                      [](void* of, std::uint32_t offset, TSPoint, std::uint32_t* size) -> const char* {
                        const auto& bytes = static_cast<const Payload*>(of)->text;
                        *size = offset < bytes.size() ? static_cast<std::uint32_t>(bytes.size() - offset) : 0;
                        return offset < bytes.size() ? bytes.data() + offset : "";
                      },
                      TSInputEncodingUTF8, nullptr};
  const TSParseOptions limits{&file_.reparse_budget, [](TSParseState* state) {
                                constexpr std::int64_t kErrorWeight = 25;
                                auto& left = *static_cast<std::int64_t*>(state->payload);
                                return (left -= state->has_error ? kErrorWeight : 1) < 0;
                              }};
  TSTree* tree = ts_parser_parse_with_options(parser_.get(), old, input, limits);
  if (tree == nullptr) {
    ts_parser_reset(parser_.get());
    return nullptr;
  }
  return {tree, ts_tree_delete};
}

}  // namespace fixpoint::propose
