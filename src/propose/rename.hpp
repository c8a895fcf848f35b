// The other half of a misspelt name: the declaration is wrong and its uses are right.
#pragma once

#include <string_view>
#include <vector>

#include "fixpoint/proposal.hpp"
#include "source/analysis.hpp"

namespace fixpoint::propose {

/// For the name `missing` that is used but not declared: declarations of `files` that are close to it and are never
/// used themselves get that name. Surer the more often the missing name is used.
void rename_declaration(const std::vector<const source::Code*>& files, std::string_view missing,
                        std::vector<Proposal>& found);

}  // namespace fixpoint::propose
