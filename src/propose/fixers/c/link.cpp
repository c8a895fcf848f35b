// What it answers: an undefined reference.
// What it changes: a call of a misspelt function gets the near name that the project defines or the library has;
// "man" and "mian" become "main". When it declines: the name is declared or defined somewhere in the project, so that
// a library or an object is missing.
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::link {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp, Language::any};
constexpr std::size_t kMaxFiles = 400;

Result<std::vector<Proposal>> propose(const FixContext& context) {
  const auto& arguments = context.problem.primary.arguments;
  if (arguments.empty()) return {};
  std::string_view name = arguments.front();
  name = name.substr(0, name.find('('));
  if (!base::is_identifier(name)) return {};
  std::vector<Proposal> found;
  std::size_t read = 0;
  std::vector<std::pair<double, std::string>> near;
  const auto consider = [&](std::string_view other, double extra) {
    if (other == name || other.empty()) return;
    const auto cost = letters(name, other) + extra;
    if (cost < 1.5) near.emplace_back(cost, std::string(other));
  };
  std::vector<const source::Code*> files;
  for (const auto& path : context.tree.files()) {
    const auto language = languages::language_of(path);
    if (language != Language::c && language != Language::cpp) continue;
    if (++read > kMaxFiles) break;
    const auto* file = context.code.code(path);
    if (file == nullptr) continue;
    files.push_back(file);
    for (const auto& symbol : file->symbols) {
      if (!symbol.top_level || symbol.kind == languages::SymbolKind::type) continue;
      if (symbol.name == name) return {};  // declared: what is missing is its object or library
      if (symbol.kind == languages::SymbolKind::function) {
        if (name == "main" && letters(symbol.name, "main") < 2.0) {
          found.push_back(replace(*file, symbol.place, "main", 0.8, "a program starts in 'main'"));
          continue;
        }
        consider(symbol.name, 0);
      }
    }
  }
  if (name == "main") return found;
  static const languages::Table table("c/std_symbols");
  for (const auto& row : table.all())
    if (row.size() > 2 && row[2] == "function" &&
        (row[1] == "stdio.h" || row[1] == "stdlib.h" || row[1] == "string.h" || row[1] == "math.h" ||
         row[1] == "ctype.h"))
      consider(row[0], row[0] == "printf" || row[0] == "scanf" ? 0.0 : 0.3);
  std::ranges::sort(near);
  near.erase(std::unique(near.begin(), near.end()), near.end());
  if (near.size() > 3) near.resize(3);
  double confidence = 0.75;
  for (const auto& [cost, other] : near) {
    Proposal proposal;
    for (const auto* file : files)
      for (const auto& token : tokens(*file, {0, file->text.size()}))
        if (token.text == name) proposal.edits.push_back({file->path, token.span.begin, token.span.end, other});
    if (proposal.edits.empty() || proposal.edits.size() > 50) break;
    proposal.confidence = confidence;
    proposal.reason = "nothing is called '" + std::string(name) + "', '" + other + "' is";
    confidence *= 0.4;
    found.push_back(std::move(proposal));
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {.id = "c/link",
          .languages = kLanguages,
          .answers = R"(^ld .*undefined reference)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::link
