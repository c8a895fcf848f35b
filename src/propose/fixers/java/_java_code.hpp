// What the Java fixers know about code beyond its syntax: classes and members of the project and of the JDK, names in
// scope with their types, and a modest guess at an expression's type. Types are texts without blanks ("List<String>",
// "int[]"); an empty type is unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::java {

struct Variable {
  std::string_view name;
  std::string type;
  bool field = false;
  bool is_static = false;
  source::Span place;
};

struct Method {
  std::string name;
  std::string returns;
  std::vector<std::string> parameters;
  bool is_static = false;
  bool variadic = false;
  std::string owner;
  const source::Code* file = nullptr;  ///< null for the JDK's
  TSNode node{};
};

struct Class {
  std::string_view name;
  std::string super;
  std::string package;
  std::vector<Variable> fields;
  std::vector<Method> methods;
  const source::Code* file = nullptr;
  TSNode node{};
};

/// "variable num", "method f(int)" of a "cannot find symbol".
struct Missing {
  std::string kind;  ///< variable, method, class, constructor
  std::string name;
  std::vector<std::string> arguments;  ///< types, of methods and constructors
  std::string location_kind;           ///< class, variable, package, interface; may be empty
  std::string location;                ///< the class, or the variable's type
};
[[nodiscard]] std::optional<Missing> missing_symbol(const Diagnostic& diagnostic);

/// Splits "int,Map<K,V>,T[]" at its top-level commas.
[[nodiscard]] std::vector<std::string> split_types(std::string_view list);

/// "java.util.List<java.lang.String>[]" -> "List": without packages, type arguments and dimensions.
[[nodiscard]] std::string erased(std::string_view type);
/// Without packages and blanks: "List<String>[]".
[[nodiscard]] std::string simple(std::string_view type);
[[nodiscard]] bool is_primitive_type(std::string_view type);
[[nodiscard]] bool is_numeric_type(std::string_view type);
/// May a value of `from` be given where `to` is wanted? Unknown types may; so may what only javac can tell.
[[nodiscard]] bool assignable(std::string_view from, std::string_view to);
/// "0", "false", "\"\"", "null", ...: a value of the type that says nothing.
[[nodiscard]] std::string neutral_value(std::string_view type);

/// Nodes: the nearest ancestor-or-self of one of the kinds; a null node when there is none.
[[nodiscard]] TSNode enclosing(TSNode node, std::initializer_list<std::string_view> kinds);
[[nodiscard]] TSNode field(TSNode node, std::string_view name);
[[nodiscard]] bool is(TSNode node, std::string_view kind);
[[nodiscard]] bool null(TSNode node);
// tree-sitter's own functions do not take null nodes; these answer with nothing.
[[nodiscard]] TSNode parent_of(TSNode node);
[[nodiscard]] TSNode child_of(TSNode node, std::uint32_t index);  ///< named children only
[[nodiscard]] std::uint32_t child_count(TSNode node);
[[nodiscard]] source::Span span(TSNode node);

class World {
 public:
  explicit World(const FixContext& context);

  [[nodiscard]] const source::Code& file() const { return *context_.file; }
  [[nodiscard]] std::string_view text(TSNode node) const {
    return null(node) ? std::string_view{} : context_.file->syntax.text(node);
  }
  /// The smallest named node that covers the byte at `at`.
  [[nodiscard]] TSNode node_at(std::uint64_t at) const;
  [[nodiscard]] TSNode node_at() const { return node_at(context_.at.begin); }

  [[nodiscard]] const std::vector<Class>& classes() const { return classes_; }
  [[nodiscard]] const Class* find_class(std::string_view name) const;
  /// Locals and parameters, innermost first, then the fields of the classes around.
  [[nodiscard]] std::vector<Variable> visible(std::uint64_t at) const;
  [[nodiscard]] std::optional<Variable> variable(std::string_view name, std::uint64_t at) const;
  /// Methods that can be called by name alone at `at`.
  [[nodiscard]] std::vector<Method> callable(std::uint64_t at) const;
  /// Methods and fields of a type of the project or the JDK, inherited ones too.
  [[nodiscard]] std::vector<Method> methods_of(std::string_view type) const;
  [[nodiscard]] std::vector<Variable> fields_of(std::string_view type) const;
  [[nodiscard]] bool knows_type(std::string_view type) const;

  [[nodiscard]] std::string type_of(TSNode expression, int depth = 0) const;
  /// The type that is wanted of the expression, by where it stands.
  [[nodiscard]] std::string wanted(TSNode expression) const;
  /// The method or constructor around, and its return type ("" for constructors).
  [[nodiscard]] TSNode method_around(std::uint64_t at) const;
  [[nodiscard]] std::string return_type(TSNode method) const;

 private:
  void read_class(const source::Code& file, TSNode node, std::string_view package);

  const FixContext& context_;
  std::vector<Class> classes_;
};

/// JDK classes of that simple name: package and kind.
struct JdkClass {
  std::string_view name;
  std::string_view package;
  std::string_view kind;
};
[[nodiscard]] std::vector<JdkClass> jdk_classes(std::string_view name);

/// How alike two names are to one who mistyped or misremembered: 0 = equal but for case and underscores, else grows;
/// nothing when they have nothing in common.
[[nodiscard]] std::optional<double> likeness(std::string_view wrong, std::string_view right);

}  // namespace fixpoint::propose::fixers::java
