// What it answers: undefined names, members, fields and package members that are close to an existing one.
// What it changes: writes the existing name; a package's own name is imported when it has to be.
// When it declines: nothing in scope (or in the type, or in the package) is close enough.
#include <algorithm>
#include <set>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/fixers/go/_code.hpp"
#include "propose/rename.hpp"

namespace fixpoint::propose::fixers::go::misspelt_name {
namespace {

double belief(std::size_t index, std::size_t distance, std::size_t count) {
  double value = distance <= 1 ? 0.88 : distance == 2 ? 0.75 : 0.55;
  if (count > 1) value -= 0.08;
  for (std::size_t i = 0; i < index; ++i) value *= 0.6;
  return value;
}

void rename(const source::Code& file, source::Span what, std::string_view wrong,
            const std::vector<std::string_view>& names, std::string_view kind, std::vector<Proposal>& found) {
  const auto near = source::near_names(wrong, names);
  for (std::size_t i = 0; i < near.size() && i < 4; ++i) {
    auto distance = near[i].distance;
    if (base::lower(near[i].name) == base::lower(wrong)) distance = 1;
    found.push_back(
        replace(file, what, near[i].name, belief(i, distance, near.size()),
                std::string(wrong) + " is no " + std::string(kind) + "; " + std::string(near[i].name) + " is"));
  }
}

/// Methods and fields of a type as the compiler prints it ("T", "*T", "pkg.T"); all members known when it is not
/// found.
std::vector<std::string_view> members(const FixContext& context, std::string_view type) {
  while (type.starts_with('*')) type.remove_prefix(1);
  if (type.starts_with("struct type ") || type.starts_with("variable of ")) type = {};
  if (const auto bracket = type.find('['); bracket != std::string_view::npos && bracket > 0)
    type = type.substr(0, bracket);
  const auto dot = type.rfind('.');
  const auto bare = dot == std::string_view::npos ? type : type.substr(dot + 1);
  std::vector<std::string_view> names;
  if (dot != std::string_view::npos) {
    static const languages::Table kMembers("go/std_members");
    const auto path = type.substr(0, dot);
    std::vector<std::string> paths{std::string(path)};
    for (auto& one : paths_for(context, path)) paths.push_back(std::move(one));
    for (const auto& one : paths)
      for (const auto& row : kMembers.rows(one))
        if (row.size() > 2 && row[1] == bare) names.push_back(row[2]);
  }
  for (const auto* file : project_files(context)) {
    source::walk(file->syntax.root(), [&](TSNode node) {
      const auto kind = source::type(node);
      if (kind == "method_declaration") {
        bool own = false;
        source::walk(field(node, "receiver"), [&](TSNode part) {
          own = own || (source::type(part) == "type_identifier" && file->syntax.text(part) == bare);
          return true;
        });
        if (own) names.push_back(file->syntax.text(field(node, "name")));
        return false;
      }
      if (kind == "type_spec" && file->syntax.text(field(node, "name")) == bare) {
        source::walk(field(node, "type"), [&](TSNode part) {
          if (source::type(part) == "field_identifier") names.push_back(file->syntax.text(part));
          return true;
        });
        return false;
      }
      return kind != "function_declaration";
    });
  }
  if (!names.empty()) return names;
  for (const auto* file : package_files(context))
    source::walk(file->syntax.root(), [&](TSNode node) {
      if (source::type(node) == "field_identifier") names.push_back(file->syntax.text(node));
      return true;
    });
  return names;
}

/// The member's identifier in the selector that the message is about.
std::optional<source::Span> member_span(const source::Code& file, std::uint64_t at, std::string_view member) {
  const auto here = file.text.substr(at, member.size());
  if (here == member) return source::Span{at, at + member.size()};
  TSNode node = enclosing(file.syntax.at(at, at + 1), {"selector_expression", "qualified_type"});
  for (; !ts_node_is_null(node); node = ts_node_parent(node)) {
    for (const auto name : {"field", "name"}) {
      const auto part = field(node, name);
      if (!ts_node_is_null(part) && file.syntax.text(part) == member) return source::span(part);
    }
    if (!source::type(node).ends_with("expression")) break;
  }
  return std::nullopt;
}

std::vector<std::string_view> in_scope(const FixContext& context, std::uint64_t at, const std::vector<Import>& own) {
  std::vector<std::string_view> names;
  for (const auto& symbol : context.code.visible(*context.file, at, false)) {
    // A local name is only seen after its declaration.
    if (!symbol.top_level && symbol.kind != languages::SymbolKind::field && symbol.place.begin >= at) continue;
    if (symbol.kind == languages::SymbolKind::field) continue;
    names.push_back(symbol.name);
  }
  std::ranges::reverse(names);  // innermost first
  for (const auto* file : package_files(context))
    if (file != context.file)
      for (const auto& symbol : file->symbols)
        if (symbol.top_level) names.push_back(symbol.name);
  for (const auto& import : own) names.push_back(import.name);
  for (const auto name : predeclared())
    if (name != "_") names.push_back(name);
  return names;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto& primary = context.problem.primary;
  static const base::Regex kPackageMember(
      R"(^(?:undefined: (\w+)\.(\w+)(?: \(but have (\w+)\))?|name (\w+) not exported by package (\w+))$)");
  static const base::Regex kMember(
      R"(^.+ undefined \(type (.+) has no field or method (\w+)(?:, but does have (?:field|method) (\w+))?\)$)");
  static const base::Regex kField(
      R"(^unknown field (\w+) in struct literal of type (\S+?)(?:, but does have (\w+))?$)");
  static const base::Regex kName(R"(^undefined: (\w+)$)");
  std::string name, owner, have, other, hidden;
  std::vector<Proposal> found;
  const std::string_view message = std::string_view(primary.message).substr(0, primary.message.find('\n'));
  const auto own = imports(file);

  if (kPackageMember.full_match(message, &owner, &name, &have, &hidden, &other)) {
    if (!hidden.empty()) name = hidden, owner = other;
    const auto what = member_span(file, context.at.begin, name);
    if (!what) return {};
    if (!have.empty()) {
      found.push_back(replace(file, *what, have, 0.92, name + " is called " + have));
      return found;
    }
    for (const auto& import : own)
      if (import.name == owner) {
        auto names = exported(context, import.path);
        if (!hidden.empty())
          for (const auto* one : files_of_package(context, import.path))
            for (const auto& symbol : one->symbols)
              if (symbol.top_level && symbol.name != name) names.push_back(symbol.name);
        std::erase_if(names, [](std::string_view one) { return one.empty() || one[0] < 'A' || one[0] > 'Z'; });
        rename(file, *what, name, names, "member of " + owner, found);
        if (!files_of_package(context, import.path).empty()) rename_declaration(project_files(context), name, found);
      }
    return found;
  }
  if (kMember.full_match(message, &owner, &name, &have) || kField.full_match(message, &name, &owner, &have)) {
    const auto what = member_span(file, context.at.begin, name);
    if (!what) return {};
    if (!have.empty())
      found.push_back(replace(file, *what, have, 0.92, name + " is called " + have));
    else
      rename(file, *what, name, members(context, owner), "member of " + owner, found);
    rename_declaration(project_files(context), name, found);
    return found;
  }
  if (!kName.full_match(message, &name)) return {};
  if (file.text.substr(context.at.begin, name.size()) != name) return {};
  const source::Span what{context.at.begin, context.at.begin + name.size()};
  const bool selects = what.end < file.text.size() && file.text[what.end] == '.';
  auto names = in_scope(context, what.begin, own);
  const auto node = file.syntax.at(what.begin, what.end);
  // A statement of one word can only be one of these.
  if (const auto statement = enclosing(node, {"expression_statement", "block", "call_expression"});
      !ts_node_is_null(statement) && source::type(statement) == "expression_statement" &&
      file.syntax.text(statement) == name)
    names = {"break", "continue", "return", "fallthrough"};
  if (source::type(node) == "type_identifier")
    std::erase_if(names, [&](std::string_view one) {
      return std::ranges::any_of(file.symbols, [&](const auto& symbol) {
        return symbol.name == one && symbol.kind != languages::SymbolKind::type;
      });
    });
  rename(file, what, name, names, "name in scope", found);
  if (!selects) rename_declaration(package_files(context), name, found);
  // A member written without its package or receiver: "Println(x)" for "fmt.Println(x)".
  const auto called = ts_node_parent(node);
  if (!selects && name[0] >= 'A' && name[0] <= 'Z') {
    for (const auto& import : own) {
      const auto all = exported(context, import.path);
      if (std::ranges::find(all, name) != all.end())
        found.push_back(
            insert(file, what.begin, import.name + ".", 0.75, name + " belongs to package " + import.name));
    }
  }
  if (!selects && !ts_node_is_null(called)) {
    const auto function = enclosing(node, {"method_declaration"});
    if (!ts_node_is_null(function)) {
      std::string receiver, type;
      source::walk(field(function, "receiver"), [&](TSNode part) {
        if (source::type(part) == "identifier" && receiver.empty()) receiver = file.syntax.text(part);
        if (source::type(part) == "type_identifier" && type.empty()) type = file.syntax.text(part);
        return true;
      });
      const auto all = members(context, type);
      if (!receiver.empty() && std::ranges::find(all, name) != all.end())
        found.push_back(insert(file, what.begin, receiver + ".", 0.8, name + " is a member of " + type));
    }
  }
  // The dot between a package (or a variable) and its member is missing.
  for (const auto known : names)
    if (known.size() + 1 < name.size() && known.size() > 1 && name.starts_with(known)) {
      const auto rest = std::string_view(name).substr(known.size());
      bool member = false;
      for (const auto& import : own)
        if (import.name == known) {
          const auto all = exported(context, import.path);
          member = std::ranges::find(all, rest) != all.end();
        }
      if (!member && std::ranges::none_of(own, [&](const Import& one) { return one.name == known; }))
        for (const auto* one : package_files(context))
          source::walk(one->syntax.root(), [&](TSNode part) {
            member = member || (source::type(part) == "field_identifier" && one->syntax.text(part) == rest);
            return !member;
          });
      if (member) found.push_back(insert(file, what.begin + known.size(), ".", 0.8, "a '.' is missing in " + name));
    }
  if (selects) {
    // A misspelt standard package that is not imported either.
    static const languages::Table kPackages("go/std_packages");
    std::set<std::string_view> all;
    for (const auto& row : kPackages.all()) all.insert(row[0]);
    for (const auto& near : source::near_names(name, {all.begin(), all.end()})) {
      const auto paths = paths_for(context, near.name);
      if (paths.empty() || found.size() > 6) break;
      const bool imported = std::ranges::any_of(own, [&](const Import& one) { return one.name == near.name; });
      if (imported) continue;
      auto proposal =
          replace(file, what, near.name, 0.45, name + " is no package; " + std::string(near.name) + " is");
      proposal.edits.push_back(import_edit(file, paths.front()));
      found.push_back(std::move(proposal));
    }
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/misspelt_name",
          .languages = kGo,
          .answers = R"(undefined: |undefined \(type|unknown field|not exported by package)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::misspelt_name
