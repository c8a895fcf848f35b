// The library's face (include/fixpoint/fixpoint.hpp) over the stages.
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/paths.hpp"
#include "diagnose/diagnose.hpp"
#include "engine/real_world.hpp"
#include "fixpoint/fixpoint.hpp"
#include "propose/propose.hpp"
#include "source/edits.hpp"

namespace fixpoint {
namespace {

DetectedError detected(Problem problem) {
  DetectedError error;
  error.type = public_name(problem.category);
  error.message = problem.primary.message;
  error.location = problem.primary.place;
  error.context = problem.primary.context;
  error.problem = std::move(problem);
  return error;
}

std::vector<DetectedError> detected(std::vector<Problem> problems) {
  std::vector<DetectedError> errors;
  for (auto& problem : problems) errors.push_back(detected(std::move(problem)));
  return errors;
}

/// A scratch folder that goes away with its owner.
struct Scratch {
  std::string path;
  std::string file;
  ~Scratch() {
    if (!file.empty()) unlink(file.c_str());
    if (!path.empty()) rmdir(path.c_str());
  }
};

Result<void> make_scratch(Scratch& scratch, std::string_view name, std::string_view code) {
  const char* tmp = std::getenv("TMPDIR");
  std::string pattern = std::string(tmp != nullptr && *tmp == '/' ? tmp : "/tmp") + "/fixpoint-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) return fail(ErrorCode::io, "cannot make a scratch folder", pattern);
  scratch.path = pattern;
  scratch.file = pattern + "/" + std::string(name);
  std::ofstream out(scratch.file, std::ios::binary);
  if (!(out << code).flush()) return fail(ErrorCode::io, "cannot write the code to a scratch file", scratch.file);
  return {};
}

}  // namespace

std::vector<DetectedError> detect_errors(std::string_view output) {
  return detected(diagnose::group(diagnose::read_all(output)));
}

std::vector<Fix> suggest_fixes(const DetectedError& error, const SourceFiles& files) {
  const seams::MemoryTree tree(files);
  const source::Analysis code(tree);
  std::vector<propose::Crash> crashes;
  std::vector<Fix> fixes;
  for (auto& proposal : propose::proposals(error.problem, code, ".", 40, &crashes))
    fixes.push_back({std::move(proposal.reason), proposal.confidence, proposal.safety, std::move(proposal.edits),
                     std::move(proposal.install)});
  return fixes;
}

std::vector<Fix> suggest_fixes(const DetectedError& error, std::string_view code) {
  return suggest_fixes(error, SourceFiles{{base::normalize(error.location.file), std::string(code)}});
}

Result<std::string> apply_fix(std::string_view code, const Fix& fix) {
  if (std::ranges::any_of(fix.edits, [&](const Edit& edit) { return edit.file != fix.edits.front().file; }))
    return fail(ErrorCode::invalid_input, "the fix edits several files; apply it to all of them at once");
  auto edits = fix.edits;
  source::normalize(edits);
  return source::apply(code, edits);
}

Result<SourceFiles> apply_fix(SourceFiles files, const Fix& fix) {
  const seams::MemoryTree tree(files);
  for (auto& [path, text] : FIXPOINT_TRY(source::changes(tree, fix.edits))) {
    if (text)
      files[path] = std::move(*text);
    else
      files.erase(path);
  }
  return files;
}

Result<Validation> validate_code(std::string_view code, Language language, std::chrono::milliseconds limit) {
  const auto& facts = languages::facts(language);
  if (facts.check.empty())
    return fail(ErrorCode::invalid_input, "this language cannot be checked", std::string(name(language)));
  Scratch scratch;
  FIXPOINT_TRY_VOID(make_scratch(scratch, facts.check_file, code));
  engine::RealWorld world({.root = scratch.path, .isolation = {}, .database = {}, .record = false, .note = {}});
  const auto workspace = FIXPOINT_TRY(world.world().open_workspace());

  Command command;
  for (const auto word : facts.check) command.argv.emplace_back(word);
  command.folder = scratch.path;
  command.limits.wall = limit;
  const auto output = workspace->run(command, {});
  if (!output && output.error().code == ErrorCode::not_found)
    return fail(ErrorCode::unavailable,
                std::string(facts.check.front()) + " is not installed; `fixpoint doctor` says how to get it");
  if (!output) return std::unexpected(output.error());
  Validation validation;
  validation.passed = output->passed();
  validation.duration = std::chrono::duration_cast<std::chrono::milliseconds>(output->wall);
  validation.output = output->bytes;
  if (!validation.passed) validation.errors = detected(diagnose::problems(*output));
  return validation;
}

Result<Session> heal(const HealOptions& options) {
  engine::HealRequest request;
  request.command.argv = options.command;
  request.command.folder = base::normalize(options.folder);
  request.root = engine::find_root(request.command.folder, engine::home_folder());
  request.budget = {.max_time = options.max_time, .max_runs = options.max_runs};
  request.isolation = options.isolation;
  request.dry_run = options.dry_run;
  request.keep_partial = options.keep_partial;
  if (options.command.empty() || !options.folder.starts_with('/'))
    return fail(ErrorCode::invalid_input, "heal needs a command and an absolute folder");
  engine::RealWorld world({.root = request.root,
                           .isolation = options.isolation,
                           .database = options.database,
                           .record = options.record,
                           .note = {}});
  return engine::heal(request, world.world(), [&](const engine::Event& event) {
    if (const auto* output = std::get_if<engine::CommandOutput>(&event); output != nullptr && options.output)
      options.output(output->stream, output->bytes);
  });
}

}  // namespace fixpoint
