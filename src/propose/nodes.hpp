// Small questions about syntax nodes that fixers of several languages ask.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "source/syntax.hpp"

namespace fixpoint::propose {

/// The node itself or its nearest ancestor of one of the types; null when there is none.
[[nodiscard]] TSNode enclosing(TSNode node, std::initializer_list<std::string_view> types);
[[nodiscard]] TSNode field(TSNode node, std::string_view name);
[[nodiscard]] std::vector<TSNode> named_children(TSNode node);

/// True when one name is so close to the other that it may be meant.
[[nodiscard]] bool near(std::string_view a, std::string_view b);

}  // namespace fixpoint::propose
