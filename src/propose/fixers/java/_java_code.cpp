#include "propose/fixers/java/_java_code.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "languages/table.hpp"

namespace fixpoint::propose::fixers::java {
namespace {

constexpr std::array<std::string_view, 8> kPrimitives = {"boolean", "byte", "char",  "short",
                                                         "int",     "long", "float", "double"};

const languages::Table& classes_table() {
  static const languages::Table kTable("java/classes");
  return kTable;
}
const languages::Table& members_table() {
  static const languages::Table kTable("java/members");
  return kTable;
}

int rank(std::string_view type) {
  const auto found = std::ranges::find(kPrimitives, type);
  return found == kPrimitives.end() ? -1 : static_cast<int>(found - kPrimitives.begin());
}

std::string boxed(std::string_view type) {
  static constexpr std::array<std::string_view, 8> kBoxes = {"Boolean", "Byte", "Character", "Short",
                                                             "Integer", "Long", "Float",     "Double"};
  const auto index = rank(type);
  return index < 0 ? std::string(type) : std::string(kBoxes[static_cast<std::size_t>(index)]);
}

std::string unboxed(std::string_view type) {
  for (const auto primitive : kPrimitives)
    if (boxed(primitive) == type) return std::string(primitive);
  return std::string(type);
}

/// The type arguments of "Map<String,List<Integer>>".
std::vector<std::string> type_arguments(std::string_view type) {
  const auto open = type.find('<');
  const auto close = type.rfind('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close <= open) return {};
  return split_types(type.substr(open + 1, close - open - 1));
}

/// A JDK member's type with the receiver's arguments put in: E, K, V, T.
std::string with_arguments(std::string_view type, std::string_view receiver) {
  const auto arguments = type_arguments(receiver);
  if (arguments.empty()) return std::string(type);
  const auto owner = erased(receiver);
  const bool map = owner.find("Map") != std::string::npos || owner == "Entry";
  std::string result;
  for (std::size_t i = 0; i < type.size();) {
    if (!base::is_identifier_start(type[i])) {
      result += type[i++];
      continue;
    }
    auto end = i;
    while (end < type.size() && base::is_identifier_part(type[end])) ++end;
    const auto word = type.substr(i, end - i);
    if (map && word == "K")
      result += arguments[0];
    else if (map && word == "V" && arguments.size() > 1)
      result += arguments[1];
    else if (!map && (word == "E" || word == "T"))
      result += arguments[0];
    else
      result += word;
    i = end;
  }
  return result;
}

std::string declared_type(const source::Code& file, TSNode type, TSNode dimensions) {
  auto text = simple(null(type) ? std::string_view{} : file.syntax.text(type));
  if (!null(dimensions)) text += simple(file.syntax.text(dimensions));
  return text;
}

bool has_modifier(const source::Code& file, TSNode declaration, std::string_view word) {
  const auto count = ts_node_child_count(declaration);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto child = ts_node_child(declaration, i);
    if (!is(child, "modifiers")) continue;
    for (const auto part : base::split(file.syntax.text(child), ' '))
      if (base::trim(part) == word) return true;
  }
  return false;
}

void declarators(const source::Code& file, TSNode declaration, bool is_field, std::vector<Variable>& variables) {
  const auto type = field(declaration, "type");
  if (null(type)) return;
  const bool is_static = is_field && has_modifier(file, declaration, "static");
  const auto count = child_count(declaration);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto child = child_of(declaration, i);
    if (!is(child, "variable_declarator")) continue;
    const auto name = field(child, "name");
    if (null(name)) continue;
    variables.push_back({file.syntax.text(name), declared_type(file, type, field(child, "dimensions")), is_field,
                         is_static, span(name)});
  }
}

std::vector<std::string> parameter_types(const source::Code& file, TSNode parameters, bool& variadic) {
  std::vector<std::string> types;
  if (null(parameters)) return types;
  const auto count = child_count(parameters);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto child = child_of(parameters, i);
    if (is(child, "formal_parameter")) {
      types.push_back(declared_type(file, field(child, "type"), field(child, "dimensions")));
    } else if (is(child, "spread_parameter")) {
      variadic = true;
      types.push_back(simple(file.syntax.text(child_of(child, 0))));
    }
  }
  return types;
}

}  // namespace

bool null(TSNode node) { return ts_node_is_null(node); }
TSNode parent_of(TSNode node) { return null(node) ? node : ts_node_parent(node); }
TSNode child_of(TSNode node, std::uint32_t index) { return null(node) ? node : ts_node_named_child(node, index); }
std::uint32_t child_count(TSNode node) { return null(node) ? 0 : ts_node_named_child_count(node); }
source::Span span(TSNode node) { return null(node) ? source::Span{} : source::span(node); }
bool is(TSNode node, std::string_view kind) { return !null(node) && source::type(node) == kind; }

TSNode field(TSNode node, std::string_view name) {
  if (null(node)) return node;
  return ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
}

TSNode enclosing(TSNode node, std::initializer_list<std::string_view> kinds) {
  for (; !null(node); node = parent_of(node))
    if (std::ranges::find(kinds, source::type(node)) != kinds.end()) return node;
  return node;
}

std::vector<std::string> split_types(std::string_view list) {
  std::vector<std::string> types;
  int depth = 0;
  std::string current;
  for (const char c : list) {
    if (c == '<' || c == '(' || c == '[') ++depth;
    if (c == '>' || c == ')' || c == ']') --depth;
    if (c == ',' && depth == 0) {
      types.push_back(simple(current));
      current.clear();
    } else {
      current += c;
    }
  }
  if (!base::trim(current).empty()) types.push_back(simple(current));
  return types;
}

std::string simple(std::string_view type) {
  std::string result;
  std::size_t word = 0;  // where the current qualified name starts in `result`
  for (const char c : type) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    if (c == '.' && word < result.size() && base::is_identifier_start(result[word]) && result[word] >= 'a' &&
        result[word] <= 'z') {
      result.resize(word);  // a package
      continue;
    }
    if (!base::is_identifier_part(c)) word = result.size() + 1;
    result += c;
  }
  return result;
}

std::string erased(std::string_view type) {
  auto text = simple(type);
  text.resize(std::min(text.find_first_of("<["), text.size()));
  if (const auto dot = text.rfind('.'); dot != std::string::npos) text.erase(0, dot + 1);
  return text;
}

bool is_primitive_type(std::string_view type) { return rank(type) >= 0; }
bool is_numeric_type(std::string_view type) { return rank(unboxed(type)) >= 1; }

bool assignable(std::string_view from, std::string_view to) {
  if (from.empty() || to.empty() || from == to || to == "Object" || to == "var") return true;
  if (to.size() == 1 || from.size() == 1) return true;  // a type variable
  if (from == "<null>") return !is_primitive_type(to);
  if (from == "void") return false;
  const auto a = unboxed(from), b = unboxed(to);
  const int x = rank(a), y = rank(b);
  if (x >= 0 && y >= 0) {
    if (x == 0 || y == 0) return x == y;
    if (a == b) return true;
    if (!is_primitive_type(to)) return false;  // int is no Long
    if (b == "char") return false;
    return x < y && !(a == "char" && y < 4) && !(b == "char");
  }
  if (x >= 0) return to == "Number" || to == "Comparable";
  if (y >= 0) return from == "Object" ? false : false;
  if (from.ends_with(']') != to.ends_with(']')) return false;
  if (from.ends_with(']')) return erased(from) == erased(to) || !is_primitive_type(erased(to));
  const auto m = erased(from), n = erased(to);
  if (m == n) return true;
  if (m == "String" || n == "String") return n == "CharSequence" || n == "Comparable" || m == "T";
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kKnown = {
      {{"ArrayList", "List"},
       {"LinkedList", "List"},
       {"ArrayList", "Collection"},
       {"List", "Collection"},
       {"List", "Iterable"},
       {"ArrayList", "Iterable"},
       {"Set", "Collection"},
       {"HashSet", "Set"},
       {"TreeSet", "Set"},
       {"LinkedHashSet", "Set"},
       {"HashMap", "Map"},
       {"TreeMap", "Map"},
       {"LinkedHashMap", "Map"},
       {"ArrayDeque", "Deque"},
       {"ArrayDeque", "Queue"},
       {"LinkedList", "Deque"},
       {"LinkedList", "Queue"},
       {"PriorityQueue", "Queue"},
       {"Deque", "Queue"},
       {"Stack", "List"},
       {"Stack", "Vector"},
       {"Vector", "List"},
       {"TreeMap", "SortedMap"},
       {"TreeMap", "NavigableMap"},
       {"TreeSet", "SortedSet"},
       {"TreeSet", "NavigableSet"},
       {"HashSet", "Collection"},
       {"Queue", "Collection"},
       {"Set", "Iterable"},
       {"LinkedHashMap", "HashMap"},
       {"StringBuilder", "CharSequence"},
       {"Collection", "Iterable"},
       {"Deque", "Collection"},
       {"Stack", "Collection"}}};
  if (std::ranges::find(kKnown, std::pair<std::string_view, std::string_view>(m, n)) != kKnown.end()) return true;
  // Two classes of the JDK that are not known as related are taken for unrelated; of others nobody knows.
  return jdk_classes(m).empty() || jdk_classes(n).empty();
}

std::string neutral_value(std::string_view type) {
  if (type == "boolean") return "false";
  if (type == "char") return "' '";
  if (type == "long") return "0L";
  if (type == "double") return "0.0";
  if (type == "float") return "0.0f";
  if (is_primitive_type(type)) return "0";
  return "null";
}

std::optional<Missing> missing_symbol(const Diagnostic& diagnostic) {
  const std::string_view message = diagnostic.message;
  const auto at = message.find("symbol: ");
  if (at == std::string_view::npos) return std::nullopt;
  auto symbol = message.substr(at + 8);
  const auto end = symbol.find("; location: ");
  std::string_view location;
  if (end != std::string_view::npos) {
    location = symbol.substr(end + 12);
    location = location.substr(0, location.find(';'));
  }
  symbol = symbol.substr(0, end == std::string_view::npos ? symbol.find(';') : end);
  Missing missing;
  const auto space = symbol.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  missing.kind = std::string(symbol.substr(0, space));
  auto name = base::trim(symbol.substr(space + 1));
  if (const auto open = name.find('('); open != std::string_view::npos) {
    const auto close = name.rfind(')');
    if (close > open) missing.arguments = split_types(name.substr(open + 1, close - open - 1));
    name = name.substr(0, open);
  }
  missing.name = std::string(name.substr(0, name.find('<')));
  if (!location.empty()) {
    const auto gap = location.find(' ');
    missing.location_kind = std::string(location.substr(0, gap));
    auto place = gap == std::string_view::npos ? std::string_view{} : location.substr(gap + 1);
    if (const auto of = place.find(" of type "); of != std::string_view::npos) place = place.substr(of + 9);
    missing.location = simple(place);
  }
  return missing;
}

std::vector<JdkClass> jdk_classes(std::string_view name) {
  std::vector<JdkClass> found;
  if (name.empty()) return found;
  for (const auto& row : classes_table().rows(name))
    if (row.size() >= 3) found.push_back({row[0], row[1], row[2]});
  return found;
}

std::optional<double> likeness(std::string_view wrong, std::string_view right) {
  const auto plain = [](std::string_view name) {
    std::string text;
    for (const char c : base::lower(name))
      if (c != '_') text += c;
    return text;
  };
  const auto a = plain(wrong), b = plain(right);
  if (a.empty() || b.empty()) return std::nullopt;
  if (a == b) return 0.0;
  const auto longest = std::max(a.size(), b.size());
  const auto allowed = std::max<std::size_t>(1, longest / 3);
  const auto distance = base::edit_distance(a, b, allowed);
  if (distance <= allowed && longest > 1)
    return static_cast<double>(distance) * (longest <= 3 ? 1.5 : 1.0) /
           std::max(1.0, static_cast<double>(longest) / 6);
  // A common beginning, or one inside the other: "calculatorBlockSum" and "blockSum".
  const auto shorter = std::min(a.size(), b.size());
  if (shorter >= 3 && (a.find(b) != std::string::npos || b.find(a) != std::string::npos)) return 2.2;
  std::size_t prefix = 0;
  while (prefix < shorter && a[prefix] == b[prefix]) ++prefix;
  if (prefix >= 4 && prefix * 2 >= longest) return 2.6;
  return std::nullopt;
}

// ------------------------------------------------------------------------------------------------ World

World::World(const FixContext& context) : context_(context) {
  constexpr std::size_t kMostFiles = 300;
  std::size_t read = 0;
  const auto add = [&](const source::Code& file) {
    std::string package;
    const auto root = file.syntax.root();
    const auto count = null(root) ? 0 : child_count(root);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto child = child_of(root, i);
      if (is(child, "package_declaration") && child_count(child) > 0)
        package = std::string(file.syntax.text(child_of(child, child_count(child) - 1)));
    }
    source::walk(root, [&](TSNode node) {
      const auto kind = source::type(node);
      if (kind == "class_declaration" || kind == "interface_declaration" || kind == "enum_declaration" ||
          kind == "record_declaration")
        read_class(file, node, package);
      return kind != "block" || true;
    });
  };
  if (context.file != nullptr) add(*context.file);
  for (const auto& path : context.tree.files()) {
    if (!path.ends_with(".java") || (context.file != nullptr && path == context.file->path)) continue;
    if (++read > kMostFiles) break;
    if (const auto* file = context.code.code(path)) add(*file);
  }
}

void World::read_class(const source::Code& file, TSNode node, std::string_view package) {
  const auto name = field(node, "name");
  if (null(name)) return;
  Class found;
  found.name = file.syntax.text(name);
  found.package = package;
  found.file = &file;
  found.node = node;
  if (const auto super = field(node, "superclass"); !null(super) && child_count(super) > 0)
    found.super = simple(file.syntax.text(child_of(super, 0)));
  const auto owner = std::string(found.name);
  if (is(node, "record_declaration")) {
    const auto parameters = field(node, "parameters");
    const auto count = null(parameters) ? 0 : child_count(parameters);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto child = child_of(parameters, i);
      const auto component = field(child, "name");
      if (null(component)) continue;
      const auto type = declared_type(file, field(child, "type"), field(child, "dimensions"));
      found.fields.push_back({file.syntax.text(component), type, true, false, span(component)});
      found.methods.push_back(
          {std::string(file.syntax.text(component)), type, {}, false, false, owner, &file, child});
    }
  }
  const auto body = field(node, "body");
  const auto members = [&](TSNode list, auto&& self) -> void {
    const auto count = null(list) ? 0 : child_count(list);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto member = child_of(list, i);
      const auto kind = source::type(member);
      if (kind == "field_declaration" || kind == "constant_declaration") {
        declarators(file, member, true, found.fields);
      } else if (kind == "enum_constant") {
        const auto constant = field(member, "name");
        if (!null(constant)) found.fields.push_back({file.syntax.text(constant), owner, true, true, span(constant)});
      } else if (kind == "enum_body_declarations" || kind == "ERROR") {
        self(member, self);
      } else if (kind == "method_declaration" || kind == "constructor_declaration") {
        const auto method_name = field(member, "name");
        if (null(method_name)) continue;
        Method method;
        method.name = kind == "constructor_declaration" ? "<init>" : std::string(file.syntax.text(method_name));
        if (const auto type = field(member, "type"); !null(type))
          method.returns = declared_type(file, type, field(member, "dimensions"));
        method.parameters = parameter_types(file, field(member, "parameters"), method.variadic);
        method.is_static = has_modifier(file, member, "static");
        method.owner = owner;
        method.file = &file;
        method.node = member;
        found.methods.push_back(std::move(method));
      }
    }
  };
  members(body, members);
  classes_.push_back(std::move(found));
}

TSNode World::node_at(std::uint64_t at) const {
  const auto& syntax = context_.file->syntax;
  const auto end = std::min<std::uint64_t>(at + 1, context_.file->text.size());
  if (null(syntax.root())) return syntax.root();
  return ts_node_named_descendant_for_byte_range(syntax.root(), static_cast<std::uint32_t>(at),
                                                 static_cast<std::uint32_t>(end));
}

const Class* World::find_class(std::string_view name) const {
  const auto wanted = erased(name);
  const auto found = std::ranges::find(classes_, wanted, &Class::name);
  return found == classes_.end() ? nullptr : &*found;
}

std::vector<Variable> World::visible(std::uint64_t at) const {
  std::vector<Variable> found;
  const auto& file = *context_.file;
  const auto parameter = [&](TSNode node) {
    const auto name = field(node, "name");
    if (null(name)) return;
    found.push_back({file.syntax.text(name), declared_type(file, field(node, "type"), field(node, "dimensions")),
                     false, false, span(name)});
  };
  const auto list = [&](TSNode parameters) {
    const auto count = null(parameters) ? 0 : child_count(parameters);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto child = child_of(parameters, i);
      if (is(child, "formal_parameter")) parameter(child);
      if (is(child, "spread_parameter")) declarators(file, child, false, found);
      if (is(child, "identifier")) found.push_back({file.syntax.text(child), "", false, false, span(child)});
    }
  };
  for (auto node = node_at(at); !null(node); node = parent_of(node)) {
    const auto kind = source::type(node);
    if (kind == "block" || kind == "switch_block_statement_group" || kind == "constructor_body" ||
        kind == "program" || kind == "ERROR") {
      const auto count = child_count(node);
      for (std::uint32_t i = count; i-- > 0;) {
        const auto child = child_of(node, i);
        if (span(child).begin < at && is(child, "local_variable_declaration")) declarators(file, child, false, found);
      }
    } else if (kind == "for_statement") {
      const auto init = field(node, "init");
      if (is(init, "local_variable_declaration")) declarators(file, init, false, found);
    } else if (kind == "enhanced_for_statement") {
      if (span(field(node, "body")).begin <= at) parameter(node);
    } else if (kind == "method_declaration" || kind == "constructor_declaration") {
      list(field(node, "parameters"));
    } else if (kind == "lambda_expression") {
      const auto parameters = field(node, "parameters");
      if (is(parameters, "identifier"))
        found.push_back({file.syntax.text(parameters), "", false, false, span(parameters)});
      else
        list(parameters);
    } else if (kind == "catch_clause") {
      const auto count = child_count(node);
      for (std::uint32_t i = 0; i < count; ++i) {
        const auto child = child_of(node, i);
        if (is(child, "catch_formal_parameter")) {
          const auto name = field(child, "name");
          if (!null(name)) found.push_back({file.syntax.text(name), "Exception", false, false, span(name)});
        }
      }
    } else if (kind == "class_declaration" || kind == "enum_declaration" || kind == "record_declaration" ||
               kind == "interface_declaration") {
      for (auto& one : fields_of(file.syntax.text(field(node, "name")))) found.push_back(std::move(one));
    }
  }
  return found;
}

std::optional<Variable> World::variable(std::string_view name, std::uint64_t at) const {
  for (auto& one : visible(at))
    if (one.name == name) return std::move(one);
  return std::nullopt;
}

std::vector<Method> World::callable(std::uint64_t at) const {
  std::vector<Method> found;
  for (auto node = node_at(at); !null(node); node = parent_of(node)) {
    const auto kind = source::type(node);
    if (kind != "class_declaration" && kind != "enum_declaration" && kind != "record_declaration" &&
        kind != "interface_declaration")
      continue;
    for (auto& method : methods_of(text(field(node, "name"))))
      if (method.name != "<init>") found.push_back(std::move(method));
  }
  return found;
}

std::vector<Method> World::methods_of(std::string_view type) const {
  std::vector<Method> found;
  std::string name(type);
  for (int depth = 0; depth < 8; ++depth) {
    const auto* known = find_class(name);
    if (known == nullptr) break;
    found.insert(found.end(), known->methods.begin(), known->methods.end());
    if (known->super.empty()) return found;
    name = known->super;
  }
  for (const auto& row : members_table().rows(erased(name))) {
    if (row.size() < 6 || row[2] != "m") continue;
    Method method;
    method.name = std::string(row[1]);
    method.returns = with_arguments(row[4], name);
    method.parameters = split_types(row[5]);
    for (auto& parameter : method.parameters) parameter = with_arguments(parameter, name);
    method.is_static = row[3] == "s";
    method.owner = std::string(row[0]);
    found.push_back(std::move(method));
  }
  return found;
}

std::vector<Variable> World::fields_of(std::string_view type) const {
  std::vector<Variable> found;
  std::string name(type);
  for (int depth = 0; depth < 8; ++depth) {
    const auto* known = find_class(name);
    if (known == nullptr) break;
    found.insert(found.end(), known->fields.begin(), known->fields.end());
    if (known->super.empty()) return found;
    name = known->super;
  }
  for (const auto& row : members_table().rows(erased(name)))
    if (row.size() >= 5 && row[2] == "f") found.push_back({row[1], std::string(row[4]), true, row[3] == "s", {}});
  return found;
}

bool World::knows_type(std::string_view type) const {
  return find_class(type) != nullptr || !members_table().rows(erased(type)).empty();
}

TSNode World::method_around(std::uint64_t at) const {
  return enclosing(node_at(at), {"method_declaration", "constructor_declaration", "lambda_expression"});
}

std::string World::return_type(TSNode method) const {
  if (!is(method, "method_declaration")) return "";
  return declared_type(*context_.file, field(method, "type"), field(method, "dimensions"));
}

std::string World::type_of(TSNode node, int depth) const {
  if (null(node) || depth > 12) return "";
  const auto kind = source::type(node);
  const auto at = span(node).begin;
  const auto wide = [](std::string a, std::string b) -> std::string {
    a = unboxed(a);
    b = unboxed(b);
    if (a.empty() || b.empty()) return "";
    for (const std::string_view type : {"double", "float", "long"})
      if (a == type || b == type) return std::string(type);
    return rank(a) >= 1 && rank(b) >= 1 ? "int" : "";
  };
  if (kind == "decimal_integer_literal" || kind == "hex_integer_literal" || kind == "binary_integer_literal" ||
      kind == "octal_integer_literal") {
    const auto digits = text(node);
    return digits.ends_with('L') || digits.ends_with('l') ? "long" : "int";
  }
  if (kind == "decimal_floating_point_literal")
    return text(node).ends_with('f') || text(node).ends_with('F') ? "float" : "double";
  if (kind == "true" || kind == "false" || kind == "instanceof_expression") return "boolean";
  if (kind == "character_literal") return "char";
  if (kind == "string_literal" || kind == "text_block") return "String";
  if (kind == "null_literal") return "<null>";
  if (kind == "this") {
    const auto owner = enclosing(node, {"class_declaration", "enum_declaration", "record_declaration"});
    return null(owner) ? "" : std::string(text(field(owner, "name")));
  }
  if (kind == "identifier") {
    if (const auto found = variable(text(node), at)) return found->type == "var" ? "" : found->type;
    return "";
  }
  if (kind == "parenthesized_expression") return type_of(child_of(node, 0), depth + 1);
  if (kind == "cast_expression") return simple(text(field(node, "type")));
  if (kind == "object_creation_expression") return simple(text(field(node, "type")));
  if (kind == "array_creation_expression") {
    auto type = simple(text(field(node, "type")));
    const auto count = child_count(node);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto child = child_of(node, i);
      if (is(child, "dimensions_expr")) type += "[]";
      if (is(child, "dimensions")) type += simple(text(child));
    }
    return type;
  }
  if (kind == "array_access") {
    auto type = type_of(field(node, "array"), depth + 1);
    if (!type.ends_with("[]")) return "";
    type.resize(type.size() - 2);
    return type;
  }
  if (kind == "unary_expression") {
    const auto operand = type_of(field(node, "operand"), depth + 1);
    return text(field(node, "operator")) == "!" ? "boolean" : unboxed(operand);
  }
  if (kind == "update_expression") return type_of(child_of(node, 0), depth + 1);
  if (kind == "assignment_expression") return type_of(field(node, "left"), depth + 1);
  if (kind == "ternary_expression") {
    auto type = type_of(field(node, "consequence"), depth + 1);
    if (type.empty() || type == "<null>") type = type_of(field(node, "alternative"), depth + 1);
    return type;
  }
  if (kind == "binary_expression") {
    const auto sign = text(field(node, "operator"));
    if (sign == "==" || sign == "!=" || sign == "<" || sign == ">" || sign == "<=" || sign == ">=" || sign == "&&" ||
        sign == "||")
      return "boolean";
    const auto left = type_of(field(node, "left"), depth + 1), right = type_of(field(node, "right"), depth + 1);
    if (sign == "+" && (left == "String" || right == "String")) return "String";
    if (sign == "<<" || sign == ">>" || sign == ">>>")
      return unboxed(left) == "long" ? "long" : left.empty() ? "" : "int";
    if (left == "boolean" && right == "boolean") return "boolean";
    return wide(left, right);
  }
  if (kind == "field_access") {
    const auto name = text(field(node, "field"));
    const auto object = field(node, "object");
    auto type = type_of(object, depth + 1);
    if (type.empty() && is(object, "identifier")) type = std::string(text(object));  // a class
    if (name == "length" && type.ends_with("[]")) return "int";
    for (const auto& one : fields_of(type))
      if (one.name == name) return one.type;
    return "";
  }
  if (kind == "method_invocation") {
    const auto name = text(field(node, "name"));
    const auto object = field(node, "object");
    const auto arguments = field(node, "arguments");
    const auto count = null(arguments) ? 0 : child_count(arguments);
    std::vector<Method> methods;
    if (null(object)) {
      methods = callable(at);
    } else {
      auto type = type_of(object, depth + 1);
      if (type.empty() && is(object, "identifier")) type = std::string(text(object));
      if (type == "Math" && (name == "max" || name == "min" || name == "abs") && count > 0) {
        const auto first = type_of(child_of(arguments, 0), depth + 1);
        return count == 1 ? unboxed(first) : wide(first, type_of(child_of(arguments, 1), depth + 1));
      }
      methods = methods_of(type);
    }
    std::string loose;
    for (const auto& method : methods) {
      if (method.name != name) continue;
      if (loose.empty()) loose = method.returns;
      if (method.parameters.size() == count) return method.returns;
    }
    return loose;
  }
  return "";
}

std::string World::wanted(TSNode expression) const {
  auto child = expression;
  for (auto node = parent_of(expression); !null(node); child = node, node = parent_of(node)) {
    const auto kind = source::type(node);
    if (kind == "parenthesized_expression") {
      const auto around = parent_of(node);
      if (is(around, "if_statement") || is(around, "while_statement") || is(around, "do_statement")) return "boolean";
      continue;
    }
    if (kind == "variable_declarator") {
      const auto declaration = parent_of(node);
      return declared_type(*context_.file, field(declaration, "type"), field(node, "dimensions"));
    }
    if (kind == "assignment_expression") return type_of(field(node, "left"));
    if (kind == "return_statement") return return_type(method_around(span(node).begin));
    if (kind == "array_access") return "int";
    if (kind == "argument_list") {
      const auto call = parent_of(node);
      if (!is(call, "method_invocation")) return "";
      std::uint32_t index = 0;
      while (index < child_count(node) && !ts_node_eq(child_of(node, index), child)) ++index;
      const auto object = field(call, "object");
      std::string type;
      if (!null(object)) type = type_of(object);
      if (type.empty() && is(object, "identifier")) type = std::string(text(object));
      for (const auto& method : null(object) ? callable(span(call).begin) : methods_of(type))
        if (method.name == text(field(call, "name")) && method.parameters.size() == child_count(node) &&
            index < method.parameters.size() && method.parameters[index].size() > 1)
          return method.parameters[index];
      return "";
    }
    if (kind == "ternary_expression") {
      if (ts_node_eq(field(node, "condition"), child)) return "boolean";
      continue;
    }
    if (kind == "for_statement" && ts_node_eq(field(node, "condition"), child)) return "boolean";
    if (kind == "binary_expression") {
      const auto sign = text(field(node, "operator"));
      if (sign == "&&" || sign == "||") return "boolean";
      const auto other = ts_node_eq(field(node, "left"), child) ? field(node, "right") : field(node, "left");
      return type_of(other);
    }
    return "";
  }
  return "";
}

}  // namespace fixpoint::propose::fixers::java
