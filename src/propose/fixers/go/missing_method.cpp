// What it answers: "T does not implement I (missing method M)".
// What it changes: renames a method of T that is close to M; else adds a stub (placeholder) when the interface is in
// the tree.
//   "x.M undefined (type I has no field or method M)" where I is an interface of the tree and types have M: adds M to
//   I.
// When it declines: the type is not in the tree.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/fixers/go/_code.hpp"

namespace fixpoint::propose::fixers::go::missing_method {
namespace {

/// The interface gets the method that the types have which it is used for.
std::vector<Proposal> extend_interface(const FixContext& context, std::string_view interface,
                                       std::string_view method) {
  if (const auto dot = interface.rfind('.'); dot != std::string_view::npos) interface = interface.substr(dot + 1);
  std::string signature;
  const source::Code* home = nullptr;
  TSNode body{};
  for (const auto* file : project_files(context))
    for (const auto node : named_children(file->syntax.root())) {
      if (source::type(node) == "method_declaration" && file->syntax.text(field(node, "name")) == method) {
        const auto from = source::span(field(node, "name")).begin, to = source::span(field(node, "body")).begin;
        if (to > from) signature = base::trim(file->text.substr(from, to - from));
      }
      if (source::type(node) != "type_declaration") continue;
      for (const auto spec : named_children(node))
        if (file->syntax.text(field(spec, "name")) == interface &&
            source::type(field(spec, "type")) == "interface_type") {
          home = file;
          body = field(spec, "type");
        }
    }
  if (home == nullptr || signature.empty()) return {};
  const auto open = home->text.find('{', source::span(body).begin);
  if (open == std::string_view::npos) return {};
  return {insert(*home, open + 1, std::string(line_end(*home)) + "\t" + signature, 0.7,
                 std::string(interface) + " lacks the method " + std::string(method))};
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  static const base::Regex kMissing(R"((\S+) does not implement (\S+) \(missing method (\w+)\))");
  static const base::Regex kNoMember(R"(undefined \(type (\S+) has no field or method (\w+)\))");
  std::string type, interface, method;
  if (kNoMember.find(context.problem.primary.message, &interface, &method))
    return extend_interface(context, interface, method);
  if (!kMissing.find(context.problem.primary.message, &type, &interface, &method)) return {};
  const bool pointer = type.starts_with('*');
  if (pointer) type.erase(0, 1);
  if (const auto dot = type.rfind('.'); dot != std::string::npos) type.erase(0, dot + 1);
  if (const auto dot = interface.rfind('.'); dot != std::string::npos) interface.erase(0, dot + 1);
  std::vector<Proposal> found;
  const source::Code* home = nullptr;
  TSNode declared{};
  std::string signature, receiver = "x", star = pointer ? "*" : "";
  std::uint64_t after = 0;
  for (const auto* file : project_files(context)) {
    for (const auto node : named_children(file->syntax.root())) {
      const auto kind = source::type(node);
      if (kind == "type_declaration") {
        for (const auto spec : named_children(node)) {
          const auto name = file->syntax.text(field(spec, "name"));
          if (name == type) {
            home = file;
            declared = node;
            if (after == 0) after = source::span(node).end;
          }
          if (name == interface)
            source::walk(field(spec, "type"), [&](TSNode part) {
              const bool element = source::type(part) == "method_elem" || source::type(part) == "method_spec";
              if (element && file->syntax.text(field(part, "name")) == method) signature = file->syntax.text(part);
              return !element;
            });
        }
      }
      if (kind != "method_declaration") continue;
      bool own = false, by_pointer = false;
      std::string_view called;
      source::walk(field(node, "receiver"), [&](TSNode part) {
        own = own || (source::type(part) == "type_identifier" && file->syntax.text(part) == type);
        by_pointer = by_pointer || source::type(part) == "pointer_type";
        if (source::type(part) == "identifier" && called.empty()) called = file->syntax.text(part);
        return true;
      });
      if (!own) continue;
      if (!called.empty()) receiver = called;
      if (file == home) after = source::span(node).end;
      const auto name = field(node, "name");
      if (near(file->syntax.text(name), method))
        found.push_back(replace(*file, source::span(name), method, 0.85, interface + " calls the method " + method));
    }
  }
  if (home != nullptr && !signature.empty() && !ts_node_is_null(declared)) {
    const std::string end(line_end(*home));
    found.push_back(insert(*home, after,
                           end + end + "func (" + receiver + " " + star + type + ") " + signature + " {" + end +
                               "\tpanic(\"not implemented\")" + end + "}",
                           0.3, type + " lacks the method " + method, Safety::placeholder));
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "go/missing_method",
          .languages = kGo,
          .answers = R"(missing method \w+\)|has no field or method \w+\))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::go::missing_method
