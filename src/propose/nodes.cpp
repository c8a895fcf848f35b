#include "propose/nodes.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fixpoint::propose {

TSNode enclosing(TSNode node, std::initializer_list<std::string_view> types) {
  for (; !ts_node_is_null(node); node = ts_node_parent(node))
    if (std::ranges::find(types, source::type(node)) != types.end()) return node;
  return {};
}

TSNode field(TSNode node, std::string_view name) {
  if (ts_node_is_null(node)) return {};
  return ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
}

std::vector<TSNode> named_children(TSNode node) {
  std::vector<TSNode> children;
  if (ts_node_is_null(node)) return children;
  const auto count = ts_node_named_child_count(node);
  for (std::uint32_t i = 0; i < count && i < 10000; ++i) children.push_back(ts_node_named_child(node, i));
  return children;
}

bool near(std::string_view a, std::string_view b) {
  const auto limit = std::max<std::size_t>(1, (std::max(a.size(), b.size()) + 1) / 3);
  return a != b && base::edit_distance(a, b, limit) <= limit && std::min(a.size(), b.size()) > 1;
}

}  // namespace fixpoint::propose
