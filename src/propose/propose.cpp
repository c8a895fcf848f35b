#include "propose/propose.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <exception>
#include <map>
#include <set>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "propose/token_search.hpp"
#include "propose/tool.hpp"
#include "source/edits.hpp"

namespace fixpoint::propose {
namespace {

/// What `answers` patterns are matched against. Typographic quotes are made plain: gcc prints them in UTF-8 locales
/// only.
std::string subject(const Diagnostic& diagnostic) {
  std::string text = diagnostic.tool + " " + diagnostic.code + " " + diagnostic.message;
  for (const auto* quote : {"‘", "’", "“", "”"})
    if (text.find(quote) != std::string::npos) text = base::replace_all(text, quote, "'");
  return text;
}

bool speaks(const Fixer& fixer, Language language) {
  return fixer.languages.empty() || std::ranges::find(fixer.languages, language) != fixer.languages.end();
}

/// Compiled once per process and only when a language first needs it.
const base::Regex& compiled(std::string_view pattern) {
  thread_local std::map<const char*, std::unique_ptr<base::Regex>> cache;
  auto& slot = cache[pattern.data()];
  if (!slot) slot = std::make_unique<base::Regex>(pattern);
  return *slot;
}

/// Edits of one proposal as text, for telling duplicates.
std::string key(const Proposal& proposal) {
  std::string text = proposal.install;
  for (const auto& edit : proposal.edits)
    text += edit.file + '\0' + std::to_string(edit.begin) + ',' + std::to_string(edit.end) + '\0' + edit.replacement +
            '\0';
  return text;
}

/// False when the edits do not apply, change nothing, or leave a file that parses worse than before.
bool sound(const Proposal& proposal, const source::Analysis& code,
           std::map<std::string, std::unique_ptr<Reparser>, std::less<>>& parsers) {
  if (!proposal.install.empty() && proposal.edits.empty()) return true;
  const auto changed = source::changes(code.tree(), proposal.edits);
  if (!changed || changed->empty()) return false;
  for (const auto& [path, text] : *changed) {
    const auto before = code.tree().read(path);
    if (!text || (before && *before == *text)) return false;
    const auto& facts = languages::facts(languages::language_of(path));
    if (facts.grammar == nullptr) continue;
    const auto* file = code.code(path);
    if (file == nullptr) {  // a new file
      if (source::error_score(*text, facts) > source::ErrorScore{}) return false;
      continue;
    }
    auto& parser = parsers[path];
    if (!parser) parser = std::make_unique<Reparser>(*file);
    Candidate candidate;
    for (const auto& edit : proposal.edits)
      if (edit.file == path) candidate.changes.push_back({{edit.begin, edit.end}, edit.replacement});
    const auto after = parser->with(candidate);
    if (after.tree && after.score > parser->original(candidate).score) return false;
  }
  return true;
}

/// A name that is declared above its use, "Type name", in a file that does not parse: an earlier error hides it, and
/// whatever is proposed for it leads astray.
bool is_hidden(const Problem& problem, const source::Analysis& code, std::string_view folder) {
  constexpr std::array<std::string_view, 7> kNoTypes = {"return", "case", "goto", "new", "delete", "throw", "else"};
  const auto& diagnostic = problem.primary;
  if (problem.category != Category::undefined_variable || diagnostic.arguments.empty()) return false;
  const auto path =
      code.resolve(diagnostic.folder.empty() ? folder : std::string_view(diagnostic.folder), diagnostic.place.file);
  const auto* file = path ? code.code(*path) : nullptr;
  if (file == nullptr || ts_node_is_null(file->syntax.root()) || !ts_node_has_error(file->syntax.root()))
    return false;
  const auto use = source::locate(file->lines, diagnostic.place);
  if (!use) return false;
  const auto above = tokens(*file, {0, use->begin});
  for (std::size_t i = 1; i < above.size(); ++i)
    if (above[i].text == diagnostic.arguments.front() && above[i].span.end < use->begin && above[i - 1].word &&
        std::ranges::find(kNoTypes, above[i - 1].text) == kNoTypes.end())
      return true;
  return false;
}

}  // namespace

std::vector<Proposal> from_suggestions(const Diagnostic& diagnostic, const source::Analysis& code,
                                       std::string_view folder) {
  std::vector<Proposal> found;
  for (const auto& suggestion : diagnostic.suggestions) {
    Proposal proposal;
    bool complete = !suggestion.edits.empty();
    for (const auto& edit : suggestion.edits) {
      const auto path =
          code.resolve(diagnostic.folder.empty() ? folder : std::string_view(diagnostic.folder), edit.place.file);
      const auto* file = path ? code.code(*path) : nullptr;
      const auto span = file == nullptr ? std::nullopt : source::locate(file->lines, edit.place);
      if (!span) {
        complete = false;
        break;
      }
      proposal.edits.push_back({*path, span->begin, span->end, edit.replacement});
    }
    if (!complete) continue;
    source::normalize(proposal.edits);
    proposal.by = ProposerKind::tool;
    proposal.source = diagnostic.tool;
    proposal.safety = suggestion.safety;
    proposal.confidence = suggestion.safety == Safety::safe ? 0.9 : suggestion.safety == Safety::likely ? 0.7 : 0.4;
    proposal.reason = suggestion.message.empty() ? "suggested by " + diagnostic.tool : suggestion.message;
    found.push_back(std::move(proposal));
  }
  return found;
}

std::vector<Proposal> from_fixers(const Problem& problem, const source::Analysis& code, std::string_view folder,
                                  std::span<const Fixer> fixers, std::vector<Crash>* crashes) {
  const auto& diagnostic = problem.primary;
  const auto in = diagnostic.folder.empty() ? folder : std::string_view(diagnostic.folder);
  const auto path = code.resolve(in, diagnostic.place.file);
  const auto by_ending = path ? languages::language_of(*path) : Language::any;
  // A header of a C++ project is C++ although its ending says C.
  const bool header = by_ending == Language::c && diagnostic.language == Language::cpp;
  const auto language = header || by_ending == Language::any ? diagnostic.language : by_ending;
  FixContext context{problem, code.tree(), languages::facts(language), code, in};
  if (path) context.file = code.code(*path, language);
  if (context.file != nullptr)
    if (const auto span = source::locate(context.file->lines, diagnostic.place)) context.at = *span;

  std::vector<Proposal> found;
  const auto text = subject(diagnostic);
  for (const auto& fixer : fixers) {
    if (!speaks(fixer, language) || !compiled(fixer.answers).find(text)) continue;
    try {
      auto made = fixer.propose(context);
      if (!made) continue;
      for (auto& proposal : *made) {
        proposal.by = ProposerKind::fixer;
        proposal.source = fixer.id;
        proposal.problems = {problem.id};
        proposal.safety = std::max(proposal.safety, fixer.best);
        source::normalize(proposal.edits);
        found.push_back(std::move(proposal));
      }
    } catch (const std::exception& bug) {
      if (crashes == nullptr) throw;
      crashes->push_back({std::string(fixer.id), bug.what()});
    }
  }
  return found;
}

std::vector<Proposal> proposals(const Problem& problem, const source::Analysis& code, std::string_view folder,
                                std::size_t limit, std::vector<Crash>* crashes) {
  if (is_hidden(problem, code, folder)) return {};
  auto found = from_suggestions(problem.primary, code, folder);
  for (auto& proposal : from_fixers(problem, code, folder, all_fixers(), crashes))
    found.push_back(std::move(proposal));

  std::ranges::stable_sort(found, [](const Proposal& a, const Proposal& b) { return a.confidence > b.confidence; });
  std::vector<Proposal> kept;
  std::set<std::string> seen;
  std::map<std::string, std::unique_ptr<Reparser>, std::less<>> parsers;
  for (auto& proposal : found) {
    if (kept.size() >= limit) break;
    if (!seen.insert(key(proposal)).second || !sound(proposal, code, parsers)) continue;
    proposal.problems = {problem.id};
    kept.push_back(std::move(proposal));
  }
  return kept;
}

std::vector<Command> tool_reruns(const Problem& problem, const Command& command, std::string_view output,
                                 const source::Analysis& code, std::string_view folder) {
  std::vector<Command> commands;
  const auto text = subject(problem.primary);
  for (const auto& tool : all_tools()) {
    if (!compiled(tool.answers).find(text)) continue;
    if (auto rerun = tool.rerun({problem, command, output, code, folder})) commands.push_back(std::move(*rerun));
  }
  return commands;
}

}  // namespace fixpoint::propose
