#include "source/edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace fixpoint::source {
namespace {

/// Lines with their ends, so that a missing final newline shows.
std::vector<std::string_view> whole_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// before[a, a_end) becomes after[b, b_end), in lines.
struct Hunk {
  std::size_t a, a_end, b, b_end;
};

constexpr std::size_t kMaxEdits = 4000;  // beyond this the middle is one hunk: still right, only not smallest

std::vector<Hunk> myers(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const auto n = static_cast<std::ptrdiff_t>(a.size() - head - tail);
  const auto m = static_cast<std::ptrdiff_t>(b.size() - head - tail);
  if (n == 0 && m == 0) return {};
  const auto whole = Hunk{head, a.size() - tail, head, b.size() - tail};
  if (n == 0 || m == 0) return {whole};

  const auto limit = std::min<std::ptrdiff_t>(n + m, static_cast<std::ptrdiff_t>(kMaxEdits));
  const auto at = [limit](std::ptrdiff_t k) { return static_cast<std::size_t>(k + limit + 1); };
  std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * limit + 3), 0);
  std::vector<std::vector<std::ptrdiff_t>> trace;
  std::ptrdiff_t found = -1;
  for (std::ptrdiff_t d = 0; d <= limit && found < 0; ++d) {
    trace.push_back(furthest);
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      auto x = k == -d || (k != d && furthest[at(k - 1)] < furthest[at(k + 1)]) ? furthest[at(k + 1)]
                                                                                : furthest[at(k - 1)] + 1;
      auto y = x - k;
      while (x < n && y < m && a[head + static_cast<std::size_t>(x)] == b[head + static_cast<std::size_t>(y)])
        ++x, ++y;
      furthest[at(k)] = x;
      if (x >= n && y >= m) {
        found = d;
        break;
      }
    }
  }
  if (found < 0) return {whole};

  std::vector<Hunk> hunks;  // built backwards
  auto x = n, y = m;
  for (auto d = found; d > 0; --d) {
    const auto& before = trace[static_cast<std::size_t>(d)];
    const auto k = x - y;
    const bool down = k == -d || (k != d && before[at(k - 1)] < before[at(k + 1)]);
    const auto from_k = down ? k + 1 : k - 1;
    const auto from_x = before[at(from_k)];
    const auto from_y = from_x - from_k;
    const auto ha = head + static_cast<std::size_t>(from_x), hb = head + static_cast<std::size_t>(from_y);
    const Hunk step = down ? Hunk{ha, ha, hb, hb + 1} : Hunk{ha, ha + 1, hb, hb};
    if (!hunks.empty() && hunks.back().a == step.a_end && hunks.back().b == step.b_end)
      hunks.back().a = step.a, hunks.back().b = step.b;
    else
      hunks.push_back(step);
    x = from_x, y = from_y;
  }
  std::ranges::reverse(hunks);
  return hunks;
}

std::string diff_text(std::string_view path, std::optional<std::string_view> before,
                      std::optional<std::string_view> after) {
  const auto a = whole_lines(before.value_or("")), b = whole_lines(after.value_or(""));
  const auto hunks = myers(a, b);
  std::string text = fmt::format("--- {}\n+++ {}\n", before ? fmt::format("a/{}", path) : "/dev/null",
                                 after ? fmt::format("b/{}", path) : "/dev/null");
  const auto put = [&text](char mark, std::string_view line) {
    text += mark;
    text += line;
    if (!line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
  };
  constexpr std::size_t kContext = 3;
  for (std::size_t i = 0; i < hunks.size();) {
    std::size_t last = i;  // hunks whose contexts touch are shown as one
    while (last + 1 < hunks.size() && hunks[last + 1].a <= hunks[last].a_end + 2 * kContext) ++last;
    const auto lead = std::min(kContext, hunks[i].a);
    const auto begin = hunks[i].a - lead, end = std::min(a.size(), hunks[last].a_end + kContext);
    const auto b_begin = hunks[i].b - lead, b_end = hunks[last].b_end + (end - hunks[last].a_end);
    const auto range = [](std::size_t from, std::size_t to) {
      const auto size = to - from;
      return size == 1 ? fmt::format("{}", from + 1) : fmt::format("{},{}", size == 0 ? from : from + 1, size);
    };
    text += fmt::format("@@ -{} +{} @@\n", range(begin, end), range(b_begin, b_end));
    auto at = begin;
    for (; i <= last; ++i) {
      for (; at < hunks[i].a; ++at) put(' ', a[at]);
      for (; at < hunks[i].a_end; ++at) put('-', a[at]);
      for (auto j = hunks[i].b; j < hunks[i].b_end; ++j) put('+', b[j]);
    }
    for (; at < end; ++at) put(' ', a[at]);
  }
  return text;
}

}  // namespace

void normalize(std::vector<Edit>& edits) {
  std::ranges::stable_sort(edits, [](const Edit& a, const Edit& b) {
    return std::tie(a.file, a.begin, a.end) < std::tie(b.file, b.begin, b.end);
  });
  edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
}

bool compatible(const std::vector<Edit>& a, const std::vector<Edit>& b) {
  // Whole lines put at one place (two imports) stand one after the other.
  const auto whole_line = [](const Edit& edit) { return edit.begin == edit.end && edit.replacement.ends_with('\n'); };
  for (const auto& left : a)
    for (const auto& right : b)
      if (left.file == right.file &&
          !(left.begin == right.begin && left != right && whole_line(left) && whole_line(right)) &&
          (left.begin == right.begin || (left.begin < right.end && right.begin < left.end)))
        return false;
  return true;
}

Result<std::string> apply(std::string_view text, const std::vector<Edit>& edits) {
  std::string changed;
  std::uint64_t at = 0;
  for (const auto& edit : edits) {
    if (edit.begin > edit.end || edit.end > text.size() || edit.begin < at)
      return fail(ErrorCode::invalid_input, "the edit lies outside the file or overlaps another one", edit.file);
    changed += text.substr(at, edit.begin - at);
    changed += edit.replacement;
    at = edit.end;
  }
  changed += text.substr(at);
  return changed;
}

EditedTree::EditedTree(const seams::SourceTree& base, seams::ChangedFiles changed)
    : base_(base), changed_(std::move(changed)) {}

std::optional<std::string_view> EditedTree::read(std::string_view path) const {
  const auto found = changed_.find(path);
  if (found == changed_.end()) return base_.read(path);
  if (!found->second) return std::nullopt;
  return *found->second;
}

const std::vector<std::string>& EditedTree::files() const {
  if (!names_) {
    names_ = base_.files();
    for (const auto& [path, text] : changed_) {
      const auto at = std::ranges::lower_bound(*names_, path);
      const bool there = at != names_->end() && *at == path;
      if (text && !there) names_->insert(at, path);
      if (!text && there) names_->erase(at);
    }
  }
  return *names_;
}

Result<seams::ChangedFiles> changes(const seams::SourceTree& tree, std::vector<Edit> edits) {
  normalize(edits);
  seams::ChangedFiles changed;
  for (std::size_t i = 0; i < edits.size();) {
    std::size_t end = i;
    while (end < edits.size() && edits[end].file == edits[i].file) ++end;
    const std::vector<Edit> of_file(edits.begin() + static_cast<std::ptrdiff_t>(i),
                                    edits.begin() + static_cast<std::ptrdiff_t>(end));
    changed[edits[i].file] = FIXPOINT_TRY(apply(tree.read(edits[i].file).value_or(std::string_view{}), of_file));
    i = end;
  }
  return changed;
}

std::vector<Edit> difference(std::string_view file, std::string_view before, std::string_view after) {
  const auto a = whole_lines(before), b = whole_lines(after);
  std::vector<Edit> edits;
  for (const auto& hunk : myers(a, b)) {
    const auto offset = [](const std::vector<std::string_view>& lines, std::string_view text, std::size_t line) {
      return line < lines.size() ? static_cast<std::size_t>(lines[line].data() - text.data()) : text.size();
    };
    auto begin = offset(a, before, hunk.a), end = offset(a, before, hunk.a_end);
    const auto b_begin = offset(b, after, hunk.b);
    auto text = after.substr(b_begin, offset(b, after, hunk.b_end) - b_begin);
    while (begin < end && !text.empty() && before[begin] == text.front()) ++begin, text.remove_prefix(1);
    while (begin < end && !text.empty() && before[end - 1] == text.back()) --end, text.remove_suffix(1);
    edits.push_back({std::string(file), begin, end, std::string(text)});
  }
  return edits;
}

std::string unified_diff(const seams::SourceTree& tree, const seams::ChangedFiles& changed) {
  std::string text;
  for (const auto& [path, content] : changed) {
    const auto before = tree.read(path);
    const auto after = content ? std::optional<std::string_view>(*content) : std::nullopt;
    if (before != after) text += diff_text(path, before, after);
  }
  return text;
}

LineCounts count_lines(std::string_view before, std::string_view after) {
  LineCounts counts;
  for (const auto& hunk : myers(whole_lines(before), whole_lines(after))) {
    counts.added += static_cast<int>(hunk.b_end - hunk.b);
    counts.removed += static_cast<int>(hunk.a_end - hunk.a);
  }
  return counts;
}

}  // namespace fixpoint::source
