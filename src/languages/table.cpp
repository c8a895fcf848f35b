#include "languages/table.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "languages/embedded.gen.hpp"

namespace fixpoint::languages {

std::optional<std::string_view> embedded(std::string_view path) {
  for (const auto& file : embedded_files())
    if (file.path == path) return file.bytes;
  return std::nullopt;
}

Table::Table(std::string_view name) : text_(embedded(std::string(name) + ".tsv").value_or(std::string_view{})) {}

std::vector<Row> Table::rows(std::string_view key) const {
  // Lower bound over line starts: the text is sorted, so no index needs building.
  std::size_t low = 0, high = text_.size();
  const auto key_at = [&](std::size_t line) { return text_.substr(line, text_.find_first_of("\t\n", line) - line); };
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto before = middle == 0 ? std::string_view::npos : text_.rfind('\n', middle - 1);
    const auto line = before == std::string_view::npos ? 0 : std::max(before + 1, low);
    if (text_[line] != '#' && key_at(line) >= key) {
      high = line;
    } else {
      const auto end = text_.find('\n', line);
      low = end == std::string_view::npos ? text_.size() : end + 1;
    }
  }
  std::vector<Row> found;
  while (low < text_.size() && key_at(low) == key) {
    const auto end = std::min(text_.find('\n', low), text_.size());
    found.push_back(base::split(text_.substr(low, end - low), '\t'));
    low = end + 1;
  }
  return found;
}

std::vector<Row> Table::all() const {
  std::vector<Row> rows;
  for (const auto line : base::split_lines(text_))
    if (!line.empty() && line.front() != '#') rows.push_back(base::split(line, '\t'));
  return rows;
}

}  // namespace fixpoint::languages
