// The small enumerations that the larger words are made of, with their stable public names.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fixpoint {

enum class Language : std::uint8_t { any, c, cpp, rust, go, python, javascript, typescript, java };

enum class Severity : std::uint8_t { note, info, warning, error, fatal };

/// What kind of failure. The first seven are the names of the library's face; the rest are finer.
enum class Category : std::uint8_t {
  syntax_error,
  type_mismatch,
  missing_import,
  undefined_variable,
  compiler_error,
  test_failure,
  telemetry_mismatch,
  missing_dependency,
  wrong_arguments,
  missing_member,
  linker,
  runtime_error,
  timeout,
  out_of_memory,
  disk_full,
  killed,
  lock_held,
  permission,
  network,
  missing_command,
  configuration,
  version_mismatch,  ///< the wrong version of a tool, runtime or package
  lint,              ///< a finding of a linter, formatter or security scanner: nothing fails to build for it
  unknown,
};

/// How far the command came; a later phase is progress. `analyze` is what a compiler does once names and types are
/// right (javac's flow analysis, rustc's borrow checker).
enum class Phase : std::uint8_t {
  unknown,
  environment,
  install,
  configure,
  parse,
  compile,
  analyze,
  link,
  test,
  run
};

/// About meaning preserved, best first. `placeholder` is never applied by itself.
enum class Safety : std::uint8_t { safe, likely, choice, placeholder };

enum class Outcome : std::uint8_t { passed, healed, partial, unhealed, error };

/// What a re-run with a proposal applied said.
enum class VerdictKind : std::uint8_t { passed, progress, no_change, worse, refused, failed_to_apply };

/// How strongly a verification run was kept apart from the user's tree, strongest first.
enum class Isolation : std::uint8_t {
  full,  ///< namespaces and a same-path overlay
  tree,  ///< a copy of the project in another folder, no namespaces
  none,  ///< the user's own tree (only when demanded)
};

// Stable spellings: used in reports, in the database and on the command line.
[[nodiscard]] std::string_view name(Language);
[[nodiscard]] std::string_view name(Severity);
[[nodiscard]] std::string_view name(Category);
[[nodiscard]] std::string_view name(Phase);
[[nodiscard]] std::string_view name(Safety);
[[nodiscard]] std::string_view name(Outcome);
[[nodiscard]] std::string_view name(VerdictKind);
[[nodiscard]] std::string_view name(Isolation);

/// The name at the library's face (SyntaxError, TypeMismatch, ...): finer categories are folded into the
/// seven public ones.
[[nodiscard]] std::string_view public_name(Category);

[[nodiscard]] std::optional<Language> language_from_name(std::string_view);
[[nodiscard]] std::optional<Severity> severity_from_name(std::string_view);
[[nodiscard]] std::optional<Category> category_from_name(std::string_view);
[[nodiscard]] std::optional<Isolation> isolation_from_name(std::string_view);

}  // namespace fixpoint
