// Names in Python code: where they stand, what is visible, how to import them. Shared by the fixers of names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/proposal.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::python {

/// Identifier tokens of that name (not attributes behind a dot, not keyword arguments) within `region`.
[[nodiscard]] std::vector<source::Span> uses_of_name(const source::Code& file, std::string_view name,
                                                     source::Span region);
/// `.name` accesses within `region`: the name's own span.
[[nodiscard]] std::vector<source::Span> uses_of_attribute(const source::Code& file, std::string_view name,
                                                          source::Span region);

/// The line of the problem, or the statement it begins when the line alone does not hold what is looked for.
[[nodiscard]] source::Span line_region(const FixContext& context, std::uint32_t more_lines = 0);

/// The smallest enclosing node of that type at an offset; a null node when there is none.
[[nodiscard]] TSNode enclosing(const source::Code& file, std::uint64_t offset, std::string_view type);
[[nodiscard]] TSNode field(TSNode node, std::string_view name);

/// The underlined part of a traceback's excerpt, in the file: the whole of it, and the part under '^'.
struct Underlined {
  source::Span whole;
  source::Span carets;
};
[[nodiscard]] std::optional<Underlined> underlined(const FixContext& context);

/// The text of the message's first `suggestion` in "Did you mean: 'x'?" or "Did you mean 'x'?"; empty when none.
[[nodiscard]] std::string_view did_you_mean(std::string_view message);

/// The edits that make `name` of `module` known in the file ("import module" when `name` is empty). Extends an import
/// of the same module, else adds a line after the last one at the top.
[[nodiscard]] Proposal import_proposal(const source::Code& file, std::string_view module, std::string_view name,
                                       double confidence, std::string reason, std::string_view alias = {});

/// How `from` imports the module that file `path` holds: "package.module", or with leading dots where `from` does so.
[[nodiscard]] std::string module_of(const FixContext& context, const source::Code& from, std::string_view path);
/// The project's file for a dotted module, seen from `from`; nothing when it is not of the project.
[[nodiscard]] std::optional<std::string> file_of_module(const FixContext& context, const source::Code& from,
                                                        std::string_view module);

/// Members of a class of the project: methods, class attributes, attributes set on self, and those of its bases.
[[nodiscard]] std::vector<std::string_view> class_members(const FixContext& context, std::string_view name);
/// Top-level names of a file of the project, imported ones included.
[[nodiscard]] std::vector<std::string_view> module_names(const source::Code& file);

/// Replaces every span by `text`.
[[nodiscard]] Proposal rename(const source::Code& file, const std::vector<source::Span>& spans, std::string_view text,
                              double confidence, std::string reason);

/// Chance that the name at this distance is the one meant.
[[nodiscard]] double near_confidence(std::string_view wrong, std::string_view right, std::size_t distance);

}  // namespace fixpoint::propose::python
