// What it answers: "... is private".
// What it changes: makes the function, method, type, module, constant or field of the project public.
// When it declines: it is not declared in the project, or several of the name are private.
#include "base/text.hpp"
#include "propose/fixers/rust/_code.hpp"

namespace fixpoint::propose::fixers::rust::private_item {
namespace {

bool is_public(TSNode node) {
  return ts_node_named_child_count(node) > 0 && source::type(ts_node_named_child(node, 0)) == "visibility_modifier";
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& message = context.problem.primary.message;
  const auto names = quoted_parts(message);
  if (names.empty()) return {};
  std::string name = names.front();
  if (const auto colons = name.rfind("::"); colons != std::string::npos) name.erase(0, colons + 2);
  std::vector<Proposal> found;
  const auto publish = [&](const source::Code& file, TSNode node, double confidence) {
    auto at = source::span(node).begin;
    found.push_back(insert(file, at, "pub ", confidence, name + " is used from outside its module"));
  };
  if (message.starts_with("field ") || message.contains("` is private, field") || message.contains("fields ")) {
    for (const auto& [file, node] : items(context, name, {"field_declaration"}))
      if (!is_public(node)) {
        const auto owner = enclosing(node, {"struct_item", "union_item"});
        const bool named = names.size() > 1 && file->syntax.text(field(owner, "name")) == names[1];
        publish(*file, node, named ? 0.8 : 0.4);
      }
    return found;
  }
  for (const auto& [file, node] : items(context, name,
                                        {"function_item", "struct_item", "enum_item", "trait_item", "const_item",
                                         "static_item", "type_item", "mod_item", "union_item"}))
    if (!is_public(node)) publish(*file, node, 0.75);
  if (found.size() > 1)
    for (auto& proposal : found) proposal.confidence = 0.5;
  // The message's note points at the `use` that is not public.
  for (const auto& related : context.problem.primary.related) {
    const auto path = context.code.resolve(context.folder, related.place.file);
    const auto* home = path ? context.code.code(*path) : nullptr;
    const auto span = home == nullptr ? std::nullopt : source::locate(home->lines, related.place);
    if (!span) continue;
    const auto use = enclosing(home->syntax.at(span->begin, span->begin + 1), {"use_declaration"});
    if (!ts_node_is_null(use) && !is_public(use)) publish(*home, use, 0.88);
  }
  // Re-exports: "use a::b;" that others reach through.
  for (const auto* file : project_files(context))
    for (const auto node : named_children(file->syntax.root()))
      if (source::type(node) == "use_declaration" && !is_public(node) && message.contains("import") &&
          found.size() < 6) {
        const auto text = file->syntax.text(node);
        bool names_it = false;
        source::walk(node, [&](TSNode part) {
          names_it = names_it || (source::type(part) == "identifier" && file->syntax.text(part) == name);
          return true;
        });
        if (names_it && !text.empty()) publish(*file, node, 0.85);
      }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "rust/private_item",
          .languages = kRust,
          .answers = R"(^rustc\w* .*private)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::rust::private_item
