#include "base/paths.hpp"

#include <vector>

#include "base/text.hpp"

namespace fixpoint::base {

std::string normalize(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> kept;
  for (const auto part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !kept.empty() && kept.back() != "..")
      kept.pop_back();
    else if (part != ".." || !rooted)
      kept.push_back(part);
  }
  std::string clean = rooted ? "/" : "";
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) clean += '/';
    clean += kept[i];
  }
  return clean.empty() ? "." : clean;
}

std::string absolute(std::string_view folder, std::string_view path) {
  if (path.starts_with('/')) return normalize(path);
  return normalize(std::string(folder) + "/" + std::string(path));
}

std::optional<std::string> below(std::string_view root, std::string_view path) {
  if (path == root) return ".";
  if (root == "/") return path.starts_with('/') ? std::optional(std::string(path.substr(1))) : std::nullopt;
  if (!path.starts_with(root) || path.size() <= root.size() || path[root.size()] != '/') return std::nullopt;
  return std::string(path.substr(root.size() + 1));
}

std::string_view file_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view parent(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view extension(std::string_view path) {
  const auto name = file_name(path);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot);
}

}  // namespace fixpoint::base
