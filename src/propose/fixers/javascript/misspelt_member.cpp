// What it answers: a member that does not exist: "o.lenght is not a function", reading a property of undefined (the
// object before it is what is missing), TS2339, TS2551, TS2353.
// What it changes: the member's name, to the nearest one that the project or the standard library has.
// When it declines: nothing is near.
#include <algorithm>
#include <set>

#include "_names.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::misspelt_member {
namespace {

using source::type;

void add_properties(const source::Code& file, std::vector<std::string_view>& names, source::Span except) {
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto kind = type(node);
    if (kind == "property_identifier" || kind == "private_property_identifier" ||
        kind == "shorthand_property_identifier" || kind == "shorthand_property_identifier_pattern") {
      if (source::span(node) != except) names.push_back(text(file, node));
    }
    return true;
  });
}

/// The member names of the object that `receiver` (an identifier) was imported as: "import * as m", "import m".
void add_exports(const source::Analysis& code, const source::Code& file, std::string_view receiver,
                 std::vector<std::string_view>& names) {
  for (const auto& one : imports(file))
    for (const auto& name : one.names)
      if (name.local == receiver && name.exported == "*")
        if (const auto path = resolve_module(code, file.path, one.module))
          for (const auto& exported : exports(code, *path).names) names.push_back(exported.name);
}

/// Renames the only method or field of that name in the project.
std::optional<Proposal> rename_declaration(const source::Analysis& code, std::string_view from, std::string_view to) {
  std::optional<Proposal> proposal;
  int looked = 0;
  for (const auto& path : script_files(code)) {
    const auto* file = ++looked > 200 ? nullptr : code.code(path);
    if (file == nullptr || file->text.find(from) == std::string_view::npos) continue;
    source::walk(file->syntax.root(), [&](TSNode node) {
      if (type(node) != "property_identifier" || text(*file, node) != from) return true;
      const auto kind = type(ts_node_parent(node));
      if (kind == "method_definition" || kind == "field_definition" || kind == "public_field_definition" ||
          kind == "pair" || kind == "property_signature" || kind == "method_signature")
        proposal = replace(*file, source::span(node), to, 0.8, "it is used as " + std::string(to));
      return true;
    });
  }
  return proposal;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& diagnostic = context.problem.primary;
  if (context.file == nullptr || diagnostic.arguments.empty() || context.at.begin == 0) return {};
  const auto& file = *context.file;
  const std::string_view message = diagnostic.message;

  // Which member access is meant?
  TSNode wrong{};
  const bool of_undefined = message.starts_with("Cannot read propert") || message.starts_with("Cannot set propert");
  const auto line = file.lines.line_of(context.at.begin);
  const auto row = file.lines.line_span(line);
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto span = source::span(node);
    if (span.end < row.begin || span.begin > row.end) return false;
    const auto kind = type(node);
    if (kind == "member_expression") {
      const auto property = field(node, "property");
      if (of_undefined && text(file, property) == diagnostic.arguments[0]) {
        // o.a.b with b read of undefined: a is what is wrong.
        auto object = field(node, "object");
        if (type(object) == "call_expression") object = field(object, "function");
        // "const f = a.wrong; f.b": what f got is what is wrong.
        if (type(object) == "identifier")
          for (const auto& one : bindings(file))
            if (one.name == text(file, object) && type(ts_node_parent(one.node)) == "variable_declarator") {
              auto value = field(ts_node_parent(one.node), "value");
              if (!is_null(value) && type(value) == "call_expression") value = field(value, "function");
              if (!is_null(value) && type(value) == "member_expression") object = value;
              break;
            }
        if (type(object) == "member_expression") {
          const auto before = field(object, "property");
          if (is_null(wrong) || source::span(property).begin <= context.at.begin) wrong = before;
        }
      } else if (!of_undefined && text(file, property) == diagnostic.arguments[0]) {
        const auto at = source::span(property);
        if (is_null(wrong) || (at.begin <= context.at.begin && context.at.begin <= at.end)) wrong = property;
      }
    } else if (!of_undefined && (kind == "property_identifier" || kind == "shorthand_property_identifier_pattern") &&
               text(file, node) == diagnostic.arguments[0] && span.begin <= context.at.begin &&
               context.at.begin <= span.end) {
      wrong = node;
    }
    return true;
  });
  if (is_null(wrong)) return {};
  const auto span = source::span(wrong);
  const auto name = text(file, wrong);

  std::vector<std::string_view> own;
  add_properties(file, own, span);
  if (const auto access = ts_node_parent(wrong); type(access) == "member_expression")
    add_exports(context.code, file, text(file, field(access, "object")), own);
  int looked = 0;
  for (const auto& path : script_files(context.code))
    if (path != file.path && ++looked <= 200)
      if (const auto* other = context.code.code(path)) add_properties(*other, own, {});
  const auto elsewhere = std::ranges::count(own, name);
  std::erase(own, name);
  const std::set<std::string_view> ours(own.begin(), own.end());
  static const languages::Table kMembers("javascript/members");
  auto names = own;
  for (const auto& one : kMembers.all()) names.push_back(one[0]);
  std::erase(names, name);

  std::vector<Proposal> proposals;
  std::size_t rank = 0;
  const auto add = [&](std::string_view near, double belief) {
    proposals.push_back(replace(file, span, near, belief,
                                "there is no member " + std::string(name) + "; " + std::string(near) + " is meant",
                                rank == 0 ? Safety::likely : Safety::choice));
    ++rank;
  };
  // The tool's own idea first.
  if (diagnostic.arguments.size() > 2 && message.find("Did you mean") != std::string_view::npos)
    add(diagnostic.arguments.back(), 0.92);
  for (const auto& near : source::near_names(name, names)) {
    if (rank > 0 && !proposals.empty() && proposals.front().edits[0].replacement == near.name) continue;
    if (rank == 6) break;
    auto belief = nearness(name, near, rank) * (of_undefined ? 0.8 : 0.95);
    if (!ours.contains(near.name) && name.size() < 4) belief *= 0.6;
    // Declared once and used by nobody: then the declaration is what is misspelt.
    if (std::ranges::count(own, near.name) == 1 && elsewhere > 0)
      if (auto proposal = rename_declaration(context.code, near.name, name)) {
        proposal->confidence = std::min(0.95, belief + 0.1);
        proposals.push_back(std::move(*proposal));
        belief *= 0.8;
      }
    add(near.name, belief);
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/misspelt_member",
          .languages = kBoth,
          .answers = R"(is not a (function|constructor)|^\S+ TS(2339|2551|2353|2561) |Cannot (read|set) propert)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::misspelt_member
