// The library: detect, suggest, apply, validate, heal. Link fixpoint::fixpoint (find_package(fixpoint)).
//
// Every function is safe to call from many threads at once. Nothing throws on bad input: fallible calls return a
// Result, strange input gives what was found in it. Only validate_code and heal start processes.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/command.hpp"
#include "fixpoint/diagnostic.hpp"
#include "fixpoint/proposal.hpp"
#include "fixpoint/result.hpp"
#include "fixpoint/run_output.hpp"
#include "fixpoint/session.hpp"

namespace fixpoint {

/// One error in a tool's output.
struct DetectedError {
  /// SyntaxError, TypeMismatch, MissingImport, UndefinedVariable, CompilerError, TestFailure or TelemetryMismatch.
  std::string type;
  std::string message;
  Place location;
  std::string context;  ///< the source excerpt the tool printed, if any
  Problem problem;      ///< everything known about it
};

/// Every error in the output of any known tool, what to fix first comes first. Warnings are left out.
[[nodiscard]] std::vector<DetectedError> detect_errors(std::string_view output);

/// Files by path; the paths are those that the error's location uses.
using SourceFiles = std::map<std::string, std::string, std::less<>>;

struct Fix {
  std::string description;
  double confidence = 0;  ///< chance that it solves the error, 0..1
  Safety safety = Safety::likely;
  std::vector<Edit> edits;
  std::string install;  ///< not empty: a command a person may run instead (a missing package)
};

/// Fixes for one error, best first. Nothing is run: they are not verified.
[[nodiscard]] std::vector<Fix> suggest_fixes(const DetectedError& error, const SourceFiles& files);
/// The same for code in one file, whatever the error calls it.
[[nodiscard]] std::vector<Fix> suggest_fixes(const DetectedError& error, std::string_view code);

/// The code with the fix applied. invalid_input: it does not fit this code, or edits several files.
[[nodiscard]] Result<std::string> apply_fix(std::string_view code, const Fix& fix);
[[nodiscard]] Result<SourceFiles> apply_fix(SourceFiles files, const Fix& fix);

struct Validation {
  bool passed = false;
  std::vector<DetectedError> errors;
  std::chrono::milliseconds duration{0};
  std::string output;
};

/// Compiles the code (Python, JavaScript: checks its syntax) with the language's own tool in a sandboxed scratch
/// folder. unavailable: the tool is not installed; invalid_input: Language::any.
[[nodiscard]] Result<Validation> validate_code(std::string_view code, Language language,
                                               std::chrono::milliseconds limit = std::chrono::seconds(60));

struct HealOptions {
  std::vector<std::string> command;  ///< argv
  std::string folder;                ///< where it runs, absolute
  std::chrono::milliseconds max_time{std::chrono::minutes(10)};
  int max_runs = 24;
  bool dry_run = false;
  bool keep_partial = false;
  std::optional<Isolation> isolation;  ///< demanded; nothing: the strongest there is
  bool record = true;
  std::string database;  ///< empty: the user's own
  std::function<void(Stream, std::string_view)>
      output;  ///< receives the first run's output as it comes; may be empty
};

/// Runs the command and, when it fails, finds a change that verifiably makes it pass and applies it. Not healed is a
/// Session, not an Error, and leaves the files as they were. Errors: not_found and denied for the command itself, io.
[[nodiscard]] Result<Session> heal(const HealOptions& options);

}  // namespace fixpoint
