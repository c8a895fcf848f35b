// The stable spellings of the vocabulary's enumerations (include/fixpoint/words.hpp).
#include "fixpoint/words.hpp"

#include <array>

#include "fixpoint/proposal.hpp"

namespace fixpoint {
namespace {

constexpr std::array<std::string_view, 9> kLanguages = {"any",    "c",          "cpp",        "rust", "go",
                                                        "python", "javascript", "typescript", "java"};
constexpr std::array<std::string_view, 5> kSeverities = {"note", "info", "warning", "error", "fatal"};
constexpr std::array<std::string_view, 24> kCategories = {"syntax_error",
                                                          "type_mismatch",
                                                          "missing_import",
                                                          "undefined_variable",
                                                          "compiler_error",
                                                          "test_failure",
                                                          "telemetry_mismatch",
                                                          "missing_dependency",
                                                          "wrong_arguments",
                                                          "missing_member",
                                                          "linker",
                                                          "runtime_error",
                                                          "timeout",
                                                          "out_of_memory",
                                                          "disk_full",
                                                          "killed",
                                                          "lock_held",
                                                          "permission",
                                                          "network",
                                                          "missing_command",
                                                          "configuration",
                                                          "version_mismatch",
                                                          "lint",
                                                          "unknown"};
constexpr std::array<std::string_view, 10> kPhases = {"unknown", "environment", "install", "configure", "parse",
                                                      "compile", "analyze",     "link",    "test",      "run"};
constexpr std::array<std::string_view, 4> kSafeties = {"safe", "likely", "choice", "placeholder"};
constexpr std::array<std::string_view, 5> kOutcomes = {"passed", "healed", "partial", "unhealed", "error"};
constexpr std::array<std::string_view, 6> kVerdicts = {"passed", "progress", "no_change",
                                                       "worse",  "refused",  "failed_to_apply"};
constexpr std::array<std::string_view, 3> kIsolations = {"full", "tree", "none"};
constexpr std::array<std::string_view, 5> kProposers = {"tool", "fixer", "lesson", "model", "user"};

template <class Enum, std::size_t N>
std::string_view spell(const std::array<std::string_view, N>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? names[index] : "unknown";
}

template <class Enum, std::size_t N>
std::optional<Enum> read(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name(Language value) { return spell(kLanguages, value); }
std::string_view name(Severity value) { return spell(kSeverities, value); }
std::string_view name(Category value) { return spell(kCategories, value); }
std::string_view name(Phase value) { return spell(kPhases, value); }
std::string_view name(Safety value) { return spell(kSafeties, value); }
std::string_view name(Outcome value) { return spell(kOutcomes, value); }
std::string_view name(VerdictKind value) { return spell(kVerdicts, value); }
std::string_view name(Isolation value) { return spell(kIsolations, value); }
std::string_view name(ProposerKind value) { return spell(kProposers, value); }

std::string_view public_name(Category category) {
  switch (category) {
    case Category::syntax_error:
      return "SyntaxError";
    case Category::type_mismatch:
    case Category::wrong_arguments:
    case Category::missing_member:
      return "TypeMismatch";
    case Category::missing_import:
    case Category::missing_dependency:
      return "MissingImport";
    case Category::undefined_variable:
      return "UndefinedVariable";
    case Category::test_failure:
      return "TestFailure";
    case Category::telemetry_mismatch:
      return "TelemetryMismatch";
    default:
      return "CompilerError";
  }
}

std::optional<Language> language_from_name(std::string_view name) { return read<Language>(kLanguages, name); }
std::optional<Severity> severity_from_name(std::string_view name) { return read<Severity>(kSeverities, name); }
std::optional<Category> category_from_name(std::string_view name) { return read<Category>(kCategories, name); }
std::optional<Isolation> isolation_from_name(std::string_view name) { return read<Isolation>(kIsolations, name); }

}  // namespace fixpoint
