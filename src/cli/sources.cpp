#include "cli/sources.hpp"

#include <algorithm>
#include <filesystem>

#include "base/paths.hpp"
#include "base/text.hpp"

namespace fixpoint::cli {
namespace {

// A log may name any number of files: so many are held at once.
constexpr std::size_t kFilesHeld = 64;
constexpr std::size_t kPathsHeld = 4096;
constexpr std::size_t kLongestPath = 4096;
constexpr int kEndingsTried = 16;

bool is_path(std::string_view file) {
  return !file.empty() && file.size() < kLongestPath && file.front() != '<' && file.find('\0') == file.npos;
}

bool is_file(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

/// The longest ending of `path`, of at least two parts, that exists below `root`.
std::optional<std::string> ending_here(const std::string& root, std::string_view path) {
  for (int tries = 0; tries < kEndingsTried; ++tries) {
    const auto slash = path.find('/');
    if (slash == path.npos) return std::nullopt;
    path.remove_prefix(slash + 1);
    if (path.find('/') == path.npos) return std::nullopt;
    if (!path.starts_with("../") && is_file(root + "/" + std::string(path))) return std::string(path);
  }
  return std::nullopt;
}

std::string find(const std::string& root, std::string_view folder, std::string_view printed) {
  std::string file(printed);
  if (file.find('/') == std::string::npos) std::ranges::replace(file, '\\', '/');
  if (file.size() > 2 && file[1] == ':' && file[2] == '/') return std::string(printed);  // another system's
  const auto absolute = base::absolute(folder.empty() ? root : base::absolute(root, folder), file);
  const auto here = base::below(root, absolute);
  if (here && is_file(absolute)) return *here;
  if (auto ending = ending_here(root, absolute)) return *ending;
  return here ? *here : file.starts_with('/') || folder.empty() ? base::normalize(file) : absolute;
}

}  // namespace

Sources::Sources(std::string folder) : folder_(std::move(folder)) {}

std::string Sources::path(std::string_view folder, std::string_view file) {
  if (!is_path(file)) return std::string(file);
  const auto key = std::string(folder) + '\n' + std::string(file);
  if (const auto known = paths_.find(key); known != paths_.end()) return known->second;
  if (paths_.size() >= kPathsHeld) paths_.clear();
  return paths_[key] = find(folder_, folder, file);
}

const source::Lines* Sources::lines(const std::string& path) {
  if (!is_path(path) || path.front() == '/') return nullptr;
  if (const auto known = lines_.find(path); known != lines_.end()) return known->second.get();
  if (!tree_ || lines_.size() >= kFilesHeld) {
    lines_.clear();
    tree_.emplace(folder_);
  }
  const auto text = tree_->read(path);
  const bool readable = text && text->substr(0, 8192).find('\0') == text->npos;
  return (lines_[path] = readable ? std::make_unique<source::Lines>(*text) : nullptr).get();
}

Place Sources::here(std::string_view folder, const Place& place, ColumnUnit unit) {
  Place found = place;
  found.file = path(folder, place.file);
  found.unit = unit;
  if (place.column == 0 || place.unit == unit) return found;
  const auto* lines_here = lines(found.file);
  const auto span = lines_here == nullptr ? std::nullopt : source::locate(*lines_here, place);
  if (span) {
    found.line = lines_here->line_of(span->begin);
    found.column = lines_here->column(span->begin, unit);
    if (place.end_column != 0) {
      found.end_line = lines_here->line_of(span->end);
      found.end_column = lines_here->column(span->end, unit);
    }
  } else if (place.unit == ColumnUnit::file_byte) {
    found.line = found.column = found.end_line = found.end_column = 0;  // an offset says nothing without the file
  }
  return found;
}

}  // namespace fixpoint::cli
