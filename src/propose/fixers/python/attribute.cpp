// What it answers: AttributeError of CPython, for modules, instances, classes and built-in types.
// What it changes: the name behind the dot, into a near member, the one CPython suggests, the one Python has for what
// another language calls so, or where the library has moved it.
// When it declines: nothing near is a member; the object is None.
#include <algorithm>

#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::attribute {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

struct Missing {
  std::string_view owner;
  std::string_view member;
  bool module = false;
};

/// "module 'm' has no attribute 'x'", "'T' object has no attribute 'x'", "type object 'T' has no attribute 'x'"
Missing parse_message(std::string_view message) {
  Missing missing;
  const auto quoted = [&](std::size_t from) {
    const auto open = message.find('\'', from);
    const auto close = open == std::string_view::npos ? open : message.find('\'', open + 1);
    return close == std::string_view::npos ? std::string_view{} : message.substr(open + 1, close - open - 1);
  };
  const auto has = message.find("has no attribute '");
  if (has == std::string_view::npos) return missing;
  missing.owner = quoted(0);
  missing.member = quoted(has);
  missing.module = message.find("module '") < has;
  return missing;
}

/// Accesses of the member where the traceback points.
std::vector<source::Span> accesses(const FixContext& context, std::string_view member) {
  if (const auto marks = underlined(context)) {
    auto uses = uses_of_attribute(*context.file, member, marks->whole);
    if (!uses.empty()) return {uses.back()};
  }
  auto uses = uses_of_attribute(*context.file, member, line_region(context));
  if (uses.empty()) uses = uses_of_attribute(*context.file, member, line_region(context, 12));
  return uses;
}

/// Every access through the same object name: one run finds all of them.
std::vector<source::Span> all_accesses(const FixContext& context, const std::vector<source::Span>& here,
                                       std::string_view member) {
  const auto& file = *context.file;
  if (here.empty()) return here;
  const auto object_of = [&](source::Span place) {
    const auto node = ts_node_parent(file.syntax.at(place.begin, place.end));
    return source::type(node) == "attribute" ? file.syntax.text(field(node, "object")) : std::string_view{};
  };
  const auto object = object_of(here.front());
  if (object.empty() || object.size() > 60) return here;
  std::vector<source::Span> same;
  for (const auto& use : uses_of_attribute(file, member, {0, file.text.size()}))
    if (object_of(use) == object) same.push_back(use);
  return same;
}

/// "has_key" and the like: the call becomes something else than a call of another name.
void rewrite(const FixContext& context, const Missing& missing, std::string_view ours, source::Span place,
             std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto attribute = ts_node_parent(file.syntax.at(place.begin, place.end));
  if (source::type(attribute) != "attribute") return;
  const auto object = file.syntax.text(field(attribute, "object"));
  const auto parent = ts_node_parent(attribute);
  const bool called = source::type(parent) == "call" && ts_node_eq(field(parent, "function"), attribute);
  const auto arguments = called ? field(parent, "arguments") : TSNode{};
  const auto count = called ? ts_node_named_child_count(arguments) : 0;
  const auto argument = [&](std::uint32_t i) {
    return std::string(file.syntax.text(ts_node_named_child(arguments, i)));
  };
  const auto reason = "'" + std::string(missing.member) + "' is '" + std::string(ours) + "' in Python";
  const auto whole = called ? source::span(parent) : source::span(attribute);
  const std::string of(object);
  if (ours == "__len__")
    out.push_back(replace(file, whole, "len(" + of + ")", 0.85, "Python asks for the length with len()"));
  if (ours == "__contains__" && count == 1)
    out.push_back(replace(file, whole, "(" + argument(0) + " in " + of + ")", 0.85, "Python asks with 'in'"));
  if (ours == "__getitem__" && count == 1 && missing.member == "charAt")
    out.push_back(replace(file, whole, of + "[" + argument(0) + "]", 0.85, "Python indexes with []"));
  if (ours == "__getitem__" && count == 2)
    out.push_back(
        replace(file, whole, of + "[" + argument(0) + ":" + argument(1) + "]", 0.7, "Python cuts out with [a:b]"));
  if (ours == "__setitem__" && count == 2)
    out.push_back(replace(file, whole, of + "[" + argument(0) + "] = " + argument(1), 0.8, "Python assigns with []"));
  if (ours == "__next__" && count == 0)
    out.push_back(replace(file, whole, "next(" + of + ")", 0.85, "Python asks with next()"));
  if (ours == "insert" && count == 1 && called)
    out.push_back(replace(file, whole, of + ".insert(0, " + argument(0) + ")", 0.8, reason));
  if (ours == "pop" && missing.member == "popleft" && count == 0)
    out.push_back(replace(file, whole, of + ".pop(0)", 0.8, reason));
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  const auto& message = context.problem.primary.message;
  const auto missing = parse_message(message);
  if (context.file == nullptr || missing.member.empty() || missing.owner == "NoneType") return proposals;
  const auto& file = *context.file;
  const auto here = accesses(context, missing.member);
  if (here.empty()) return proposals;
  const auto every = all_accesses(context, here, missing.member);
  const auto change = [&](std::string_view name, double confidence, std::string reason) {
    proposals.push_back(rename(file, every, name, confidence, std::move(reason)));
  };
  const auto misspelt = [&](std::string_view name) {
    return "'" + std::string(missing.member) + "' is a misspelt '" + std::string(name) + "'";
  };

  const auto meant = did_you_mean(message);
  if (!meant.empty() && base::is_identifier(meant)) change(meant, 0.87, misspelt(meant));

  static const languages::Table kMembers("python/members"), kForeign("python/foreign_members"),
      kMoved("python/moved");
  if (missing.module) {
    for (const auto& row : kMoved.rows(std::string(missing.owner) + "." + std::string(missing.member))) {
      if (row.size() < 2) continue;
      const auto dot = row[1].rfind('.');
      const auto module = dot == std::string_view::npos ? std::string_view{} : row[1].substr(0, dot);
      const auto name = dot == std::string_view::npos ? row[1] : row[1].substr(dot + 1);
      const auto reason = "'" + std::string(missing.member) + "' is '" + std::string(row[1]) + "'";
      if (module == missing.owner) {
        change(name, 0.92, reason);
        continue;
      }
      // The whole access becomes the new qualified name, imported when its module is not a part of the old one.
      const auto attribute = ts_node_parent(file.syntax.at(here.front().begin, here.front().end));
      if (source::type(attribute) != "attribute") continue;
      const bool below = module.starts_with(std::string(missing.owner) + ".") &&
                         file.syntax.text(field(attribute, "object")) == missing.owner;
      Proposal proposal;
      if (below && module != "collections.abc") {
        proposal = replace(file, source::span(attribute), row[1], 0.9, reason);
      } else if (module.empty() || module == "str") {
        proposal = replace(file, source::span(attribute), row[1], 0.85, reason);
      } else {
        proposal = import_proposal(file, module, "", 0.88, reason);
        proposal.edits.push_back(
            {file.path, source::span(attribute).begin, source::span(attribute).end, std::string(row[1])});
      }
      proposals.push_back(std::move(proposal));
    }
    std::vector<std::string_view> names;
    for (const auto& row : kMembers.rows(missing.owner))
      if (row.size() >= 2) names.push_back(row[1]);
    if (const auto path = file_of_module(context, file, missing.owner))
      if (const auto* module = context.code.code(*path)) names = module_names(*module);
    const auto near = source::near_names(missing.member, names);
    for (std::size_t i = 0; i < near.size() && i < 3; ++i)
      change(near[i].name,
             near_confidence(missing.member, near[i].name, near[i].distance) - 0.1 * static_cast<double>(i),
             misspelt(near[i].name));
    return proposals;
  }

  for (const auto& row : kForeign.rows(missing.owner)) {
    if (row.size() < 3 || row[1] != missing.member) continue;
    const auto before = proposals.size();
    rewrite(context, missing, row[2], here.front(), proposals);
    if (proposals.size() == before && !row[2].starts_with("__"))
      change(row[2], 0.85, "'" + std::string(missing.member) + "' is '" + std::string(row[2]) + "' in Python");
  }
  std::vector<std::string_view> names = class_members(context, missing.owner);
  const bool own = !names.empty();
  for (const auto& row : kMembers.rows(missing.owner))
    if (row.size() >= 2) names.push_back(row[1]);
  const auto near = source::near_names(missing.member, names);
  for (std::size_t i = 0; i < near.size() && i < 3; ++i)
    change(near[i].name,
           near_confidence(missing.member, near[i].name, near[i].distance) + (own ? 0.02 : 0.0) -
               0.1 * static_cast<double>(i),
           misspelt(near[i].name));
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/attribute",
          .languages = kLanguages,
          .answers = "AttributeError .*has no attribute",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::attribute
