#include "_check.hpp"

#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "languages/table.hpp"

namespace fixpoint::propose::fixers::c {
namespace {

enum class Kind : std::uint8_t {
  other,
  function_definition,
  compound_statement,
  for_statement,
  while_statement,
  do_statement,
  if_statement,
  switch_statement,
  case_statement,
  break_statement,
  continue_statement,
  return_statement,
  declaration,
  parameter_declaration,
  parameter_list,
  function_declarator,
  array_declarator,
  pointer_declarator,
  init_declarator,
  parenthesized_declarator,
  struct_specifier,
  field_declaration_list,
  enumerator,
  type_definition,
  expression_statement,
  labeled_statement,
  assignment_expression,
  update_expression,
  call_expression,
  argument_list,
  subscript_expression,
  field_expression,
  pointer_expression,
  parenthesized_expression,
  binary_expression,
  unary_expression,
  comma_expression,
  conditional_expression,
  cast_expression,
  number_literal,
  string_literal,
  concatenated_string,
  char_literal,
  identifier,
  type_identifier,
  primitive_type,
  sized_type_specifier,
  error,
  lambda_expression,
  preproc,
};

Kind kind_of_name(std::string_view name) {
  static const std::unordered_map<std::string_view, Kind> kNames = {
      {"function_definition", Kind::function_definition},
      {"compound_statement", Kind::compound_statement},
      {"for_statement", Kind::for_statement},
      {"for_range_loop", Kind::for_statement},
      {"while_statement", Kind::while_statement},
      {"do_statement", Kind::do_statement},
      {"if_statement", Kind::if_statement},
      {"switch_statement", Kind::switch_statement},
      {"case_statement", Kind::case_statement},
      {"break_statement", Kind::break_statement},
      {"continue_statement", Kind::continue_statement},
      {"return_statement", Kind::return_statement},
      {"declaration", Kind::declaration},
      {"parameter_declaration", Kind::parameter_declaration},
      {"parameter_list", Kind::parameter_list},
      {"function_declarator", Kind::function_declarator},
      {"array_declarator", Kind::array_declarator},
      {"pointer_declarator", Kind::pointer_declarator},
      {"init_declarator", Kind::init_declarator},
      {"parenthesized_declarator", Kind::parenthesized_declarator},
      {"struct_specifier", Kind::struct_specifier},
      {"union_specifier", Kind::struct_specifier},
      {"enum_specifier", Kind::struct_specifier},
      {"class_specifier", Kind::struct_specifier},
      {"field_declaration_list", Kind::field_declaration_list},
      {"enumerator", Kind::enumerator},
      {"type_definition", Kind::type_definition},
      {"expression_statement", Kind::expression_statement},
      {"labeled_statement", Kind::labeled_statement},
      {"assignment_expression", Kind::assignment_expression},
      {"update_expression", Kind::update_expression},
      {"call_expression", Kind::call_expression},
      {"argument_list", Kind::argument_list},
      {"subscript_expression", Kind::subscript_expression},
      {"field_expression", Kind::field_expression},
      {"pointer_expression", Kind::pointer_expression},
      {"parenthesized_expression", Kind::parenthesized_expression},
      {"binary_expression", Kind::binary_expression},
      {"unary_expression", Kind::unary_expression},
      {"comma_expression", Kind::comma_expression},
      {"conditional_expression", Kind::conditional_expression},
      {"cast_expression", Kind::cast_expression},
      {"number_literal", Kind::number_literal},
      {"string_literal", Kind::string_literal},
      {"concatenated_string", Kind::concatenated_string},
      {"char_literal", Kind::char_literal},
      {"identifier", Kind::identifier},
      {"type_identifier", Kind::type_identifier},
      {"primitive_type", Kind::primitive_type},
      {"sized_type_specifier", Kind::sized_type_specifier},
      {"ERROR", Kind::error},
      {"lambda_expression", Kind::lambda_expression},
      {"preproc_include", Kind::preproc},
      {"preproc_def", Kind::preproc},
      {"preproc_function_def", Kind::preproc},
      {"preproc_call", Kind::preproc},
  };
  const auto found = kNames.find(name);
  return found == kNames.end() ? Kind::other : found->second;
}

// How bad each finding is, in units of -ln(belief). Compilers refuse what costs 3 and more.
constexpr double kRefused = 4, kUndeclared = 3, kUnusual = 1;
constexpr int kMaxDepth = 250;
constexpr std::uint64_t kMaxItem = 64 * 1024;  // no function that a person wrote is longer

struct Child {
  TSNode node;
  std::string_view field;
  Kind kind;
};

class Checker {
 public:
  Checker(std::string_view text, const Globals& globals, bool cpp) : text_(text), globals_(globals), cpp_(cpp) {}

  double cost() const { return cost_; }

  void item(TSNode node) {
    scopes_.emplace_back();
    visit(node, 0);
    scopes_.pop_back();
  }

 private:
  using Scope = std::unordered_map<std::string_view, NameKind>;

  std::string_view text_;
  const Globals& globals_;
  bool cpp_;
  std::vector<Scope> scopes_;
  double cost_ = 0;
  int loops_ = 0, switches_ = 0, functions_ = 0;
  bool void_function_ = false, typed_function_ = false;

  static Kind kind(TSNode node) { return kind_of_name(source::type(node)); }

  std::string_view text(TSNode node) const {
    const auto where = source::span(node);
    return where.end <= text_.size() ? text_.substr(where.begin, where.end - where.begin) : std::string_view{};
  }

  static std::vector<Child> children(TSNode node) {
    std::vector<Child> found;
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      do {
        const TSNode child = ts_tree_cursor_current_node(&cursor);
        const char* field = ts_tree_cursor_current_field_name(&cursor);
        found.push_back({child, field == nullptr ? std::string_view{} : std::string_view(field), kind(child)});
      } while (ts_tree_cursor_goto_next_sibling(&cursor));
    }
    ts_tree_cursor_delete(&cursor);
    return found;
  }

  static TSNode field(TSNode node, std::string_view name) {
    return ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
  }

  void object(double cost) { cost_ += cost; }

  std::optional<NameKind> look_up(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (const auto found = scope->find(name); found != scope->end()) return found->second;
    if (const auto found = globals_.names.find(name); found != globals_.names.end()) return found->second;
    return std::nullopt;
  }

  void declare(std::string_view name, NameKind kind) {
    if (name.empty()) return object(kUnusual);
    auto& scope = scopes_.back();
    if (!scope.try_emplace(name, kind).second && scopes_.size() > 1) object(kUndeclared);
  }

  /// Walks a declarator: visits sizes and initialisers, declares the name.
  void declarator(TSNode node, NameKind kind_so_far, int depth) {
    if (depth > kMaxDepth || ts_node_is_null(node)) return;
    switch (kind(node)) {
      case Kind::identifier:
      case Kind::type_identifier:
        declare(text(node), kind_so_far);
        return;
      case Kind::init_declarator: {
        declarator(field(node, "declarator"), kind_so_far, depth + 1);
        const TSNode value = field(node, "value");
        if (!ts_node_is_null(value)) {
          expression(value, depth + 1);
          if (kind_so_far == NameKind::scalar && kind(value) == Kind::comma_expression) object(kUnusual);
        }
        return;
      }
      case Kind::pointer_declarator:
        declarator(field(node, "declarator"), NameKind::pointer, depth + 1);
        return;
      case Kind::array_declarator:
        declarator(field(node, "declarator"), NameKind::array, depth + 1);
        if (const TSNode size = field(node, "size"); !ts_node_is_null(size)) expression(size, depth + 1);
        return;
      case Kind::function_declarator: {
        declarator(field(node, "declarator"), NameKind::function, depth + 1);
        if (functions_ > 0 && !cpp_) object(kUnusual);
        scopes_.emplace_back();
        visit(field(node, "parameters"), depth + 1);
        scopes_.pop_back();
        return;
      }
      default:
        for (const auto& child : children(node))
          if (child.kind != Kind::other) declarator(child.node, kind_so_far, depth + 1);
    }
  }

  NameKind type(TSNode node, int depth) {
    if (ts_node_is_null(node)) return NameKind::unknown;
    switch (kind(node)) {
      case Kind::type_identifier: {
        const auto name = text(node);
        const auto known = look_up(name);
        if (known == NameKind::type || known == NameKind::structure) return NameKind::structure;
        if (cpp_ && !globals_.lenient && !known && !is_library_name(name, Language::cpp)) object(kUnusual);
        if (cpp_ || globals_.lenient) return NameKind::unknown;
        if (known == NameKind::macro || name.ends_with("_t") || name == "FILE" || name == "bool" ||
            name == "va_list" || name == "time_t" || name == "BOOL")
          return NameKind::unknown;
        object(kRefused);
        return NameKind::unknown;
      }
      case Kind::primitive_type:
      case Kind::sized_type_specifier:
        return NameKind::scalar;
      case Kind::struct_specifier:
        visit(node, depth + 1);
        return source::type(node) == "enum_specifier" ? NameKind::scalar : NameKind::structure;
      default:
        return NameKind::unknown;
    }
  }

  bool assignable(TSNode node, int depth = 0) const {
    if (depth > kMaxDepth) return true;
    switch (kind(node)) {
      case Kind::identifier: {
        const auto known = look_up(text(node));
        return known != NameKind::array && known != NameKind::function;
      }
      case Kind::parenthesized_expression:
        return ts_node_named_child_count(node) == 0 || assignable(ts_node_named_child(node, 0), depth + 1);
      case Kind::pointer_expression:
        return text(node).starts_with('*');
      case Kind::subscript_expression:
      case Kind::field_expression:
      case Kind::error:
        return true;
      case Kind::call_expression:
      case Kind::conditional_expression:
      case Kind::other:
        return cpp_ || kind(node) == Kind::other;
      case Kind::update_expression:
        return cpp_;
      default:
        return false;
    }
  }

  /// Number of arguments a printf or scanf format asks for; -1 when it cannot be told.
  static int conversions(std::string_view format) {
    int count = 0;
    for (std::size_t i = 0; i + 1 < format.size(); ++i) {
      if (format[i] == '\\') {
        ++i;
        continue;
      }
      if (format[i] != '%') continue;
      ++i;
      if (format[i] == '%') continue;
      bool skipped = false;
      while (i < format.size() &&
             (base::is_digit(format[i]) || std::string_view("-+ #.*hlLqjzt").contains(format[i]))) {
        if (format[i] == '*') skipped = true;
        ++i;
      }
      if (skipped) return -1;
      if (i < format.size() && std::string_view("diouxXeEfFgGaAcspn[").contains(format[i])) ++count;
    }
    return count;
  }

  void call(TSNode node, int depth) {
    const TSNode function = field(node, "function");
    const TSNode arguments = field(node, "arguments");
    std::string_view name;
    switch (kind(function)) {
      case Kind::identifier: {
        name = text(function);
        const auto known = look_up(name);
        if (known == NameKind::scalar || known == NameKind::array || known == NameKind::structure)
          object(cpp_ ? kUnusual : kRefused);
        else if (!known && !cpp_ && !globals_.lenient && !is_library_name(name, Language::c))
          object(kUndeclared - 1);
        break;
      }
      case Kind::number_literal:
      case Kind::string_literal:
      case Kind::char_literal:
      case Kind::binary_expression:
      case Kind::subscript_expression:
        if (!cpp_) object(kRefused);
        break;
      case Kind::parenthesized_expression:
      case Kind::call_expression:
        if (!cpp_) object(kUndeclared);
        break;
      default:
        expression(function, depth + 1);
    }
    if (ts_node_is_null(arguments)) return;
    const auto count = ts_node_named_child_count(arguments);
    for (std::uint32_t i = 0; i < count; ++i) expression(ts_node_named_child(arguments, i), depth + 1);
    const bool print = name == "printf", scan = name == "scanf";
    if ((print || scan) && count == 0) object(kUndeclared);
    if (!print && !scan) return;
    if (count == 0) return;
    const TSNode format = ts_node_named_child(arguments, 0);
    if (kind(format) == Kind::string_literal) {
      const auto wanted = conversions(text(format));
      if (wanted >= 0 && wanted + 1 != static_cast<int>(count)) object(1.5);
      if (scan)
        for (std::uint32_t i = 1; i < count; ++i)
          if (kind(ts_node_named_child(arguments, i)) == Kind::identifier &&
              look_up(text(ts_node_named_child(arguments, i))) == NameKind::scalar)
            object(0.7);
    } else if (kind(format) != Kind::concatenated_string && kind(format) != Kind::identifier) {
      object(kUnusual);
    }
  }

  static bool is_text(Kind kind) { return kind == Kind::string_literal || kind == Kind::concatenated_string; }

  void expression(TSNode node, int depth) { visit(node, depth); }

  /// Does evaluating it do anything?
  static bool has_effect(TSNode node, Kind what, int depth = 0) {
    if (depth > kMaxDepth) return true;
    switch (what) {
      case Kind::assignment_expression:
      case Kind::update_expression:
      case Kind::call_expression:
      case Kind::error:
      case Kind::other:
        return true;
      case Kind::parenthesized_expression:
      case Kind::comma_expression:
      case Kind::cast_expression: {
        const auto count = ts_node_named_child_count(node);
        for (std::uint32_t i = 0; i < count; ++i) {
          const TSNode part = ts_node_named_child(node, i);
          if (has_effect(part, kind(part), depth + 1)) return true;
        }
        return false;
      }
      case Kind::conditional_expression:
        return true;
      default:
        return false;
    }
  }

  void condition(TSNode node) {
    if (ts_node_is_null(node)) return;
    const bool wrapped = kind(node) == Kind::parenthesized_expression || source::type(node) == "condition_clause";
    const TSNode inner = wrapped && ts_node_named_child_count(node) > 0 ? ts_node_named_child(node, 0) : node;
    if (kind(inner) == Kind::assignment_expression) object(0.8);
    if (kind(inner) == Kind::comma_expression) object(kUnusual);
    if (is_text(kind(inner))) object(kUnusual);
  }

  void body(TSNode node, double cost) {
    if (!ts_node_is_null(node) && kind(node) == Kind::expression_statement && ts_node_named_child_count(node) == 0)
      object(cost);
    if (!ts_node_is_null(node) && kind(node) == Kind::declaration) object(kRefused);
  }

  void visit_children(TSNode node, int depth) {
    for (const auto& child : children(node)) visit(child.node, depth + 1);
  }

  void visit(TSNode node, int depth) {
    if (depth > kMaxDepth || ts_node_is_null(node)) return;
    const auto what = kind(node);
    switch (what) {
      case Kind::preproc:
        return;
      case Kind::function_definition: {
        if (functions_ > 0 && !cpp_) object(kRefused);
        const TSNode of = field(node, "type");
        const auto made = type(of, depth + 1);
        const TSNode name = field(node, "declarator");
        const bool outer_void = void_function_, outer_typed = typed_function_;
        void_function_ = !ts_node_is_null(of) && text(of) == "void" && kind(name) == Kind::function_declarator;
        typed_function_ = made == NameKind::scalar && !void_function_;
        if (kind(name) == Kind::function_declarator || kind(name) == Kind::pointer_declarator) {
          // The parameters are seen in the body.
          TSNode function = name;
          while (!ts_node_is_null(function) && kind(function) == Kind::pointer_declarator)
            function = field(function, "declarator");
          if (!ts_node_is_null(function) && kind(function) == Kind::function_declarator) {
            const TSNode own = field(function, "declarator");
            if (kind(own) == Kind::identifier) scopes_.back().insert_or_assign(text(own), NameKind::function);
            scopes_.emplace_back();
            visit(field(function, "parameters"), depth + 1);
          } else {
            object(kRefused);
            scopes_.emplace_back();
          }
        } else {
          if (!cpp_) object(kRefused);
          scopes_.emplace_back();
        }
        ++functions_;
        visit(field(node, "body"), depth + 1);
        --functions_;
        scopes_.pop_back();
        void_function_ = outer_void;
        typed_function_ = outer_typed;
        return;
      }
      case Kind::lambda_expression: {
        const bool outer_void = void_function_, outer_typed = typed_function_;
        void_function_ = typed_function_ = false;
        visit_children(node, depth);
        void_function_ = outer_void, typed_function_ = outer_typed;
        return;
      }
      case Kind::parameter_list:
        for (const auto& child : children(node)) {
          if (child.kind == Kind::identifier) object(cpp_ ? 0 : kUndeclared);
          if (child.kind == Kind::parameter_declaration || child.kind == Kind::error || child.kind == Kind::other)
            visit(child.node, depth + 1);
        }
        return;
      case Kind::parameter_declaration: {
        const auto made = type(field(node, "type"), depth + 1);
        if (const TSNode name = field(node, "declarator"); !ts_node_is_null(name)) declarator(name, made, depth + 1);
        return;
      }
      case Kind::compound_statement:
        scopes_.emplace_back();
        visit_children(node, depth);
        scopes_.pop_back();
        return;
      case Kind::for_statement: {
        scopes_.emplace_back();
        ++loops_;
        for (const auto& child : children(node)) {
          if (child.field == "condition") condition(child.node);
          if (child.field == "body") body(child.node, 0.8);
          if (child.field == "update" || child.field == "initializer")
            if (child.kind != Kind::declaration && !has_effect(child.node, child.kind)) object(kUnusual);
          if (child.field == "body")
            statement(child.node, depth + 1);
          else if (ts_node_is_named(child.node))
            visit(child.node, depth + 1);
        }
        --loops_;
        scopes_.pop_back();
        return;
      }
      case Kind::while_statement:
        condition(field(node, "condition"));
        body(field(node, "body"), 0.8);
        ++loops_;
        visit_children(node, depth);
        --loops_;
        return;
      case Kind::do_statement:
        condition(field(node, "condition"));
        ++loops_;
        visit_children(node, depth);
        --loops_;
        return;
      case Kind::if_statement:
        condition(field(node, "condition"));
        body(field(node, "consequence"), 1.5);
        visit_children(node, depth);
        return;
      case Kind::switch_statement:
        ++switches_;
        visit_children(node, depth);
        --switches_;
        return;
      case Kind::case_statement:
        if (switches_ == 0) object(kRefused);
        visit_children(node, depth);
        return;
      case Kind::break_statement:
        if (switches_ == 0 && loops_ == 0) object(kRefused);
        return;
      case Kind::continue_statement:
        if (loops_ == 0) object(kRefused);
        return;
      case Kind::return_statement: {
        const auto values = ts_node_named_child_count(node);
        if (functions_ > 0 && void_function_ && values > 0) object(kUndeclared);
        if (functions_ > 0 && typed_function_ && values == 0) object(kUndeclared);
        visit_children(node, depth);
        return;
      }
      case Kind::declaration: {
        const TSNode of = field(node, "type");
        const auto made = type(of, depth + 1);
        for (const auto& child : children(node))
          if (child.field == "declarator") {
            if (text(of) == "void" && child.kind == Kind::identifier) object(kUndeclared);
            declarator(child.node, made, depth + 1);
          } else if (child.kind == Kind::error) {
            visit(child.node, depth + 1);
          }
        return;
      }
      case Kind::type_definition:
        type(field(node, "type"), depth + 1);
        for (const auto& child : children(node))
          if (child.field == "declarator") declarator(child.node, NameKind::type, depth + 1);
        return;
      case Kind::struct_specifier: {
        const TSNode name = field(node, "name");
        const TSNode inside = field(node, "body");
        if (!ts_node_is_null(inside)) {
          if (!ts_node_is_null(name) && cpp_) scopes_.back().try_emplace(text(name), NameKind::type);
          if (source::type(node) == "enum_specifier") {
            visit_children(inside, depth);
          } else {
            scopes_.emplace_back();
            visit_children(inside, depth);
            scopes_.pop_back();
          }
        }
        return;
      }
      case Kind::enumerator:
        if (const TSNode name = field(node, "name"); !ts_node_is_null(name)) declare(text(name), NameKind::macro);
        if (const TSNode value = field(node, "value"); !ts_node_is_null(value)) visit(value, depth + 1);
        return;
      case Kind::expression_statement:
        statement(node, depth);
        return;
      case Kind::labeled_statement:
        object(kUnusual);
        for (const auto& child : children(node))
          if (child.field != "label") visit(child.node, depth + 1);
        return;
      case Kind::assignment_expression: {
        const TSNode left = field(node, "left");
        if (!assignable(left)) object(kRefused);
        const TSNode right = field(node, "right");
        if (kind(left) == Kind::identifier && look_up(text(left)) == NameKind::scalar && is_text(kind(right)))
          object(kUnusual);
        visit_children(node, depth);
        return;
      }
      case Kind::update_expression:
        if (!assignable(field(node, "argument"))) object(kRefused);
        visit_children(node, depth);
        return;
      case Kind::call_expression:
        call(node, depth);
        return;
      case Kind::subscript_expression: {
        const TSNode argument = field(node, "argument");
        if (kind(argument) == Kind::identifier && look_up(text(argument)) == NameKind::scalar && !cpp_)
          object(kRefused);
        if (kind(argument) == Kind::number_literal) object(kRefused);
        visit_children(node, depth);
        if (const TSNode index = field(node, "index"); !ts_node_is_null(index))
          if (kind(index) == Kind::comma_expression) object(kUnusual);
        return;
      }
      case Kind::field_expression:
        visit(field(node, "argument"), depth + 1);
        return;
      case Kind::binary_expression: {
        const TSNode left = field(node, "left"), right = field(node, "right");
        if (!cpp_ && (is_text(kind(left)) || is_text(kind(right)))) object(kUndeclared);
        visit(left, depth + 1);
        visit(right, depth + 1);
        return;
      }
      case Kind::pointer_expression: {
        const TSNode of = field(node, "argument");
        if (text(node).starts_with('*') && kind(of) == Kind::identifier && look_up(text(of)) == NameKind::scalar)
          object(kRefused);
        if (text(node).starts_with('&') && kind(of) != Kind::identifier && !assignable(of)) object(kRefused);
        visit(of, depth + 1);
        return;
      }
      case Kind::char_literal: {
        const auto literal = text(node);
        if (literal.size() > 4 || (literal.size() == 4 && literal[1] != '\\')) object(kUnusual);
        return;
      }
      case Kind::identifier: {
        const auto name = text(node);
        if (globals_.lenient || functions_ == 0) return;
        if (cpp_) {
          // Members and names of other headers cannot be told from here: a doubt, no objection.
          if (!look_up(name) && !is_library_name(name, Language::cpp)) object(kUnusual);
          return;
        }
        if (!look_up(name) && !is_included_name(name, globals_)) object(kUndeclared);
        return;
      }
      case Kind::number_literal:
      case Kind::string_literal:
      case Kind::concatenated_string:
      case Kind::type_identifier:
      case Kind::primitive_type:
        return;
      case Kind::error:
        visit_children(node, depth);
        return;
      default:
        visit_children(node, depth);
    }
  }

  void statement(TSNode node, int depth) {
    if (kind(node) != Kind::expression_statement) return visit(node, depth);
    if (ts_node_named_child_count(node) > 0) {
      const TSNode inner = ts_node_named_child(node, 0);
      const auto what = kind(inner);
      if (!has_effect(inner, what))
        object(is_text(what) || what == Kind::parenthesized_expression || what == Kind::identifier ? 2.2 * kUnusual
                                                                                                   : kUnusual);
      if (what == Kind::comma_expression) object(0.5);
    }
    visit_children(node, depth);
  }
};

}  // namespace

bool is_library_name(std::string_view name, Language language) {
  static const languages::Table c("c/std_symbols");
  static const languages::Table cpp("cpp/std_symbols");
  if (name == "NULL" || name == "main" || name == "true" || name == "false") return true;
  if (!c.rows(name).empty()) return true;
  return language == Language::cpp && !cpp.rows(name).empty();
}

LibraryName library_name(std::string_view name) {
  static const languages::Table table("c/std_symbols");
  const auto rows = table.rows(name);
  if (rows.empty() || rows.front().size() < 3) return {};
  return {rows.front()[1], rows.front()[2]};
}

bool is_included_name(std::string_view name, const Globals& globals) {
  if (name == "NULL" || name == "main") return true;
  const auto known = library_name(name);
  return !known.header.empty() && std::ranges::find(globals.headers, known.header) != globals.headers.end();
}

Globals globals_of(const source::Code& file, const source::Analysis& code) {
  Globals globals;
  const auto add = [&](const source::Symbol& symbol) {
    NameKind kind = NameKind::unknown;
    switch (symbol.kind) {
      case languages::SymbolKind::function:
        kind = NameKind::function;
        break;
      case languages::SymbolKind::type:
        kind = NameKind::type;
        break;
      case languages::SymbolKind::macro:
      case languages::SymbolKind::constant:
        kind = NameKind::macro;
        break;
      default:
        break;
    }
    // A C++ file's members and locals count as known names of unknown kind.
    if (!symbol.top_level && kind != NameKind::type) kind = NameKind::unknown;
    globals.names.try_emplace(symbol.name, kind);
  };
  for (const auto& symbol : file.symbols)
    if (symbol.top_level || file.facts->language == Language::cpp) add(symbol);
  for (std::size_t at = file.text.find("#include"); at != std::string_view::npos;
       at = file.text.find("#include", at + 8)) {
    const auto line = file.text.substr(at, file.text.find('\n', at) - at);
    if (line.find('"') != std::string_view::npos) globals.lenient = true;
    const auto open = line.find('<'), close = line.find('>');
    if (open != std::string_view::npos && close != std::string_view::npos && open < close)
      globals.headers.push_back(base::trim(line.substr(open + 1, close - open - 1)));
  }
  if (globals.lenient)
    for (const auto& symbol : code.project_symbols(file.facts->language)) add(symbol);
  return globals;
}

double suspicious(TSNode root, std::string_view text, source::Span region, const Globals& globals,
                  Language language) {
  Checker checker(text, globals, language == Language::cpp);
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  if (source::type(root) == "ERROR") {
    ts_tree_cursor_delete(&cursor);
    return 0;
  }
  // One byte of slack: an erased token has an empty region.
  if (ts_tree_cursor_goto_first_child(&cursor)) {
    do {
      const TSNode item = ts_tree_cursor_current_node(&cursor);
      const auto where = source::span(item);
      if (where.end + 1 < region.begin) continue;
      if (where.begin > region.end + 1) break;
      if (where.end - where.begin > kMaxItem) continue;
      checker.item(item);
    } while (ts_tree_cursor_goto_next_sibling(&cursor));
  }
  ts_tree_cursor_delete(&cursor);
  return checker.cost();
}

Judge judge(const source::Code& file, const source::Analysis& code) {
  auto globals = std::make_shared<Globals>(globals_of(file, code));
  const auto language = file.facts->language;
  return [globals, language](const TSNode& root, std::string_view text, source::Span region) {
    return suspicious(root, text, region, *globals, language);
  };
}

SearchOptions search_options(const FixContext& context) {
  SearchOptions options;
  if (context.file != nullptr) options.judge = judge(*context.file, context.code);
  options.sharpness = 2;
  if (context.facts.language == Language::cpp) options.max_tries = 80;
  return options;
}

}  // namespace fixpoint::propose::fixers::c
