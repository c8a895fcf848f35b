#include "run/environment.hpp"

#include <algorithm>

namespace fixpoint::run {
namespace {

std::string_view name_of(std::string_view entry) { return entry.substr(0, entry.find('=')); }

}  // namespace

std::vector<std::string> resulting_environment(const char* const* inherited, const std::vector<std::string>& policy) {
  std::vector<std::string> out;
  for (; inherited != nullptr && *inherited != nullptr; ++inherited) {
    const std::string_view entry = *inherited;
    const std::string_view name = name_of(entry);
    const bool replaced =
        std::any_of(policy.begin(), policy.end(), [&](const auto& p) { return name_of(p) == name; });
    if (!replaced) out.emplace_back(entry);
  }
  for (auto p = policy.begin(); p != policy.end(); ++p) {
    if (p->find('=') == std::string::npos) continue;
    const bool later = std::any_of(p + 1, policy.end(), [&](const auto& q) { return name_of(q) == name_of(*p); });
    if (!later) out.push_back(*p);
  }
  return out;
}

std::string_view value_of(const std::vector<std::string>& environment, std::string_view name,
                          std::string_view otherwise) {
  for (const std::string& entry : environment) {
    if (entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name)) {
      return std::string_view(entry).substr(name.size() + 1);
    }
  }
  return otherwise;
}

std::vector<std::string> candidates(std::string_view program, std::string_view search_path) {
  if (program.find('/') != std::string_view::npos) return {std::string(program)};
  std::vector<std::string> out;
  while (true) {
    const std::size_t end = search_path.find(':');
    const std::string_view folder = search_path.substr(0, end);
    out.push_back(folder.empty() ? "./" + std::string(program) : std::string(folder) + "/" + std::string(program));
    if (end == std::string_view::npos) return out;
    search_path.remove_prefix(end + 1);
  }
}

}  // namespace fixpoint::run
