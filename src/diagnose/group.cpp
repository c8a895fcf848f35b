// Cause before symptom: which message is a problem, which follows from another, what to fix first.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/environment.hpp"

namespace fixpoint::diagnose {
namespace {

/// Follow-ons kept per problem; the rest is only counted as folded.
constexpr std::size_t kFollowOns = 100;
/// Bounds of one grouping: problems, diagnostics in all, and the bytes of their texts.
constexpr std::size_t kMostProblems = 5'000;
constexpr std::size_t kMostKept = 10'000;
constexpr std::size_t kMostBytes = std::size_t{12} << 20;
/// Later syntax errors of a file this near to one of the last kPlaces are taken for the parser's recovery. (gcc tells
/// what its lexer found first, for the whole file.)
constexpr std::uint32_t kRecoveryLines = 2;
constexpr std::size_t kPlaces = 64;

/// A tool only says that an earlier message made it stop, or counts what it printed.
bool is_trailer(const Diagnostic& diagnostic) {
  static const base::Regex kTrailer(
      R"((?i)^make .*(Error \d+|Terminated|Killed|Interrupt|Waiting for unfinished jobs|target .* not remade))"
      R"(|ld returned \d+ exit status|linker command failed|could not compile [`']|aborting due to|compilation terminated)"
      R"(|build stopped|^ninja .*(subcommands? failed|FAILED)|\d+ (fatal )?(errors?|warnings?)( and \d+ (errors?|warnings?))? generated|too many errors)"
      R"(|all warnings being treated as errors|Failed to execute goal|BUILD FAILURE|Compilation failed; see)"
      R"(|Execution failed for task|Configuring incomplete|Found \d+ errors?|build failed|Lifecycle script .*failed|ELIFECYCLE|Test failed\.\s+See above)"
      R"(|test failed, to rerun|tests? failed$|process didn't exit successfully|^\S* \S* ?(error: )?(the process )?(exit status \d+|exited with (code|status) \d+)$)"
      R"(|Process completed with exit code|Interrupted: \d+ errors? during collection|some tests failed)"
      R"(|did not complete successfully: exit code|returned an error code \(\d+\))"
      R"(|^latexmk |gave an error in previous invocation|error converting to (dvi|pdf)|evaluation failed :\()");
  return kTrailer.find(diagnostic.tool + " " + diagnostic.code + " " + diagnostic.message);
}

bool is_end_of_file(std::string_view message) {
  static const base::Regex kEnd(
      R"((?i)at end of (input|file)|end of file while parsing|unexpected (end of|eof)|unclosed delimiter|found 'EOF'|was never closed|found EOF)");
  return kEnd.find(message);
}

/// What the lexer complains about is never the parser's recovery.
bool is_lexical(std::string_view message) {
  static const base::Regex kLexical(
      R"((?i)unclosed (string|char|comment)|unterminated|missing terminating|invalid or unexpected token|illegal character)");
  return kLexical.find(message);
}

bool names_something_missing(Category category) {
  return category == Category::undefined_variable || category == Category::missing_import ||
         category == Category::missing_member || category == Category::missing_dependency;
}

/// `word` as a whole identifier in `text`.
bool mentions(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !base::is_identifier_part(text[at - 1])) &&
        (end == text.size() || !base::is_identifier_part(text[end])))
      return true;
  }
  return false;
}

std::size_t size_of(const Diagnostic& diagnostic) {
  auto size = 2 * diagnostic.message.size() + diagnostic.pattern.size() + diagnostic.context.size() +
              diagnostic.place.file.size();
  for (const auto& related : diagnostic.related) size += sizeof related + related.message.size();
  for (const auto& suggestion : diagnostic.suggestions)
    for (const auto& edit : suggestion.edits) size += sizeof edit + edit.replacement.size();
  return size;
}

struct Grouper {
  std::vector<Problem> problems;
  std::map<std::string, std::size_t, std::less<>> printed;  ///< message at a place -> problem
  std::map<std::string, std::size_t, std::less<>> missing;  ///< tool, code, pattern, arguments, file -> problem
  struct Parse {
    std::size_t problem;
    std::uint32_t line;
  };
  std::map<std::string, std::vector<Parse>, std::less<>> syntax;         ///< file -> its last syntax errors
  std::map<std::string, std::vector<std::size_t>, std::less<>> imports;  ///< file -> its missing imports
  std::vector<std::size_t*> fresh_;  ///< entries made for the diagnostic at hand: told where it went by add()
  std::size_t kept = 0, bytes = 0;   ///< diagnostics and their texts
  std::uint64_t dropped = 0;         ///< diagnostics that were folded and not kept

  void fold(std::size_t into, Diagnostic&& diagnostic, std::string_view rule) {
    auto& problem = problems[into];
    // A second print of one message may carry what the first lacked.
    if (rule == "repeated" && problem.primary.suggestions.empty())
      problem.primary.suggestions = std::move(diagnostic.suggestions);
    if (problem.folded_by.empty())
      problem.folded_by = rule;
    else if (!mentions(problem.folded_by, rule))
      problem.folded_by += ", " + std::string(rule);
    if (problem.follow_ons.size() < kFollowOns && !full()) {
      keep(diagnostic);
      problem.follow_ons.push_back(std::move(diagnostic));
    } else {
      ++dropped;
    }
  }

  void keep(const Diagnostic& diagnostic) {
    ++kept;
    bytes += size_of(diagnostic);
  }
  [[nodiscard]] bool full() const {
    return problems.size() >= kMostProblems || kept >= kMostKept || bytes >= kMostBytes;
  }

  /// The problem that said the same before.
  std::optional<std::size_t> repeated(const Diagnostic& diagnostic) {
    const auto& place = diagnostic.place;
    if (place.line == 0 && place.file.empty()) return std::nullopt;
    // Without the folders and the tool: Maven and javac print one error with different paths.
    key_.assign(base::file_name(place.file));
    fmt::format_to(std::back_inserter(key_), ":{}:", place.line);
    key_.append(diagnostic.message, 0, 1000);
    const auto [at, fresh] = printed.try_emplace(key_, 0);
    if (fresh) {
      fresh_.push_back(&at->second);
      return std::nullopt;
    }
    const auto& first = problems[at->second].primary.place;
    const bool same_file = first.file.ends_with(place.file) || place.file.ends_with(first.file);
    const bool same_column = first.column == place.column || first.column == 0 || place.column == 0;
    return same_file && same_column ? std::optional(at->second) : std::nullopt;
  }

  /// The problem that `diagnostic` follows from and the rule that says so.
  std::optional<std::pair<std::size_t, std::string_view>> cause(const Diagnostic& diagnostic) {
    const auto& place = diagnostic.place;
    if (names_something_missing(diagnostic.category) && !diagnostic.arguments.empty()) {
      const auto key = fmt::format("{}\n{}\n{}\n{}\n{}", diagnostic.tool, diagnostic.code, diagnostic.pattern,
                                   base::join(diagnostic.arguments, "\n"), place.file);
      const auto [at, fresh] = missing.try_emplace(key, 0);
      if (!fresh) return {{at->second, "same name"}};
      fresh_.push_back(&at->second);
    }
    if (diagnostic.category == Category::syntax_error && !place.file.empty()) {
      auto& known = syntax[place.file];
      const bool lexical = is_lexical(diagnostic.message);
      const auto near = std::find_if(known.rbegin(), known.rend(), [&](const Parse& parse) {
        const auto distance = std::max(place.line, parse.line) - std::min(place.line, parse.line);
        return distance <= (lexical ? 0 : kRecoveryLines);
      });
      if (near != known.rend()) {
        near->line = std::max(near->line, place.line);
        return {{near->problem, "parser recovery"}};
      }
      if (!known.empty() && is_end_of_file(diagnostic.message)) return {{known.back().problem, "parser recovery"}};
      if (known.size() >= kPlaces) known.erase(known.begin());
      known.push_back({problems.size(), place.line});
    }
    if (const auto at = imports.find(place.file); at != imports.end() && !place.file.empty()) {
      const bool undefined = diagnostic.category == Category::undefined_variable;
      const bool includes = diagnostic.language == Language::c || diagnostic.language == Language::cpp;
      for (const auto index : at->second) {
        const auto& root = problems[index].primary;
        if (undefined &&
            (includes || (!diagnostic.arguments.empty() && mentions(root.context, diagnostic.arguments[0]))))
          return {{index, "missing import"}};
      }
    }
    return std::nullopt;
  }

  /// `diagnostic` is not a repetition: repeated() said so, just before.
  void add(Diagnostic&& diagnostic) {
    const auto found = cause(diagnostic);
    for (auto* entry : fresh_) *entry = found ? found->first : problems.size();
    fresh_.clear();
    if (found) return fold(found->first, std::move(diagnostic), found->second);
    keep(diagnostic);
    if ((diagnostic.category == Category::missing_import || diagnostic.category == Category::missing_dependency) &&
        !diagnostic.place.file.empty()) {
      auto& known = imports[diagnostic.place.file];
      if (known.size() < 50) known.push_back(problems.size());
    }
    Problem problem;
    problem.category = diagnostic.category;
    problem.primary = std::move(diagnostic);
    problems.push_back(std::move(problem));
  }

 private:
  std::string key_;
};

/// What a tool calls an ordinary error may be the machine's fault: that decides what is tried at all.
void recognize_environment(Diagnostic& diagnostic) {
  switch (diagnostic.category) {
    case Category::compiler_error:
    case Category::unknown:
    case Category::runtime_error:
    case Category::configuration:
    case Category::missing_dependency:
    case Category::linker:
      break;
    default:
      return;
  }
  const auto environment = environment_failure(std::string_view(diagnostic.message).substr(0, 4096));
  if (!environment || *environment == Category::runtime_error) return;
  // A program's own words are not the machine's: only tools speak for the machine about these.
  if (diagnostic.category == Category::missing_dependency && *environment != Category::network) return;
  diagnostic.category = *environment;
  if (*environment != Category::permission) diagnostic.phase = Phase::environment;
}

int order(Phase phase) { return phase == Phase::unknown ? 100 : static_cast<int>(phase); }

Diagnostic unexplained(const RunOutput& output) {
  constexpr std::size_t kTail = 2000, kRead = std::size_t{64} << 10;
  const auto from = [&](std::size_t size) { return output.bytes.size() > size ? output.bytes.size() - size : 0; };
  Diagnostic diagnostic;
  diagnostic.tool = "exit";
  const auto tail = base::strip_escapes(std::string_view(output.bytes).substr(from(kRead)));
  const auto said = environment_failure(tail);
  diagnostic.category = said.value_or(Category::unknown);
  if (output.limit == LimitHit::wall || output.limit == LimitHit::cpu) {
    diagnostic.category = Category::timeout;
    diagnostic.message = output.limit == LimitHit::wall ? "the command ran into its time limit"
                                                        : "the command used up its processor time";
  } else if (output.limit == LimitHit::memory) {
    diagnostic.category = Category::out_of_memory;
    diagnostic.message = "the command ran into its memory limit";
  } else if (output.limit == LimitHit::file_size) {
    diagnostic.category = Category::disk_full;
    diagnostic.message = "the command wrote a file larger than its limit";
  } else if (output.limit == LimitHit::processes) {
    diagnostic.category = Category::killed;
    diagnostic.message = "the command started more processes than its limit";
  } else if (output.signal != 0 || output.exit_code > 128) {
    const int signal = output.signal != 0 ? output.signal : output.exit_code - 128;
    const bool killed = signal == 9 || signal == 15 || signal == 2 || signal == 1;
    if (!said) diagnostic.category = killed ? Category::killed : Category::runtime_error;
    const std::string_view known = signal == 11  ? " (segmentation fault)"
                                   : signal == 6 ? " (abort)"
                                   : signal == 8 ? " (arithmetic error)"
                                   : signal == 9 ? " (killed)"
                                   : signal == 4 ? " (illegal instruction)"
                                   : signal == 7 ? " (bus error)"
                                                 : "";
    diagnostic.message = fmt::format("the command was ended by signal {}{}", signal, known);
  } else if (output.exit_code == 127 && (!said || *said == Category::missing_command)) {
    diagnostic.category = Category::missing_command;
    diagnostic.message = "a command was not found";
  } else if (output.exit_code == 126 && !said) {
    diagnostic.category = Category::permission;
    diagnostic.message = "a command is not executable";
  } else if (output.exit_code == 124 && !said) {
    diagnostic.category = Category::timeout;
    diagnostic.message = "the command was ended by its own timeout";
  } else {
    diagnostic.message = fmt::format("the command failed with exit code {}", output.exit_code);
  }
  if (diagnostic.category != Category::unknown && diagnostic.category != Category::runtime_error)
    diagnostic.phase = Phase::environment;
  diagnostic.pattern = diagnostic.message;
  diagnostic.context = base::strip_escapes(std::string_view(output.bytes).substr(from(kTail)));
  diagnostic.raw_begin = from(kTail);
  diagnostic.raw_end = output.bytes.size();
  return diagnostic;
}

}  // namespace

struct Grouping::State {
  bool with_warnings = false;
  Grouper grouper;
  std::vector<std::pair<std::size_t, Diagnostic>> trailers;  ///< with the number of problems known before each
  Counts counts;
  std::uint64_t dropped = 0;
};

Grouping::Grouping(bool with_warnings) : state_(std::make_unique<State>()) { state_->with_warnings = with_warnings; }
Grouping::~Grouping() = default;

bool Grouping::full() const { return state_->grouper.full(); }

void Grouping::add(Diagnostic&& diagnostic) {
  auto& [with_warnings, grouper, trailers, counts, dropped] = *state_;
  ++counts[diagnostic.severity];
  if (diagnostic.severity == Severity::warning && (diagnostic.code.find("-Werror") != std::string::npos ||
                                                   diagnostic.message.find("[-Werror") != std::string::npos))
    diagnostic.severity = Severity::error;
  if (diagnostic.severity < Severity::error && !(with_warnings && diagnostic.severity == Severity::warning)) return;
  if (full()) {
    ++dropped;
    return;
  }
  if (is_trailer(diagnostic)) {
    if (trailers.size() < kFollowOns)
      trailers.emplace_back(grouper.problems.size(), std::move(diagnostic));
    else
      ++dropped;
    return;
  }
  if (const auto first = grouper.repeated(diagnostic)) return grouper.fold(*first, std::move(diagnostic), "repeated");
  if (diagnostic.pattern.empty()) fill_pattern(diagnostic);
  recognize_environment(diagnostic);
  grouper.add(std::move(diagnostic));
}

Summary Grouping::finish() {
  auto& [with_warnings, grouper, trailers, counts, dropped] = *state_;
  const auto roots = grouper.problems.size();
  for (auto& [before, diagnostic] : trailers) {
    if (diagnostic.pattern.empty()) fill_pattern(diagnostic);
    recognize_environment(diagnostic);
    if (grouper.problems.empty())
      grouper.add(std::move(diagnostic));
    else if (roots == 0)
      grouper.fold(0, std::move(diagnostic), "stopped by it");
    else
      grouper.fold(before == 0 ? 0 : before - 1, std::move(diagnostic), "stopped by it");
  }
  Summary summary{std::move(grouper.problems), counts, dropped + grouper.dropped};
  auto& problems = summary.problems;
  std::ranges::stable_sort(problems, {}, [](const Problem& problem) {
    return std::pair(problem.primary.severity < Severity::error, order(problem.primary.phase));
  });
  for (std::size_t i = 0; i < problems.size(); ++i) {
    problems[i].id = fmt::format("p{}", i + 1);
    problems[i].fingerprint = fingerprint(problems[i].primary);
  }
  *state_ = State{.with_warnings = with_warnings};
  return summary;
}

std::vector<Problem> group(std::vector<Diagnostic> diagnostics, bool with_warnings) {
  Grouping grouping(with_warnings);
  for (auto& diagnostic : diagnostics) grouping.add(std::move(diagnostic));
  return grouping.finish().problems;
}

std::vector<Problem> problems(const RunOutput& output, bool with_warnings, std::span<const Format> formats) {
  auto found = read_all(output, formats);
  const bool errors = std::ranges::any_of(found, [](const auto& one) { return one.severity >= Severity::error; });
  // A limit that was hit explains the end of the run whatever else was printed.
  if (!output.passed() && (!errors || output.limit != LimitHit::none))
    found.insert(found.begin(), unexplained(output));
  return group(std::move(found), with_warnings);
}

}  // namespace fixpoint::diagnose
