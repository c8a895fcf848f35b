// What the Rust fixers know about the project. Text and syntax only; nothing is type-checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/nodes.hpp"

namespace fixpoint::propose::fixers::rust {

inline constexpr Language kRust[] = {Language::rust};

/// The project's .rs files, that of the problem first.
[[nodiscard]] std::vector<const source::Code*> project_files(const FixContext& context);

/// "String" of "expected `String`, found `&str`" and its like; from the arguments of an E0308.
struct Types {
  std::string expected, found;
};
[[nodiscard]] std::optional<Types> mismatch(const Diagnostic& diagnostic);

/// The expression that fills the problem's place.
[[nodiscard]] TSNode expression(const FixContext& context);
[[nodiscard]] TSNode enclosing_function(TSNode node);

[[nodiscard]] bool is_integer(std::string_view type);
[[nodiscard]] bool is_number(std::string_view type);

/// True when "x as T" or "x.f()" can follow the expression without parentheses.
[[nodiscard]] bool is_simple(TSNode expression);

/// Names in back quotes of a message, in order.
[[nodiscard]] std::vector<std::string> quoted_parts(std::string_view message);

/// "use path;" among the file's uses, or at its top. The edit alone.
[[nodiscard]] Edit use_edit(const source::Code& file, std::string_view path);

struct Item {
  const source::Code* file;
  TSNode node;
};
/// Items of the project with that name, of one of the node types.
[[nodiscard]] std::vector<Item> items(const FixContext& context, std::string_view name,
                                      std::initializer_list<std::string_view> types);

/// A line with its end.
[[nodiscard]] source::Span whole_line(const source::Code& file, source::Span what);

}  // namespace fixpoint::propose::fixers::rust
