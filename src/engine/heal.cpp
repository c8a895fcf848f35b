#include "engine/heal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "diagnose/diagnose.hpp"
#include "engine/search.hpp"
#include "propose/propose.hpp"
#include "seams/source_tree.hpp"
#include "verify/apply.hpp"
#include "verify/compare.hpp"

namespace fixpoint::engine {
namespace {

constexpr double kBatchFloor = 0.3;
constexpr std::size_t kSinglesPerState = 6, kSinglesBeforeTools = 4;
// Runs in a row that bring nothing, not even after going back. Of 430 programs that healed (tracer, debugbench), none
// had come nearer again after more than four.
constexpr int kPatience = 7;
constexpr std::size_t kProblemsAsked = 12;  // later problems wait for their turn
constexpr std::size_t kStoredOutput = 1U << 20U;
constexpr std::chrono::milliseconds kCheapRun{200};  // tools are asked in every state

std::string new_session_id(const seams::Clock& clock) {
  std::random_device random;
  const auto seconds = std::chrono::system_clock::to_time_t(clock.now());
  return fmt::format("{:08x}{:08x}", static_cast<std::uint32_t>(seconds), random());
}

std::int64_t us(auto duration) { return std::chrono::duration_cast<std::chrono::microseconds>(duration).count(); }

/// Failures that no change of the code cures, and what a person can do.
std::string_view advice_for(Category category) {
  switch (category) {
    case Category::timeout:
      return "The command ran into a time limit; code is not changed for that. Raise the limit or run it again.";
    case Category::out_of_memory:
      return "The command ran out of memory; run it with fewer parallel jobs or more memory.";
    case Category::disk_full:
      return "The disk is full; free some space and run again.";
    case Category::killed:
      return "The command was killed from outside; run it again.";
    case Category::lock_held:
      return "Another process holds a lock; wait for it or stop it, then run again.";
    case Category::permission:
      return "A file or folder may not be accessed; check its owner and mode.";
    case Category::network:
      return "The network could not be reached; check the connection or proxy and run again.";
    case Category::missing_command:
      return "A program is not installed or not on PATH.";
    default:
      return {};
  }
}

bool is_environment(const Problem& problem) { return !advice_for(problem.category).empty(); }

/// Failures whose outcome may differ from run to run: the unchanged tree is run once more before a change gets
/// credit.
bool may_be_flaky(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems, [](const Problem& problem) {
    return problem.category == Category::test_failure || problem.category == Category::runtime_error ||
           problem.category == Category::unknown;
  });
}

struct Trial {
  Verdict verdict;
  RunOutput output;
  std::vector<Problem> problems;
};

/// One session, from the first run to the record.
class Healer {
 public:
  Healer(const HealRequest& request, const World& world, const EventSink& events)
      : request_(request), world_(world), events_(events), tree_(request.root) {
    folder_ = base::below(request.root, request.command.folder).value_or(".");
    session_.id = new_session_id(world.clock);
    session_.command = request.command.argv;
    session_.folder = request.command.folder;
    session_.root = request.root;
    session_.started_at = seams::iso8601(world.clock.now());
  }

  Result<Session> heal();
  Result<Suggestions> suggest();

 private:
  // The steps, in order.
  Result<void> run_as_given();
  bool open_workspace();
  bool is_flaky();
  void search();
  bool install();
  void minimise();
  void apply();
  void record();
  void finish();

  void propose(State& state);
  void start_tools(State& state);
  void hear_tools(State& state);
  bool try_batch();
  bool try_singles();
  Trial attempt(const State& from, const std::vector<Proposal>& proposals);
  Result<RunOutput> run_in_workspace(const seams::ChangedFiles& changed, std::string_view what);
  void learn_from(Trial trial, const std::vector<Proposal>& proposals);
  void weigh(std::vector<Proposal>& proposals, const Problem& problem);
  [[nodiscard]] bool budget_left() const;
  [[nodiscard]] bool worth_going_on() const { return vain_ < kPatience && budget_left(); }
  [[nodiscard]] std::span<const diagnose::Format> formats();
  void emit(const Event& event) const {
    if (events_) events_(event);
  }

  const HealRequest& request_;
  const World& world_;
  const EventSink& events_;
  seams::DiskTree tree_;
  std::optional<std::span<const diagnose::Format>> formats_;
  std::string folder_;  // where the command runs, relative to the root
  Session session_;
  RunOutput first_;
  std::unique_ptr<seams::Workspace> workspace_;
  std::optional<seams::Store*> store_;
  std::vector<std::unique_ptr<State>> states_;  // the path to the current state; a dead end is popped
  std::vector<std::unique_ptr<State>> dead_;    // kept: proposals hold views into them
  seams::ChangedFiles best_;
  std::vector<Problem> best_problems_;
  bool passed_ = false;
  std::size_t deepest_ = 1;  // states of the longest path so far
  int vain_ = 0;             // attempts since a state was better than all before, or further from the first
  std::size_t problem_count_ = 0;
  std::set<std::string> tried_;  // hashes of changed trees
  std::chrono::steady_clock::time_point begun_, deadline_;
};

Result<void> Healer::run_as_given() {
  begun_ = world_.clock.steady();
  emit(RunStarted{0, "the command"});
  first_ = FIXPOINT_TRY(world_.runner.run(
      request_.command, [this](Stream stream, std::string_view bytes) { emit(CommandOutput{stream, bytes}); }));
  session_.runs.push_back({0, first_.exit_code, first_.signal, Isolation::none, first_.wall.count(),
                           (first_.user_cpu + first_.system_cpu).count(), first_.peak_memory_bytes, ""});
  session_.command_us += first_.wall.count();
  deadline_ = world_.clock.steady() + request_.budget.max_time;
  emit(RunEnded{0, first_});
  session_.exit_code = first_.exit_code;
  if (first_.passed()) session_.outcome = Outcome::passed;
  return {};
}

bool Healer::open_workspace() {
  auto opened = world_.open_workspace();
  if (!opened) {
    session_.outcome = Outcome::unhealed;
    session_.advice = opened.error().message;
    return false;
  }
  workspace_ = std::move(*opened);
  session_.isolation = workspace_->isolation();
  return true;
}

bool Healer::budget_left() const {
  return static_cast<int>(session_.runs.size()) < request_.budget.max_runs && world_.clock.steady() < deadline_;
}

Result<RunOutput> Healer::run_in_workspace(const seams::ChangedFiles& changed, std::string_view what) {
  const int number = static_cast<int>(session_.runs.size());
  emit(RunStarted{number, what});
  Command command = request_.command;
  command.interactive = false;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - world_.clock.steady());
  // A candidate may loop for ever: no run gets more than the rest of the budget, nor far more than the first one
  // took.
  const auto usual =
      std::chrono::duration_cast<std::chrono::milliseconds>(first_.wall) * 10 + std::chrono::seconds(30);
  command.limits.wall = std::max(std::chrono::milliseconds(1), std::min(left, usual));
  auto output = FIXPOINT_TRY(workspace_->run(command, changed));
  session_.isolation = std::max(session_.isolation, workspace_->isolation());  // it may have had to fall back
  session_.runs.push_back({number, output.exit_code, output.signal, workspace_->isolation(), output.wall.count(),
                           (output.user_cpu + output.system_cpu).count(), output.peak_memory_bytes, ""});
  session_.command_us += output.wall.count();
  emit(RunEnded{number, output});
  return output;
}

std::span<const diagnose::Format> Healer::formats() {
  if (!formats_) formats_ = world_.formats ? world_.formats() : diagnose::all_formats();
  return *formats_;
}

bool Healer::is_flaky() {
  if (!may_be_flaky(session_.problems) || !budget_left()) return false;
  const auto again = run_in_workspace({}, "the unchanged tree again");
  if (!again || !again->passed()) return false;
  session_.advice =
      "The unchanged tree passes when run again: the failure is flaky or depends on something outside the project.";
  return true;
}

/// Confidence from the record: a Beta posterior whose prior is what the proposer claims, worth four observations.
void Healer::weigh(std::vector<Proposal>& proposals, const Problem& problem) {
  if (!*store_) return;
  constexpr double kPrior = 4;
  for (auto& proposal : proposals) {
    const auto seen = (*store_)->win_loss(proposal.source, problem.fingerprint.level[2]);
    if (!seen || seen->wins + seen->losses == 0) continue;
    proposal.confidence = (proposal.confidence * kPrior + static_cast<double>(seen->wins)) /
                          (kPrior + static_cast<double>(seen->wins + seen->losses));
  }
  std::ranges::stable_sort(proposals,
                           [](const Proposal& a, const Proposal& b) { return a.confidence > b.confidence; });
}

void Healer::propose(State& state) {
  if (state.proposed) return;
  state.proposed = true;
  std::vector<propose::Crash> crashes;
  for (std::size_t i = 0; i < std::min(state.problems.size(), kProblemsAsked); ++i) {
    state.candidates.push_back(propose::proposals(state.problems[i], *state.code, folder_, 40, &crashes));
    weigh(state.candidates.back(), state.problems[i]);
  }
  for (const auto& crash : crashes) emit(Note{fmt::format("fixer {} crashed: {}", crash.fixer, crash.what)});
}

/// Asks the tools themselves, by a structured re-run in a workspace of their own, for the problems that are left.
/// Their answers are read by hear_tools(), perhaps much later.
void Healer::start_tools(State& state) {
  if (state.tools) return;
  std::vector<ToolQuestion> questions;
  std::set<std::vector<std::string>> asked;
  // A re-run costs about what the command costs. Where that is much, tools are asked once in a session.
  const bool dear = session_.checks > 0 && first_.wall > kCheapRun;
  for (std::size_t i = 0; !dear && i < std::min<std::size_t>(state.problems.size(), 4); ++i) {
    for (auto& command :
         propose::tool_reruns(state.problems[i], request_.command, state.output, *state.code, folder_)) {
      if (!asked.insert(command.argv).second) continue;
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - world_.clock.steady());
      command.interactive = false;
      command.limits.wall = std::clamp(left, std::chrono::milliseconds(1), std::chrono::milliseconds(60'000));
      questions.push_back({i, std::move(command)});
    }
  }
  std::unique_ptr<seams::Workspace> own;
  if (!questions.empty())
    if (auto opened = world_.open_workspace()) own = std::move(*opened);
  if (!own) questions.clear();
  session_.checks += static_cast<int>(questions.size());
  state.tools = std::make_unique<ToolRuns>(std::move(own), std::move(questions), state.changed);
}

void Healer::hear_tools(State& state) {
  if (state.tools_answered) return;
  start_tools(state);
  state.tools_answered = true;
  const auto asked = world_.clock.steady();
  const auto answers = state.tools->wait();
  session_.command_us += us(world_.clock.steady() - asked);
  for (const auto& [problem, output] : answers) {
    for (const auto& diagnostic : diagnose::read_all(output, formats())) {
      // A suggestion belongs to the problem on its line, else to the first one.
      std::size_t owner = problem;
      for (std::size_t j = 0; j < state.candidates.size(); ++j)
        if (base::file_name(state.problems[j].primary.place.file) == base::file_name(diagnostic.place.file) &&
            state.problems[j].primary.place.line == diagnostic.place.line)
          owner = j;
      for (auto& proposal : propose::from_suggestions(diagnostic, *state.code, folder_)) {
        proposal.problems = {state.problems[owner].id};
        auto& known = state.candidates[owner];
        if (std::ranges::find(known, proposal.edits, &Proposal::edits) == known.end())
          known.push_back(std::move(proposal));
      }
    }
  }
  for (std::size_t i = 0; i < state.candidates.size(); ++i) weigh(state.candidates[i], state.problems[i]);
}

Trial Healer::attempt(const State& from, const std::vector<Proposal>& proposals) {
  const auto started = world_.clock.steady();
  Attempt attempt;
  attempt.number = static_cast<int>(session_.attempts.size()) + 1;
  attempt.proposals = proposals;
  for (const auto& proposal : proposals)
    attempt.problems.insert(attempt.problems.end(), proposal.problems.begin(), proposal.problems.end());

  Trial trial;
  const auto changed = with(from, proposals);
  if (!changed) {
    trial.verdict = {VerdictKind::failed_to_apply, changed.error().message, -1};
  } else {
    std::string state_key;
    for (const auto& [path, text] : *changed) state_key += path + '\0' + text.value_or("\1") + '\0';
    if (!tried_.insert(base::hash_hex(state_key)).second) {
      trial.verdict = {VerdictKind::no_change, "tried before", -1};
      return trial;  // not an attempt: nothing new would be learned
    }
    std::set<std::string, std::less<>> problem_files;
    for (const auto& problem : from.problems) {
      const auto path = from.code->resolve(problem.primary.folder.empty() ? folder_ : problem.primary.folder,
                                           problem.primary.place.file);
      if (path && problem.category != Category::test_failure) problem_files.insert(*path);
    }
    if (auto reason = verify::guard(tree_, *changed, problem_files, request_.allowed)) {
      trial.verdict = {VerdictKind::refused, std::move(*reason), -1};
    } else {
      emit(AttemptStarted{attempt.number, proposals});
      auto output = run_in_workspace(*changed, "a candidate");
      if (!output) {
        trial.verdict = {VerdictKind::failed_to_apply, output.error().message, -1};
      } else {
        trial.output = std::move(*output);
        if (!trial.output.passed()) trial.problems = diagnose::problems(trial.output, false, formats());
        // An id means one problem in the whole session.
        for (auto& problem : trial.problems) problem.id = fmt::format("p{}", ++problem_count_);
        trial.verdict = {verify::compare(from.problems, trial.output, trial.problems), "",
                         static_cast<int>(session_.runs.size()) - 1};
        if (trial.verdict.kind == VerdictKind::worse)
          if (const auto fresh = verify::difference(from.problems, trial.problems).fresh; !fresh.empty())
            trial.verdict.reason = "new: " + trial.problems[fresh.front()].primary.message;
      }
    }
  }
  attempt.verdict = trial.verdict;
  attempt.wall_us = us(world_.clock.steady() - started);
  session_.attempts.push_back(attempt);
  emit(AttemptEnded{attempt});
  return trial;
}

/// Passed: done. Progress: go on from there, without the edits that did not help.
void Healer::learn_from(Trial trial, const std::vector<Proposal>& proposals) {
  State& from = *states_.back();
  auto changed = with(from, proposals);
  if (!changed) return;
  if (trial.verdict.run >= 0) ++vain_;
  if (trial.verdict.kind == VerdictKind::passed) {
    best_ = std::move(*changed);
    best_problems_.clear();
    passed_ = true;
    vain_ = 0;
    return;
  }
  if (trial.verdict.kind != VerdictKind::progress) {
    // The easy way is closed: ask the tools while the other candidates run (only a full view keeps the two apart).
    if (session_.isolation == Isolation::full) start_tools(from);
    return;
  }

  auto helped = proposals;
  if (proposals.size() > 1) {
    std::set<std::string> gone;
    for (const auto index : verify::difference(from.problems, trial.problems).gone)
      gone.insert(from.problems[index].id);
    std::erase_if(helped, [&](const Proposal& proposal) {
      return std::ranges::none_of(proposal.problems, [&](const auto& id) { return gone.contains(id); });
    });
    if (!helped.empty() && helped.size() < proposals.size())
      if (auto kept = with(from, helped)) {
        move_places(trial.problems, *from.code, folder_, tree_, *changed, *kept);
        *changed = std::move(*kept);
      }
  }
  // Should the way on be a dead end, what led there is not tried from here again.
  for (auto& list : from.candidates)
    std::erase_if(list, [&](const Proposal& one) {
      return std::ranges::find(helped, one.edits, &Proposal::edits) != helped.end();
    });
  const auto phase = verify::reached(trial.problems), best_phase = verify::reached(best_problems_);
  if (best_.empty() || phase > best_phase || (phase == best_phase && trial.problems.size() < best_problems_.size())) {
    best_ = *changed;
    best_problems_ = trial.problems;
    vain_ = 0;
  }
  states_.push_back(
      std::make_unique<State>(tree_, std::move(*changed), std::move(trial.problems), std::move(trial.output.bytes)));
  if (states_.size() > deepest_) vain_ = 0, deepest_ = states_.size();
}

/// Independent problems together: one run may settle them all.
bool Healer::try_batch() {
  const State& state = *states_.back();
  auto together = batch(state, kBatchFloor);
  while (together.size() > 1 && worth_going_on()) {
    const auto depth = states_.size();
    auto trial = attempt(state, together);
    const bool known = trial.verdict.kind == VerdictKind::no_change && trial.verdict.run < 0;
    learn_from(std::move(trial), together);
    if (passed_ || states_.size() > depth) return true;
    if (known) return false;
    together.resize((together.size() + 1) / 2);  // bisect: the earlier half is the more upstream one
  }
  return false;
}

bool Healer::try_singles() {
  State& state = *states_.back();
  for (const auto* proposal : singles(state)) {
    if (state.singles_tried >= (state.tools_answered ? kSinglesPerState : kSinglesBeforeTools)) return false;
    if (!worth_going_on()) return false;
    const std::vector<Proposal> alone{*proposal};
    const auto depth = states_.size();
    auto trial = attempt(state, alone);
    if (trial.verdict.run >= 0) ++state.singles_tried;
    learn_from(std::move(trial), alone);
    if (passed_ || states_.size() > depth) return true;
  }
  return false;
}

void Healer::search() {
  states_.clear();
  deepest_ = 1, vain_ = 0;
  states_.push_back(std::make_unique<State>(tree_, seams::ChangedFiles{}, session_.problems, first_.bytes));
  best_problems_ = session_.problems;
  while (!passed_ && !states_.empty() && worth_going_on()) {
    State& state = *states_.back();
    propose(state);
    const bool none = std::ranges::all_of(state.candidates, [](const auto& list) { return list.empty(); });
    if (none) hear_tools(state);
    if (try_batch() || try_singles()) continue;
    if (!state.tools_answered && worth_going_on()) {
      hear_tools(state);
      if (try_batch() || try_singles()) continue;
    }
    dead_.push_back(std::move(states_.back()));
    states_.pop_back();
  }
  for (auto& state : states_) state->tools.reset();
}

/// With --allow install: runs the install commands that fixers named, then the command again. They act on the user's
/// own machine, so nothing but an explicit permission gets here.
bool Healer::install() {
  if (!request_.allowed.contains("install") || !budget_left()) return false;
  std::set<std::string> commands;
  for (const auto& state : dead_)
    for (const auto& list : state->candidates)
      for (const auto& proposal : list)
        if (!proposal.install.empty()) commands.insert(proposal.install);
  bool any = false;
  for (const auto& line : commands) {
    Command command;
    for (const auto word : base::split(line, ' '))
      if (!word.empty()) command.argv.emplace_back(word);
    command.folder = request_.command.folder;
    command.limits.wall = std::chrono::minutes(5);
    emit(Note{"installing: " + line});
    const auto output = world_.runner.run(command, {});
    ++session_.checks;
    any |= output && output->passed();
  }
  if (!any) return false;
  const auto again = run_in_workspace({}, "the command after installing");
  if (!again) return false;
  if (again->passed()) {
    passed_ = true;
    best_.clear();
    best_problems_.clear();
    return false;
  }
  session_.problems = diagnose::problems(*again, false, formats());
  first_.bytes = again->bytes;
  return true;
}

/// Drops every hunk that the passing result does not need. What a fixer or a tool proposed is one thought and stays
/// whole: half of it may pass a weak check and still be wrong (a block half indented passes py_compile).
void Healer::minimise() {
  const bool divisible = std::ranges::any_of(session_.attempts, [](const Attempt& attempt) {
    const bool kept = attempt.verdict.kind == VerdictKind::passed || attempt.verdict.kind == VerdictKind::progress;
    return kept && std::ranges::any_of(attempt.proposals, [](const Proposal& proposal) {
             return proposal.by != ProposerKind::fixer && proposal.by != ProposerKind::tool;
           });
  });
  if (!divisible) return;
  auto edits = edits_of(tree_, best_);
  for (std::size_t i = 0; edits.size() > 1 && i < edits.size() && budget_left();) {
    auto fewer = edits;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    const auto changed = source::changes(tree_, fewer);
    // A hunk without which a file does not parse is needed; no run has to show that.
    const auto& path = edits[i].file;
    const auto& facts = languages::facts(languages::language_of(path));
    const source::EditedTree without(tree_, changed ? *changed : seams::ChangedFiles{});
    const auto whole = best_.find(path);
    const bool breaks_syntax =
        facts.grammar != nullptr && whole != best_.end() && whole->second &&
        source::error_score(without.read(path).value_or(""), facts) > source::error_score(*whole->second, facts);
    if (!changed || breaks_syntax) {
      ++i;
      continue;
    }
    const auto output = run_in_workspace(*changed, "the patch without one hunk");
    if (output && output->passed()) {
      edits = std::move(fewer);
      best_ = *changed;
    } else {
      ++i;
    }
  }
}

void Healer::apply() {
  session_.outcome = Outcome::healed;
  session_.exit_code = 0;
  if (request_.dry_run) return;
  auto applied =
      verify::apply(request_.root, verify::updates(tree_, best_), session_.id, world_.journal, world_.files);
  if (!applied) {
    session_.outcome = Outcome::unhealed;
    session_.exit_code = first_.exit_code;
    session_.advice = applied.error().message;
    return;
  }
  session_.applied = true;
  emit(Applied{session_});
}

/// What is known at the end: the patch, the files, the times.
void Healer::finish() {
  session_.edits = edits_of(tree_, best_);
  session_.patch = source::unified_diff(tree_, best_);
  session_.remaining = best_problems_;
  for (const auto& [path, text] : best_) {
    const auto before = tree_.read(path).value_or(std::string_view{});
    const auto counts = source::count_lines(before, text.value_or(""));
    session_.files.push_back(
        {path, base::hash_hex(before), base::hash_hex(text.value_or("")), counts.added, counts.removed});
  }
  session_.engine_us = us(world_.clock.steady() - begun_) - session_.command_us;
}

/// Every attempt is on record, also the failed ones, before anything is reported.
void Healer::record() {
  auto* store = *store_;
  if (store == nullptr) return;
  if (const auto hash = store->put_blob(std::string_view(first_.bytes).substr(0, kStoredOutput)))
    session_.runs.front().output_hash = *hash;
  if (const auto saved = store->save(session_); !saved)
    emit(Note{"the session could not be recorded: " + saved.error().message});
}

Result<Session> Healer::heal() {
  // 1. Run the command as the user would.
  FIXPOINT_TRY_VOID(run_as_given());
  if (session_.outcome == Outcome::passed) return session_;

  // 2. Diagnose: what is wrong, first things first.
  session_.problems = diagnose::problems(first_, false, formats());
  problem_count_ = session_.problems.size();
  session_.outcome = Outcome::unhealed;
  if (first_.interrupted == 0) emit(ProblemsFound{session_.problems});
  store_ = world_.store ? world_.store() : nullptr;

  if (first_.interrupted != 0) {  // the user ended it: nothing is broken
    finish();
    return std::move(session_);
  }

  // 3. Failures that no code change cures are named, not "repaired".
  const bool environment = !session_.problems.empty() && is_environment(session_.problems.front());
  if (environment) {
    session_.advice = advice_for(session_.problems.front().category);
    best_problems_ = session_.problems;
  } else if (open_workspace() && !is_flaky()) {
    // 4. Propose, guard and verify until the command passes or the budget is used up.
    search();
    if (!passed_ && install()) search();
    // 5. Keep only the hunks that are needed.
    if (passed_) minimise();
  }

  // 6. Say what a person must do where we may not.
  for (const auto& state : dead_)
    for (const auto& list : state->candidates)
      for (const auto& proposal : list)
        if (!proposal.install.empty() && session_.advice.find(proposal.install) == std::string::npos)
          session_.advice += (session_.advice.empty() ? "Run: " : "\nRun: ") + proposal.install;

  // 7. Record before reporting, apply all or nothing.
  finish();
  if (passed_) {
    apply();
  } else if (!best_.empty()) {
    session_.outcome = Outcome::partial;
    if (request_.keep_partial && !request_.dry_run)
      session_.applied =
          verify::apply(request_.root, verify::updates(tree_, best_), session_.id, world_.journal, world_.files)
              .has_value();
  }
  session_.engine_us = us(world_.clock.steady() - begun_) - session_.command_us;
  record();
  return std::move(session_);
}

Result<Suggestions> Healer::suggest() {
  FIXPOINT_TRY_VOID(run_as_given());
  Suggestions suggestions;
  if (session_.outcome != Outcome::passed) {
    session_.problems = diagnose::problems(first_, false, formats());
    session_.outcome = Outcome::unhealed;
    store_ = world_.store ? world_.store() : nullptr;
    State state(tree_, {}, session_.problems, first_.bytes);
    propose(state);
    if (open_workspace()) hear_tools(state);
    suggestions.proposals = std::move(state.candidates);
  }
  session_.engine_us = us(world_.clock.steady() - begun_) - session_.command_us;
  suggestions.session = std::move(session_);
  return suggestions;
}

}  // namespace

Result<Session> heal(const HealRequest& request, const World& world, const EventSink& events) {
  return Healer(request, world, events).heal();
}

Result<Suggestions> suggest(const HealRequest& request, const World& world, const EventSink& events) {
  return Healer(request, world, events).suggest();
}

}  // namespace fixpoint::engine
